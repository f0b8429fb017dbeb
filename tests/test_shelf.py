"""Shelves: names, what they say of their things, and slips of the hand."""

from __future__ import annotations

import pytest

from intermezzo import shelf

SHELVES = ["intermezzo.metrics", "intermezzo.metrics._profiles", "intermezzo.data.readers"]


@pytest.mark.parametrize("name", [(s, n) for s in SHELVES for n in shelf.names(s)], ids=str)
def test_every_thing_says_what_it_is(name: tuple[str, str]) -> None:
    """One line, without the name it stands beside."""
    told = shelf.about(*name)
    assert told
    assert "\n" not in told
    assert not told.startswith(name[1])


def test_nothing_is_said_of_what_is_not_there() -> None:
    """A thing of somebody else's package has no file here."""
    assert shelf.about("intermezzo.metrics", "theirs") == ""


def test_a_slip_is_told_with_what_was_meant() -> None:
    """The nearest name, and how to see all."""
    found = shelf.load("intermezzo.data.readers", "squat", "READER")
    assert str(found) == "no reader 'squat'. Did you mean 'squad'? All readers: intermezzo list readers"
