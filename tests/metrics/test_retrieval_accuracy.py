"""retrieval-accuracy."""

from __future__ import annotations

import doctest

import pytest

from intermezzo.metrics import overall, retrieval_accuracy
from intermezzo.metrics.retrieval_accuracy import METRIC, measure
from intermezzo.problem import Refused


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(retrieval_accuracy).failed == 0


def test_extract(extract_of_metrics):
    """The shipped file of Tatoeba: XTREME's evaluate.py (commit in the file), 1e-9."""
    (case,) = (c for c in extract_of_metrics["xtreme"] if c["task"] == "tatoeba")
    predictions, golds = ([[row] for row in case[side].split()] for side in ("prediction", "label"))
    found = overall(METRIC, measure(predictions, golds, language="de"))
    assert found == pytest.approx(case["scores"]["accuracy"], rel=0, abs=1e-9)


def test_only_the_first_counts():
    """A right candidate in second place is wrong; nothing retrieved is wrong, too."""
    assert measure([["b", "a"], [], ["a"]], [["a"], ["a"], {"a", "b"}], language="de")[:, 0].tolist() == [
        0,
        0,
        1,
    ]


def test_refusals_say_why():
    """A query without an answer, and one that has no right candidate."""
    with pytest.raises(Refused) as refused:
        measure([None, ["a"]], [["a"], []], language="de")
    assert [str(problem) for problem in refused.value.problems] == [
        "example 0 (counted from 0): 1 of 2 examples have no prediction. Rank candidates for every example.",
        "example 1 (counted from 0): 1 of 2 examples have no right candidate. Leave them out of the task.",
    ]
