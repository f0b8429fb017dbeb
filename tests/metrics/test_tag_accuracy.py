"""tag-accuracy; refusals and invariants are in test_udpos_f1.py."""

from __future__ import annotations

import pytest

from intermezzo.metrics import overall
from intermezzo.metrics.tag_accuracy import METRIC, measure
from intermezzo.problem import Refused


def check(y_pred, y_true, said):
    """accuracy_score of seqeval 1.2.2, 1e-12 of a share; an empty tag, which it compares, and nothing are refused."""
    if said is None or "" in y_pred:
        with pytest.raises(Refused):
            overall(METRIC, measure([y_pred], [y_true], language="en"))
        return 0
    found = overall(METRIC, measure([y_pred], [y_true], language="en"))
    assert found == pytest.approx(100 * said, rel=0, abs=1e-10)
    return 1


def test_extract(extract_of_metrics):
    """The shipped tag sequences (seqeval 1.2.2)."""
    cases = extract_of_metrics["seqeval"]
    assert sum(check(case["y_pred"], case["y_true"], case["accuracy"]) for case in cases) == len(cases) - 2


def test_every_case(golden):
    """All 204 tag sequences (seqeval 1.2.2, pip)."""
    cases = golden("seqeval/seqeval.json.gz")["cases"]
    said = [case["default"]["accuracy"] for case in cases]
    said = [None if isinstance(each, dict) else each for each in said]
    assert sum(check(case["y_pred"], case["y_true"], each) for case, each in zip(cases, said)) == 202


def test_every_group(golden):
    """Whole groups of tag sequences: every token weighs the same (seqeval 1.2.2, pip)."""
    file = golden("seqeval/seqeval.json.gz")
    for name, group in file["groups"].items():
        cases = [c for c in file["cases"] if c["group"] == name]
        if cases and name != "hand":  # which has an empty tag
            lines = measure([c["y_pred"] for c in cases], [c["y_true"] for c in cases], language="en")
            assert overall(METRIC, lines) == pytest.approx(100 * group["accuracy"], rel=0, abs=1e-10)


def test_worked_item():
    """Three of four tags."""
    lines = measure(
        [["DET", "NOUN", "VERB", "VERB"], []], [["DET", "NOUN", "NOUN", "VERB"], []], language="en"
    )
    assert lines.tolist() == [[3, 4], [0, 0]]
    assert overall(METRIC, lines) == 75.0
