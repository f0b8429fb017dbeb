"""Table: examples as Parquet, exact and the same bytes every time.

Fixed compression, rows per group and columns; no pandas metadata, no times. The bytes still hold the writer's
version, so they are compared within an environment; what was written reads back equal in all.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from intermezzo.data.place import Place, brief, expected, lone_surrogate
from intermezzo.data.reader import Examples
from intermezzo.example import UNITS, Answer, Example
from intermezzo.problem import Problem, Refused

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_GROUP = 8192  # contexts of 1,000 characters: some 10-30 MB a group in memory
ZSTD_LEVEL = 3  # zstd's own default


def write(path: Path, examples: Examples, *, unit: str) -> None:
    """Writes examples of one unit; an empty list is a table without rows.

    Errors:
        Refused if a text holds half a character (a lone surrogate), which UTF-8 cannot write.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [to_row(example) for example in examples]
    if problems := [problem for row in rows if (problem := unwritable(row))]:
        raise Refused(problems)
    schema = schema_of(unit)
    with pq.ParquetWriter(
        path, schema, compression="zstd", compression_level=ZSTD_LEVEL, store_schema=False, version="2.6"
    ) as writer:
        for start in range(0, len(rows), ROWS_PER_GROUP):
            some = pa.Table.from_pylist(rows[start : start + ROWS_PER_GROUP], schema=schema)
            writer.write_table(some, row_group_size=ROWS_PER_GROUP)


def read(path: Path) -> list[Example]:
    """The examples of a table, equal to those written; the columns tell which unit it holds.

    Errors:
        Refused if the file is no such table.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(path)
        columns = set(table.schema_arrow.names)
        rows: list[dict[str, Any]] = [
            row for batch in table.iter_batches(ROWS_PER_GROUP) for row in batch.to_pylist()
        ]
    except (pa.ArrowException, OSError) as error:
        what = "no such file." if isinstance(error, FileNotFoundError) else "not a readable Parquet file."
        raise Refused(Problem(place=str(path), what=what)) from error
    for kind in UNITS.values():
        if columns == set(columns_of(kind)):
            return [from_row(kind, row) for row in rows]
    raise Refused(
        expected("a table of examples", f"the columns {', '.join(sorted(columns))}", Place(str(path)))
    )


def columns_of(kind: Any) -> dict[str, str]:
    """Field -> "text", "number", "texts" or "answers", lists last."""
    hints = get_type_hints(kind)
    kinds = {str: "text", int: "number", tuple[str, ...]: "texts", tuple[Answer, ...]: "answers"}
    found = {each.name: kinds.get(hints[each.name], "text") for each in fields(kind)}
    return dict(sorted(found.items(), key=lambda item: item[1] in ("texts", "answers")))


def schema_of(unit: str) -> pa.Schema:
    """Columns of a unit; nothing in them is ever null."""
    import pyarrow as pa

    answer = pa.struct(
        [pa.field("text", pa.string(), nullable=False), pa.field("start", pa.int64(), nullable=False)]
    )
    types = {
        "text": pa.string(),
        "number": pa.int64(),
        "texts": pa.list_(pa.field("element", pa.string(), nullable=False)),
        "answers": pa.list_(pa.field("element", answer, nullable=False)),
    }
    return pa.schema(
        [pa.field(name, types[kind], nullable=False) for name, kind in columns_of(UNITS[unit]).items()]
    )


def to_row(example: Example) -> dict[str, Any]:
    """An example as plain values."""
    row = {each.name: getattr(example, each.name) for each in fields(example)}
    if "answers" in row:
        row["answers"] = [{"text": answer.text, "start": answer.start} for answer in row["answers"]]
    return row


def from_row(kind: Any, row: dict[str, Any]) -> Example:
    """The example that `to_row` was given."""
    taken = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    if "answers" in taken:
        taken["answers"] = tuple(Answer(**answer) for answer in row["answers"])
    example: Example = kind(**taken)
    return example


def unwritable(row: dict[str, Any]) -> Problem | None:
    """Half a character anywhere in a row."""
    for name, value in row.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            text = each["text"] if isinstance(each, dict) else each
            if isinstance(text, str) and (lone := lone_surrogate(text)):
                return expected("text", lone, Place(f"example {brief(row['id'])}", name))
    return None
