"""What a profile is: how answers are read before they are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def at_blanks(normalised: str, language: str) -> list[str]:
    """Tokens as all official scripts cut them: whatever stands between white space."""
    return normalised.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One way to read answers: an official script's, oddities included, or ours.

    A metric asks its profile how to read, so one F1 serves them all. A profile's name stands in the
    signature of every score made with it.
    """

    name: str
    normalise: Callable[[str, str], str]  # (text, language) -> text; EM compares what comes out
    tokens: Callable[[str, str], list[str]] = at_blanks  # (normalised text, language) -> what F1 counts
    both_empty_f1: float  # in [0, 1]: an overlap where neither side has a token left
    drops_empty_golds: bool  # golds that normalise to "" go; where none is left, no answer is the right one
    scores_missing: bool  # a missing prediction is a 0; otherwise it is refused, as the original crashes
    languages: frozenset[str] | None  # None: any
    scores_both_empty: bool = True  # False: such a pair is refused, as the original divides by zero
    versions: tuple[str, ...] = ()  # more of the signature, as "library:version"
