"""Texts in rows: which tokens stay where two texts do not fit, and labels by number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.models.formats._texts import kept, numbered, room_in
from intermezzo.problem import Refused


def one_by_one(first: int, second: int, room: int) -> tuple[int, int]:
    """The usual rule, literally: while it is too long, the longer text loses a token (of equal ones the second)."""
    while first + second > room:
        if first > second:
            first -= 1
        else:
            second -= 1
    return first, second


@given(st.integers(0, 60), st.integers(0, 60), st.integers(2, 80))
def test_the_longer_text_loses_first(first: int, second: int, room: int):
    """As many tokens stay as fit, and they are those the usual rule leaves."""
    assert kept(first, second, room) == one_by_one(first, second, room)


def test_no_room_is_refused():
    """Rather than rows of special tokens."""
    with pytest.raises(Refused, match="rows of 4 tokens have no room for text beside 3 special tokens"):
        room_in(4, 3)


def test_labels_that_are_not_known_are_named():
    """All of them, with those that are."""
    assert numbered(["b", "a", "b"], ["a", "b"], of="mine/en").tolist() == [1, 0, 1]
    with pytest.raises(Refused, match=r"mine/en: unknown labels 'c', 'd'. It has: a, b"):
        numbered(["a", "d", "c"], ["a", "b"], of="mine/en")
