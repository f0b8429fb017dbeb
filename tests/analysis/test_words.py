import subprocess
import sys
from dataclasses import replace

import pytest

from intermezzo.analysis.claim import Claim, Verdict
from intermezzo.analysis.expectation import parse_expectation
from intermezzo.analysis.student import Interval
from intermezzo.analysis.words import count, number

from .simulated import known

UNDECIDED = Verdict(
    claim=Claim(
        name="claim 1",
        says="English intermediate training helps",
        arm="english",
        control="none",
        languages=(),
        expect=known(parse_expectation("> 0")),
    ),
    metric="f1",
    verdict="undecided",
    alone="undecided",
    points=1.23,
    interval=Interval(low=-0.91, high=3.37, level=0.95, covers="seeds and clusters"),
    p=0.2,
    p_holm=0.2,
    n_seeds=2,
    n_languages=12,
    n_examples=14280,
    n_clusters=240,
    smallest_points=3.06,
    more_seeds=4,
)


def test_undecided():
    """The sentence of DESIGN.md, then the effect, then what would settle it."""
    assert UNDECIDED.sentence == (
        "claim 1: undecided: with 2 seeds and 12 languages the smallest effect this study can see is about "
        "3.1 points; english scores 1.2 points above none in f1 (95 % interval −0.9 to 3.4). "
        "About 4 more seeds would settle it, if the effect is as large as it looks."
    )


def test_singular():
    """One of a thing is no plural."""
    one = replace(UNDECIDED, n_languages=1, more_seeds=1)
    assert "with 2 seeds and 1 language the" in one.sentence
    assert "About 1 more seed would" in one.sentence


def test_beyond_any_seeds():
    """Where seeds cannot settle it the sentence says what might."""
    assert replace(UNDECIDED, more_seeds=None).sentence.endswith(
        "No number of seeds would settle it; more examples might."
    )


def test_holds():
    """Effect, interval and what they rest on."""
    held = replace(
        UNDECIDED,
        verdict="holds",
        alone="holds",
        points=2.3,
        interval=Interval(low=0.04, high=4.6, level=0.95, covers="seeds and clusters"),
    )
    assert held.sentence == (
        "claim 1: holds: english scores 2.3 points above none in f1 (95 % interval 0.04 to 4.6), "
        "over 2 seeds, 12 languages and 14,280 examples."
    )


def test_fails():
    """The sentence adds what was expected; signs are true minus signs."""
    failed = replace(
        UNDECIDED,
        claim=replace(UNDECIDED.claim, expect=known(parse_expectation("> -1"))),
        verdict="fails",
        points=-2.3,
        interval=Interval(low=-3.4, high=-1.2, level=0.95, covers="seeds and clusters"),
    )
    assert failed.sentence == (
        "claim 1: fails: english scores 2.3 points below none in f1 (95 % interval −3.4 to −1.2), "
        "over 2 seeds, 12 languages and 14,280 examples. Expected was > −1."
    )


def test_holm_takes_it_back():
    """A claim that does not survive its company says so with both p-values."""
    taken = replace(UNDECIDED, alone="holds", p=0.03, p_holm=0.12, n_claims=4)
    assert taken.sentence.startswith(
        "claim 1: undecided: alone it would hold (p = 0.03), but not among 4 claims (p = 0.12 after Holm); "
    )


def test_one_seed():
    """The reason comes first, the interval within the seed is named as such."""
    single = replace(
        UNDECIDED,
        reasons=("one seed: how seeds differ cannot be seen. Run more.",),
        interval=None,
        within_seeds=Interval(low=0.5, high=1.9, level=0.95, covers="clusters, seeds fixed"),
        smallest_points=None,
    )
    assert single.sentence == (
        "claim 1: undecided: one seed: how seeds differ cannot be seen. Run more. With this seed alone, "
        "english scores 1.2 points above none in f1 (95 % interval 0.5 to 1.9 over examples)."
    )


def test_not_comparable():
    """All reasons, one sentence."""
    apart = replace(UNDECIDED, verdict="not comparable", reasons=("unequal steps.", "unequal examples"))
    assert apart.sentence == "claim 1: not comparable: unequal steps; unequal examples."


def test_no_difference():
    """An effect of nothing is neither above nor below."""
    assert "english scores the same as none in f1" in replace(UNDECIDED, points=0.0).sentence


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (0, "0"),
        (-0.0001, "0"),
        (0.04, "0.04"),
        (-0.096, "−0.1"),
        (1.25, "1.2"),
        (-3.06, "−3.1"),
        (0.004, "0.004"),
    ],
)
def test_numbers(x, shown):
    """One decimal, one digit where that would hide a sign, a true minus."""
    assert number(x) == shown


def test_counts():
    """Thousands have a comma, one has no plural."""
    assert (count(1, "seed"), count(0, "seed"), count(14280, "example")) == (
        "1 seed",
        "0 seeds",
        "14,280 examples",
    )


def test_room_is_light():
    """Importing every file of the room loads neither SciPy nor torch."""
    imports = "claim, words, power, multiplicity, sign_flip, contrast, expectation"
    code = (
        f"from intermezzo.analysis import {imports}\nimport sys\n"
        "print([m for m in ('scipy', 'torch', 'statsmodels') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
