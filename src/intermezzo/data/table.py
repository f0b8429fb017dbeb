"""Table: examples as Parquet, exact and the same bytes every time.

Fixed compression, rows per group and columns; no pandas metadata, no times. The bytes still hold the writer's
version, so they are compared within an environment; what was written reads back equal in all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from intermezzo.data.place import Place, brief, expected, lone_surrogate
from intermezzo.data.reader import Examples
from intermezzo.example import Answer, QAExample, TextExample
from intermezzo.problem import Problem, Refused

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_GROUP = 8192  # contexts of 1,000 characters: some 10-30 MB a group in memory
ZSTD_LEVEL = 3  # zstd's own default

QA_TEXTS = ("id", "language", "question", "context", "group", "cluster")
TEXT_TEXTS = ("id", "language", "text", "second", "group")


def write(path: Path, examples: Examples, *, unit: Literal["qa", "text"]) -> None:
    """Writes examples of one unit; an empty list is a table without rows.

    Errors:
        Refused if a text holds half a character (a lone surrogate), which UTF-8 cannot write.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if problems := [problem for example in examples if (problem := unwritable(example))]:
        raise Refused(problems)
    schema = schema_of(unit)
    with pq.ParquetWriter(
        path, schema, compression="zstd", compression_level=ZSTD_LEVEL, store_schema=False, version="2.6"
    ) as writer:
        for start in range(0, len(examples), ROWS_PER_GROUP):
            rows = [to_row(example) for example in examples[start : start + ROWS_PER_GROUP]]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema), row_group_size=ROWS_PER_GROUP)


def read(path: Path) -> Examples:
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
    if columns == {*QA_TEXTS, "answers"}:
        return [
            QAExample(**{**row, "answers": tuple(Answer(**answer) for answer in row["answers"])})
            for row in rows
        ]
    if columns == set(TEXT_TEXTS):
        return [TextExample(**row) for row in rows]
    raise Refused(
        expected("a table of examples", f"the columns {', '.join(sorted(columns))}", Place(str(path)))
    )


def schema_of(unit: Literal["qa", "text"]) -> pa.Schema:
    import pyarrow as pa

    texts = [
        pa.field(name, pa.string(), nullable=False) for name in (QA_TEXTS if unit == "qa" else TEXT_TEXTS)
    ]
    if unit == "text":
        return pa.schema(texts)
    answer = pa.struct(
        [pa.field("text", pa.string(), nullable=False), pa.field("start", pa.int64(), nullable=False)]
    )
    return pa.schema(
        [*texts, pa.field("answers", pa.list_(pa.field("element", answer, nullable=False)), nullable=False)]
    )


def to_row(example: QAExample | TextExample) -> dict[str, object]:
    if isinstance(example, TextExample):
        return {name: getattr(example, name) for name in TEXT_TEXTS}
    answers = [{"text": answer.text, "start": answer.start} for answer in example.answers]
    return {**{name: getattr(example, name) for name in QA_TEXTS}, "answers": answers}


def unwritable(example: QAExample | TextExample) -> Problem | None:
    texts = [
        (name, getattr(example, name))
        for name in (QA_TEXTS if isinstance(example, QAExample) else TEXT_TEXTS)
    ]
    if isinstance(example, QAExample):
        texts += [("answers", answer.text) for answer in example.answers]
    for name, text in texts:
        if lone := lone_surrogate(text):
            return expected("text", lone, Place(f"example {brief(example.id)}", name))
    return None
