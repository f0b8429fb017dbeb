"""Problems: what a user can cause, told with its place and its remedy.

Inside a room problems are values: returned, gathered, shown all together. Where a job must stop (a broken file,
a damaged record) they travel as `Refused`, which the command line prints without a traceback. What only a bug
can cause raises an ordinary exception.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

# Exit codes, DESIGN section 5. 130 (interrupted) belongs to the command line.
JOB_FAILED = 1
WRONG_INPUT = 2
STORE_AT_FAULT = 3
EXIT_CODES = {
    0: "done",
    JOB_FAILED: "a job failed, or what was computed again does not agree",
    WRONG_INPUT: "the study, the data or the arguments are wrong",
    STORE_AT_FAULT: "the store is at fault, or lacks what was asked for",
    130: "interrupted; the same command goes on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it.

    `str(problem)` is the line people read: `PLACE: WHAT REMEDY`.
    """

    what: str
    place: str = ""
    remedy: str = ""
    exit_code: int = WRONG_INPUT

    def at(self, place: str) -> Problem:
        """The same problem, seen from further out: `place` is put in front."""
        return replace(self, place=f"{place}: {self.place}" if self.place else place)

    def __str__(self) -> str:
        told = f"{self.what} {self.remedy}".rstrip()
        return f"{self.place}: {told}" if self.place else told


def mismatch(*, expected: str, found: object, place: str = "", remedy: str = "") -> Problem:
    """The commonest problem: one thing was expected, another was found."""
    shown = f'"{found}"' if isinstance(found, str) else f"{found}"
    return Problem(place=place, what=f"expected {expected}, found {shown}", remedy=remedy)


class Refused(Exception):
    """Work that stops for reasons a user can mend; carries every problem known at that point."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Problem, ...]]]:
        return (Refused, (self.problems,))  # crosses process borders whole
