"""Ledger: what was read, kept, repaired, dropped, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The books of one reading; `read == kept + all that was dropped`, or it cannot be made.

    Examples and answers are counted apart: an example may lose one of its three answers and stay.
    Ledgers of several files add up with `+`.
    """

    read: int = 0  # examples met
    kept: int = 0  # examples handed on
    dropped: Mapping[str, int] = field(default_factory=dict)  # reason -> examples
    answers: int = 0  # gold answers met
    repaired: int = 0  # answers moved to where their text stands
    answers_dropped: Mapping[str, int] = field(default_factory=dict)  # reason -> answers
    notes: Mapping[str, int] = field(default_factory=dict)  # oddity -> how often; nothing was lost by it

    def __post_init__(self) -> None:
        if self.read != self.kept + sum(self.dropped.values()):
            raise ValueError(f"{self.read} read, but {self.kept} kept and {dict(self.dropped)} dropped")

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(
            read=self.read + other.read,
            kept=self.kept + other.kept,
            dropped=merged(self.dropped, other.dropped),
            answers=self.answers + other.answers,
            repaired=self.repaired + other.repaired,
            answers_dropped=merged(self.answers_dropped, other.answers_dropped),
            notes=merged(self.notes, other.notes),
        )

    def to_json(self) -> dict[str, Any]:
        """A dict for JSON, the same for equal ledgers."""
        return {
            "read": self.read,
            "kept": self.kept,
            "dropped": merged(self.dropped),
            "answers": self.answers,
            "repaired": self.repaired,
            "answers_dropped": merged(self.answers_dropped),
            "notes": merged(self.notes),
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Ledger:
        return Ledger(**stored)


def merged(*counts: Mapping[str, int]) -> dict[str, int]:
    """The sum of several tallies, names in order and without zeros."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return {name: n for name, n in sorted(total.items()) if n}
