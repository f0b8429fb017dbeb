"""f1."""

from __future__ import annotations

import doctest

import pytest

from intermezzo.metrics import f1


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(f1).failed == 0


def test_repeated_tokens_count_as_often_as_both_have_them():
    """New York New York against New York shares two tokens of four and two: 2 * 1/2 * 1 / (3/2)."""
    assert f1.token_f1(["new", "york"] * 2, ["new", "york"], both_empty=0.0) == pytest.approx(2 / 3)


@pytest.mark.parametrize("both_empty", [0.0, 1.0])
def test_nothing_against_nothing_is_the_profiles_choice(both_empty):
    """Without any token the value is the one given; with tokens on one side it is 0."""
    assert f1.token_f1([], [], both_empty=both_empty) == both_empty
    assert f1.token_f1(["x"], [], both_empty=both_empty) == 0.0
    assert f1.token_f1([], ["x"], both_empty=both_empty) == 0.0
