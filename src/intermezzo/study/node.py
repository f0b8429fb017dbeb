"""Nodes: a value of the study file, the path to it, and the arm for which it is read.

All mistakes go through a node, so each is told with its place, and once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from intermezzo.problem import Problem
from intermezzo.study.kinds import MOST
from intermezzo.study.lines import KeyPath, Lines, in_one_line, key_path
from intermezzo.tasks import Task

MAX_SHOWN = 60  # characters of a value in a message; longer ones wrap on a terminal of usual width


class Absent:
    """The type of ABSENT."""

    def __repr__(self) -> str:
        return "nothing"


ABSENT = Absent()  # no such key; what is wrong with its value has been said


@dataclass(slots=True, kw_only=True)
class Door:
    """What all of one reading shares: where the file is, its axes and data, and the mistakes found so far."""

    shown: str  # the file as messages name it
    lines: Lines
    folder: Path  # what paths are relative to
    has_data_folder: bool = False
    may_be_on_hub: bool = False  # STUDY.lock lies beside the study, or is about to be written
    changed: tuple[KeyPath, ...] = ()  # keys that the command line set
    axes: dict[str, tuple[str | float, ...]] = field(default_factory=dict)
    written: dict[str, tuple[str | float, ...]] = field(default_factory=dict)  # axes before the command line
    data: dict[str, Task] = field(default_factory=dict)
    broken_data: set[str] = field(default_factory=set)  # names of sources that could not be read
    mistakes: dict[Problem, int] = field(default_factory=dict)  # and their lines

    def say(self, path: KeyPath, problem: Problem) -> None:
        """A mistake in the value at `path`."""
        if any(path[: len(key)] == key for key in self.changed):
            self.mistakes.setdefault(problem.at(key_path(path)).at("--set"), 0)
            return
        line = self.lines.at(path)
        place = f"{self.shown}:{line}"
        self.mistakes.setdefault(problem.at(key_path(path)).at(place) if path else problem.at(place), line)

    def problems(self) -> list[Problem]:
        """All mistakes, by line."""
        return sorted(self.mistakes, key=lambda problem: self.mistakes[problem])

    def values_of(self, axis: str) -> tuple[str | float, ...]:
        """All values that an axis has, or had before the command line took some away."""
        return tuple(dict.fromkeys((*self.axes.get(axis, ()), *self.written.get(axis, ()))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value and its place. `arm` holds the axis values it is read for; None where nothing can vary."""

    value: Any
    path: KeyPath
    door: Door
    arm: Mapping[str, str | float] | None = None

    @property
    def is_absent(self) -> bool:
        return self.value is ABSENT

    def child(self, key: str | int) -> Node:
        """What stands under `key`; an absent node if nothing does."""
        if isinstance(self.value, dict):
            value = self.value.get(key, ABSENT)
        else:
            value = self.value[key] if isinstance(self.value, list) and isinstance(key, int) else ABSENT
        return replace(self, value=value, path=(*self.path, key))

    def children(self) -> Iterator[tuple[str, Node]]:
        """Entries of a table; none of anything else."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield key, self.child(key)

    def items(self) -> Iterator[Node]:
        """Items of a list; none of anything else."""
        if isinstance(self.value, list):
            for i in range(len(self.value)):
                yield self.child(i)

    def within(self, arm: Mapping[str, str | float]) -> Node:
        """The same for one arm."""
        return replace(self, arm=arm)

    def say(self, what: str, remedy: str = "") -> None:
        """A mistake here."""
        self.door.say(self.path, Problem(what=what, remedy=remedy))

    def expected(self, what: str, remedy: str = "") -> None:
        """The commonest mistake: another kind of value."""
        self.say(f"expected {what}, found {shown(self.value)}" + ("." if remedy else ""), remedy)


def shown(value: object) -> str:
    """A TOML value as messages show it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        cut = value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 1]}…"
        return f'"{in_one_line(cut)}"'
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, int) and abs(value) >= MOST:
        return "a whole number of more than 64 bits"  # Python refuses to print very long ones
    text = str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
