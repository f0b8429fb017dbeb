"""Cells: tables written with tabs or commas, each row with the line it begins in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from intermezzo.data.place import Place, expected, keys
from intermezzo.problem import Problem

Cells = list[str]
TORN = "torn row"  # in the ledger
GO_ON = 'Set misplaced = "drop" to go on without it.'


def between_tabs(content: str, name: str) -> Iterator[tuple[Place, Cells]]:
    """Every line that is not empty, cut at its tabs; quotes are characters like others."""
    for number, line in enumerate(content.split("\n"), start=1):
        if text := line.removesuffix("\r"):
            yield Place(f"{name}:{number}"), text.split("\t")


def between_commas(content: str, name: str) -> Iterator[tuple[Place, Cells | Problem]]:
    """Every row of a CSV file that is not empty, its cells as they are; ends at the first that is not CSV."""
    allowed = csv.field_size_limit(max(len(content), 1))  # passages pass the module's 131,072 characters
    try:
        table = csv.reader(io.StringIO(content, newline=""), strict=True)
        line = 1
        while True:
            place = Place(f"{name}:{line}")
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error as error:
                yield place, Problem(place=str(place), what=f"not valid CSV: {error}")
                return
            line = table.line_num + 1
            if cells:
                yield place, cells
    finally:
        csv.field_size_limit(allowed)


def under(
    header: Sequence[str], table: Iterable[tuple[Place, Cells | Problem]], *, misplaced: str = "error"
) -> Iterator[tuple[Place, dict[str, str] | Problem | None]]:
    """Rows as values by column.

    Args:
        misplaced: what becomes of a torn row, which has more or fewer cells than the header (a line feed inside a
            text tears one in two): it is a problem if "error", and None otherwise.
    """
    for place, cells in table:
        if isinstance(cells, Problem):
            yield place, cells
        elif len(cells) == len(header):
            yield place, dict(zip(header, cells))
        elif misplaced == "error":
            yield place, torn(len(header), len(cells), place)
        else:
            yield place, None


def torn(wanted: int, found: int, place: Place) -> Problem:
    return Problem(place=str(place), what=f"expected {wanted} cells, found {found}.", remedy=GO_ON)


def missing(wanted: Sequence[str], header: Sequence[str], place: Place) -> Problem | None:
    """Says so where a header lacks a column."""
    if set(wanted) <= set(header):
        return None
    return expected(f"the columns {', '.join(wanted)}", keys(dict.fromkeys(header)), place)


def with_header(
    table: Iterator[tuple[Place, Cells | Problem]], *, misplaced: str = "error"
) -> Iterator[tuple[Place, dict[str, str] | Problem | None]]:
    """Rows as values by the names in the first."""
    place, header = next(table, (Place(""), []))
    if isinstance(header, Problem):
        yield place, header
    else:
        yield from under(header, table, misplaced=misplaced)
