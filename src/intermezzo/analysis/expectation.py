"""What a claim expects of its effect: `> 0`, `< -1.5`, `within 0.5`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from intermezzo.problem import Problem, mismatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """`above` or `below` a threshold, or `within` a margin either side of no effect; in points."""

    kind: Literal["above", "below", "within"]
    points: float

    def __str__(self) -> str:
        sign = {"above": "> ", "below": "< ", "within": "within "}[self.kind]
        return f"{sign}{self.points:g}"


_WORDS: dict[str, Literal["above", "below", "within"]] = {">": "above", "<": "below", "within": "within"}
_FORM = re.compile(r"\s*(>|<|within)\s*([-−+]?)\s*(\d+(?:\.\d+)?|\.\d+)\s*", re.ASCII)


def parse_expectation(text: str) -> Expectation | Problem:
    """Read an expectation as a study writes it.

    Errors:
        Problem for anything but `> N`, `< N`, `within N`; for a margin that is not above 0.
    """
    remedy = 'Write "> 0", "< -1.5" or "within 0.5", in points.'
    found = _FORM.fullmatch(text)
    if found is None:
        return mismatch(expected="a comparison with a number of points", found=text, remedy=remedy)
    word, sign, digits = found.groups()
    points = float(digits)
    if sign in ("-", "−") and points:  # "-0" is 0
        points = -points
    if not math.isfinite(points):
        return mismatch(expected="a number of points", found=text, remedy=remedy)
    if word == "within" and points <= 0:
        return mismatch(expected="a margin above 0", found=text, remedy=remedy)
    return Expectation(kind=_WORDS[word], points=points)
