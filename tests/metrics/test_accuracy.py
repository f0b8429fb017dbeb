"""accuracy."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import accuracy, overall
from intermezzo.metrics.accuracy import METRIC, measure
from intermezzo.problem import Refused


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(accuracy).failed == 0


def test_extract(extract_of_metrics):
    """The shipped files of PAWS-X, XNLI and Tatoeba: XTREME's evaluate.py (commit in the file), 1e-9."""
    cases = [c for c in extract_of_metrics["xtreme"] if c["task"] in ("pawsx", "xnli", "tatoeba")]
    assert len(cases) == 3
    for case in cases:
        lines = measure(
            case["prediction"].splitlines(), case["label"].splitlines(), language=case["language"]
        )
        assert overall(METRIC, lines) == pytest.approx(case["scores"]["accuracy"], rel=0, abs=1e-9)


def test_refusals_say_why():
    """A missing label, one that is a number, no example at all."""
    with pytest.raises(Refused) as refused:
        measure(["a", None, 1], ["a", "b", "c"], language="en")
    assert [str(problem) for problem in refused.value.problems] == [
        (
            "example 1 (counted from 0): 1 of 3 examples have no predicted label. "
            "Predict a label for every example."
        ),
        (
            "example 2 (counted from 0): 1 of 3 labels are not text. "
            'A label is compared as it is written: "1" for 1.'
        ),
    ]
    with pytest.raises(Refused, match="no examples to score"):
        overall(METRIC, measure([], [], language="en"))
    with pytest.raises(ValueError, match="1 predictions for 0 examples"):
        measure(["a"], [], language="en")


LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=20)


@given(LABELS, st.integers(0, 20), st.randoms(use_true_random=False))
def test_sums_over_parts(pairs, cut, random):
    """Gold scores 100; order does not matter; sums over two parts add up to the sum over all."""
    predictions, golds = map(list, zip(*pairs))
    whole = measure(predictions, golds, language="en").sum(0)
    parts = [measure(predictions[s], golds[s], language="en").sum(0) for s in (slice(cut), slice(cut, None))]
    assert (parts[0] + parts[1] == whole).all()
    random.shuffle(pairs)
    assert (measure(*map(list, zip(*pairs)), language="en").sum(0) == whole).all()
    assert METRIC.combine(measure(golds, golds, language="en").sum(0)) == 100.0
