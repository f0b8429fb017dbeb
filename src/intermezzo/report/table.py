"""Tables of the page: columns, rows, and what a column is sorted by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intermezzo.report import number_text

SEEN = "seen"  # the mark of a language that some phase trained on
Kind = Literal["head", "text", "number", "key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`head` names its row, `number` stands to the right, `key` is cut to what finds a record."""

    title: str
    kind: Kind = "text"
    language: str = ""  # of the title, where it is a language's code


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell shows. `order` is given where the text does not sort as it reads."""

    text: str
    order: float | None = None
    note: str = ""  # small, beside the text
    mark: str = ""  # a word about the cell, shown as a sign and read aloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows are as long as the columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""  # below the caption, smaller

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption}: {len(row)} cells under {len(self.columns)} columns")


def text(shown: str, *, note: str = "") -> Cell:
    """A cell that says something."""
    return Cell(text=shown or number_text.NONE, note=note)


def whole(n: int | None) -> Cell:
    """A count."""
    return Cell(text=number_text.NONE if n is None else number_text.whole(n))


def duration(seconds: float) -> Cell:
    """A time, sorted by its seconds."""
    return Cell(text=number_text.duration(seconds), order=seconds)


def p_value(p: float | None) -> Cell:
    """A p-value, sorted by itself."""
    return Cell(text=number_text.NONE) if p is None else Cell(text=number_text.p_value(p), order=p)
