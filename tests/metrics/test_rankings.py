"""What the metrics of retrieval have in common: map-at-20, reciprocal-rank-at-20, retrieval-accuracy, pair-f1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import map_at_20, pair_f1, reciprocal_rank_at_20, retrieval_accuracy
from intermezzo.problem import Refused

MODULES = (map_at_20, reciprocal_rank_at_20, retrieval_accuracy, pair_f1)
EACH = pytest.mark.parametrize("module", MODULES, ids=lambda m: m.METRIC.name)


@EACH
def test_a_text_is_no_list(module):
    """A bare id is refused, where XTREME's script compares it letter by letter."""
    with pytest.raises(Refused) as refused:
        module.measure(["Q1"], [["Q1"]], language="en")
    assert str(refused.value) == (
        "example 0 (counted from 0): 1 of 1 examples are not lists of candidates. "
        'One candidate is written ["id"].'
    )


IDS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)
EXAMPLES = st.lists(st.tuples(IDS, IDS.filter(bool)), min_size=1, max_size=6)


@EACH
@given(examples=EXAMPLES, cut=st.integers(0, 6), random=st.randoms(use_true_random=False))
def test_sums_over_parts(module, examples, cut, random):
    """Gold scores 100; order of examples does not matter; sums over two parts add up."""

    def total(some):
        return module.measure([p for p, _ in some], [g for _, g in some], language="en").sum(0)

    whole = total(examples)
    assert total(examples[:cut]) + total(examples[cut:]) == pytest.approx(whole)
    random.shuffle(examples)
    assert total(examples) == pytest.approx(whole)
    assert module.METRIC.combine(total([(g, g) for _, g in examples])) == 100.0
    assert 0.0 <= module.METRIC.combine(whole) <= 100.0
