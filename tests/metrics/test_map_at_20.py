"""map-at-20."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import map_at_20, overall, reciprocal_rank_at_20
from intermezzo.metrics.map_at_20 import METRIC, average_precision, measure
from intermezzo.problem import Refused

NEAR = 1e-9  # the golden files' own tolerance


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(map_at_20).failed == 0


def check(cases):
    """average_precision_at_k of utils_lareqa.py; its 0 is our None; a k below 0 leaves out the last, as in Python."""
    n = 0
    for case in cases:
        if "ap" not in case:
            with pytest.raises(Refused, match="have no right candidate"):
                measure([list(map(str, case["ranked_predictions"]))], [[]], language="en")
            continue
        found = average_precision(case["ranked_predictions"], case["targets"], k=case["k"] or None)
        assert found == pytest.approx(case["ap"], rel=0, abs=NEAR)
        n += 1
    return n


def test_extract(extract_of_metrics):
    """The shipped lists (google-research/xtreme, utils_lareqa.py; commit in the file), 1e-9."""
    assert check(extract_of_metrics["average_precision_at_k"]) == 11


def test_every_list(golden):
    """All lists of average_precision_at_k, utils_lareqa.py at 838c13b6, 1e-9."""
    assert check(golden("xtreme/lareqa.json.gz")["average_precision_at_k"]) == 13


def test_lareqa(golden, shared):
    """258 questions of XQuAD-R over 154 candidates: utils_lareqa.py's mAP@k for five k, each question, 1e-9."""
    file = golden("xtreme/lareqa.json.gz")
    with np.load(shared / "golden" / "xtreme" / "lareqa_encodings.npz", allow_pickle=False) as arrays:
        scores = arrays["question"] @ arrays["candidate"].T
    ranked = np.argsort(-scores, axis=1)  # no two candidates tie for a question
    assert ranked[:, :20].tolist() == file["top20"]
    relevant = file["relevant_candidate_positions"]
    assert len(relevant) == 258
    for name, result in file["results"].items():
        k = None if name in ("k=None", "k=0") else int(name.removeprefix("k="))
        each = [average_precision(row.tolist(), right, k=k) for row, right in zip(ranked, relevant)]
        assert each == pytest.approx(result["per_question"], rel=0, abs=NEAR)
        assert np.mean(each) == pytest.approx(result["mean"], rel=0, abs=NEAR)
    predictions = [[str(candidate) for candidate in row] for row in ranked.tolist()]
    golds = [[str(candidate) for candidate in right] for right in relevant]
    found = overall(METRIC, measure(predictions, golds, language="en"))
    assert found == pytest.approx(100 * file["results"]["k=20"]["mean"], rel=0, abs=100 * NEAR)


def test_many_right_candidates():
    """The divisor is 20 at most: 15 of 30 right ones in front make 15/20."""
    right = [str(i) for i in range(30)]
    ranked = [*right[:15], *"abcde"]
    assert measure([ranked], [right], language="en").tolist() == [[0.75, 1.0]]


def test_a_missing_question_counts_as_zero():
    """No ranking, 0 in the mean."""
    assert measure([None, []], [["a"], ["a"]], language="en").tolist() == [[0.0, 1.0], [0.0, 1.0]]


IDS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@given(st.lists(st.tuples(IDS, st.sampled_from("abcdef")), min_size=1, max_size=6))
def test_one_right_candidate_makes_a_reciprocal_rank(examples):
    """With a single right candidate, average precision is one over its rank."""
    ranked, golds = [p for p, _ in examples], [[g] for _, g in examples]
    other = reciprocal_rank_at_20.measure(ranked, golds, language="en")
    assert (measure(ranked, golds, language="en") == other).all()
