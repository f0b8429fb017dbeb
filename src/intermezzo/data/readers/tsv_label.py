"""tsv-label: a table with tabs, each row a text or a pair of texts with its label, with a header or without.

    Kisumu lies by the lake.    Kisumu is dry.    contradiction

    id    sentence1    sentence2    label
    1    The lake is deep .    Deep is the lake .    1

XTREME's XNLI and PAWS-X have no header: two texts and their label, or two texts alone where the label was taken out
before the file was published. GLUE's MNLI (12, 16 or 10 columns) and QQP, PAWS, PAWS-X and XNLI as published have one.
The first line is a header if it names a text and its second or its label, by the names of `jsonl-label` or as told with
`columns`. `columns = {"language": …}` leaves out rows of other languages, which XNLI's own files hold together.
Quotes are characters like others. A line feed inside a text tears its row in two, as in QQP: such a file is refused, or
its torn rows are left out with `misplaced = "drop"`, and counted.

Source: google-research/xtreme; gluebenchmark.com; Conneau et al. (2018), arXiv:1809.05053; Zhang et al. (2019),
arXiv:1904.01130; Yang et al. (2019), arXiv:1908.11828.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from intermezzo.data import columns
from intermezzo.data.cells import Cells, between_tabs, under
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected
from intermezzo.data.reader import Examples, Reader, ReadOptions, opened
from intermezzo.problem import Problem

WITHOUT_HEADER = ("text", "second", "label")  # and without the label, where it was taken out


def read(source: Path | bytes, *, name: str, language: str, options: ReadOptions) -> tuple[Examples, Ledger]:
    text = opened(source, name=name)
    rows = in_table(between_tabs(text.content, name), options)
    return columns.read(rows, unit="label", name=name, language=language, options=options, notes=text.notes)


def in_table(
    table: Iterator[tuple[Place, Cells]], options: ReadOptions
) -> Iterable[tuple[Place, dict[str, str] | Problem | None]]:
    """Rows by the names of the header, or by our own."""
    place, first = next(table, (Place(""), []))
    if not first:
        return []
    if is_header(first, options):
        return under(first, table, misplaced=options.misplaced)
    if options.columns:
        told = ", ".join(sorted(options.columns.values()))
        return [(place, expected(f"a header with {told}", f"{len(first)} other cells", place))]
    if len(first) not in (2, 3):
        what = "a header, or two texts and their label"
        return [(place, expected(what, f"{len(first)} cells", place))]
    return under(WITHOUT_HEADER[: len(first)], chain([(place, first)], table), misplaced=options.misplaced)


def is_header(cells: Sequence[str], options: ReadOptions) -> bool:
    """Whether a line names a text, and a second or a label with it."""
    row = columns.Fields(dict.fromkeys(cells, ""), Place(""), "label", options)
    found = [field for field in WITHOUT_HEADER if row.is_named(field)]
    return "text" in found and len(found) > 1 and all(map(row.is_named, options.columns))


READER = Reader(name="tsv-label", unit="label", read=read, columns=columns.fields_of("label"))
