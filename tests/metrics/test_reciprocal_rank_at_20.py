"""reciprocal-rank-at-20."""

from __future__ import annotations

import doctest
import json

import pytest

from intermezzo.metrics import overall, reciprocal_rank_at_20
from intermezzo.metrics.reciprocal_rank_at_20 import METRIC, measure
from intermezzo.problem import Refused

NEAR = 1e-9  # the golden files' own tolerance


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(reciprocal_rank_at_20).failed == 0


def check(cases):
    """evaluate of utils_mewslix.py: mean over gold examples, missing predictions 0."""
    n = 0
    for case in cases:
        golds = list(case["gold"].values())
        predictions = [case["predictions"].get(id) for id in case["gold"]]
        is_null = None in case["predictions"].values()  # the script stops; here None is a missing one
        if is_null:
            continue
        if not golds or "value" not in case or any(isinstance(p, str) for p in predictions):
            with pytest.raises(Refused):  # no example, no gold, a text that the script reads by letters
                overall(METRIC, measure(predictions, golds, language="en"))
        else:
            found = overall(METRIC, measure(predictions, golds, language="en"))
            assert found == pytest.approx(100 * case["value"], rel=0, abs=100 * NEAR)
            n += 1
    return n


def test_extract(extract_of_metrics):
    """The shipped lists and file of Mewsli-X (google-research/xtreme; commit in the file), 1e-9."""
    assert check(extract_of_metrics["mewslix"]) == 5
    (case,) = (c for c in extract_of_metrics["xtreme"] if c["task"] == "mewslix")
    predictions, golds = json.loads(case["prediction"]), json.loads(case["label"])
    lines = measure([predictions.get(id) for id in golds], list(golds.values()), language="ar")
    assert overall(METRIC, lines) == pytest.approx(case["scores"]["map@20"], rel=0, abs=NEAR)


def test_every_list(golden):
    """All lists of evaluate, utils_mewslix.py at 838c13b6, 1e-9."""
    assert check(golden("xtreme/lareqa.json.gz")["mewslix_evaluate"]) == 6


def test_the_cut_is_at_20():
    """Rank 20 counts and rank 21 does not."""
    twenty = [f"Q{i}" for i in range(20)]
    assert measure([twenty, ["x", *twenty]], [["Q19"], ["Q19"]], language="en")[:, 0].tolist() == [
        1 / 20,
        0.0,
    ]


def test_a_missing_mention_counts_as_zero():
    """No ranking, 0 in the mean."""
    assert measure([None], [["Q1"]], language="en").tolist() == [[0.0, 1.0]]
