"""entity-f1 and entity-f1-seqeval-1; the rules themselves are in test_chunks.py."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import entity_f1, entity_f1_seqeval_1, overall
from intermezzo.problem import Refused

BOTH = pytest.mark.parametrize("module", [entity_f1, entity_f1_seqeval_1], ids=lambda m: m.METRIC.name)


def sentences(text):
    """Tags a line, sentences apart by a blank line."""
    return [part.split("\n") for part in text.strip().split("\n\n")]


@BOTH
def test_examples_in_the_docs(module):
    """What the docstrings show is what comes out."""
    assert doctest.testmod(module).failed == 0


@BOTH
def test_extract(module, extract_of_metrics):
    """The shipped file of PAN-X: XTREME's evaluate.py (commit in the file) on B- and I- tags, 1e-9."""
    (case,) = (c for c in extract_of_metrics["xtreme"] if c["task"] == "panx")
    lines = module.measure(sentences(case["prediction"]), sentences(case["label"]), language="de")
    assert overall(module.METRIC, lines) == pytest.approx(case["scores"]["f1"], rel=0, abs=1e-9)


@BOTH
def test_every_case(module, golden):
    """F1 of all 204 pairs: seqeval 0.0.12 and 1.2.2 (pip), f1_score([y_true], [y_pred]), 1e-12 of a share."""
    column = {"entity-f1": "seqeval_0.0.12_default", "entity-f1-seqeval-1": "default"}[module.METRIC.name]
    cases = golden("seqeval/seqeval.json.gz")["cases"]
    for case in cases:
        said = case[column]["f1"]
        if isinstance(said, dict):
            with pytest.raises(Refused):
                module.measure([case["y_pred"]], [case["y_true"]], language="en")
        else:
            lines = module.measure([case["y_pred"]], [case["y_true"]], language="en")
            assert overall(module.METRIC, lines) == pytest.approx(100 * said, rel=0, abs=1e-10), case["id"]


@BOTH
def test_refusals_say_why(module):
    """A sentence of another length has no score in either version, as 0.0.12 would shift all that follows."""
    with pytest.raises(Refused) as refused:
        module.measure([["O"], None], [["O", "O"], ["O"]], language="en")
    assert [str(problem) for problem in refused.value.problems] == [
        "example 1 (counted from 0): 1 of 2 sentences have no prediction. Predict a tag for every token.",
        (
            "example 0 (counted from 0): 1 of 2 sentences have another number of predicted tags than of gold "
            "tags."
        ),
    ]
    with pytest.raises(Refused, match="no examples to score"):
        overall(module.METRIC, module.measure([], [], language="en"))


TAG = st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])
PAIRS = st.lists(
    st.lists(st.tuples(TAG, TAG), max_size=6).map(lambda s: ([p for p, _ in s], [g for _, g in s])),
    min_size=1,
    max_size=6,
)


@BOTH
@given(pairs=PAIRS, cut=st.integers(0, 6), random=st.randoms(use_true_random=False))
def test_sums_over_parts(module, pairs, cut, random):
    """Gold scores 100 if it has an entity; order does not matter; sums over two parts add up."""

    def total(some):
        return module.measure([p for p, _ in some], [g for _, g in some], language="en").sum(0)

    whole = total(pairs)
    assert (total(pairs[:cut]) + total(pairs[cut:]) == whole).all()
    random.shuffle(pairs)
    assert (total(pairs) == whole).all()
    right = total([(g, g) for _, g in pairs])
    assert module.METRIC.combine(right) == (100.0 if right.any() else 0.0)
    assert 0.0 <= module.METRIC.combine(whole) <= 100.0
    assert module.METRIC.combine(2 * whole) == module.METRIC.combine(whole)
