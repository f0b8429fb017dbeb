"""Readers: a dialect is a value, and all dialects take the same options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from intermezzo.data import opening
from intermezzo.data.ledger import Ledger
from intermezzo.example import Example
from intermezzo.problem import Problem, Refused

SHELF = "intermezzo.data.readers"
MAX_PROBLEMS = 20  # of one file; the rest are counted

Examples: TypeAlias = Sequence[Example]  # of one unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read a file, whatever its dialect.

    Attributes:
        misplaced: what becomes of an answer that is not where the file says: the file is refused; or the
            answer moves to the nearest occurrence of its text, and is dropped if there is none or the
            file says so itself (a negative position); or it is dropped in any case. Empty answers and
            questions without a context follow the same option, and so do rows of tables with more or fewer
            cells than the others: they are dropped unless it is "error".
        unplaced: under "repair", whether an answer that does not occur at all is dropped, or kept at -1
            as a gold that scores predictions and trains nothing.
        parallel: whether files of several languages hold the same questions under the same ids.
        split: the split the file is, for messages.
        columns: our field -> the column that holds it, for readers of flat rows.
        labels: a label of the file -> what it is called here, "" for none; others stay as they are.
    """

    misplaced: Literal["error", "repair", "drop"] = "error"
    unplaced: Literal["drop", "keep"] = "drop"
    parallel: bool = False
    split: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


class Read(Protocol):
    """Reads one file whole, or raises `Refused` with all that is wrong with it."""

    def __call__(
        self, source: Path | bytes, *, name: str, language: str, options: ReadOptions
    ) -> tuple[Examples, Ledger]: ...


class ReadTogether(Protocol):
    """Reads several files that are one data set (sentences of two languages, lines and their labels)."""

    def __call__(
        self, sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
    ) -> tuple[Examples, Ledger]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A dialect. It has `read`, or `read_together` where one file alone says nothing.

    `unit`: what its examples are, a name of `example.UNITS`.
    """

    name: str
    unit: str
    read: Read | None = None
    read_together: ReadTogether | None = None
    columns: tuple[str, ...] = ()  # fields whose column can be named; none where the dialect fixes them


def opened(source: Path | bytes, *, name: str) -> opening.Text:
    """The text of a file or of its uncompressed bytes."""
    content = source if isinstance(source, bytes) else opening.read_bytes(source, name=name)
    text = content if isinstance(content, Problem) else opening.decode(content, name=name)
    if isinstance(text, Problem):
        raise Refused(text)
    return text


def refuse(problems: Iterable[Problem], *, name: str) -> None:
    """Raises if there is a problem; shows the first of very many and counts the others."""
    found = list(problems)
    if len(found) > MAX_PROBLEMS:
        rest = len(found) - MAX_PROBLEMS
        found = [*found[:MAX_PROBLEMS], Problem(place=name, what=f"and {rest:,} more problems in this file.")]
    if found:
        raise Refused(found)
