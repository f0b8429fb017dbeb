"""Counts from arrays are those of the chunks that a walk from tag to tag finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics._chunks import (
    Tag,
    counts,
    lenient_chunks,
    measure_chunks,
    suffixed_tag_1,
    tag_0,
    tag_1,
)

# Prefixes in and out of order, types alike and not, and what parts of speech make of them.
TAGS = [
    "O",
    "B-PER",
    "I-PER",
    "E-PER",
    "S-PER",
    "I-LOC",
    "B-LOC",
    "X",
    "_",
    "NOUN",
    "SYM",
    "INTJ",
    ".",
    "-",
    "B-",
]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]]]:
    lengths = draw(st.lists(st.integers(0, 7), min_size=1, max_size=8))
    sentences = st.tuples(*(st.lists(st.sampled_from(TAGS), min_size=n, max_size=n) for n in lengths))
    return list(draw(sentences)), list(draw(sentences))


@pytest.mark.parametrize("read", [tag_0, tag_1, suffixed_tag_1])
@given(both=pairs())
def test_arrays_count_what_a_walk_finds(read: type[Tag], both: tuple[list[list[str]], list[list[str]]]):
    """To the digit, sentence by sentence, whatever the tags."""
    predicted, gold = both
    walked = counts(lenient_chunks(predicted, read), lenient_chunks(gold, read))
    assert np.array_equal(measure_chunks(predicted, gold, read), walked)


def test_sentences_may_be_tuples():
    """Or lists, on either side."""
    lines = measure_chunks([("B-PER", "I-PER")], [["B-PER", "I-PER"]], tag_0)
    assert lines.tolist() == [[1.0, 1.0, 1.0]]
