"""em."""

from __future__ import annotations

import doctest

from intermezzo.metrics import em
from intermezzo.metrics._profiles import squad_1_1


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(em).failed == 0


def test_em_and_f1_may_take_different_golds():
    """EM is 1 with one gold whatever the other says, and a second gold cannot undo it."""
    lines = em.measure(["an"], [["the", "a b c d"]], language="en", profile=squad_1_1.PROFILE)
    assert lines.tolist() == [[1.0, 1.0]]
