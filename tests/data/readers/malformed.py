"""What the readers of labelled rows say of files that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from intermezzo.data.reader import ReadOptions
from intermezzo.data.sources.file import read_files
from intermezzo.problem import Refused

NO_LABELS = "no labels (the column of labels is missing or empty)."
ZEROS = "no labels (all labels 0)."
NOT_PUBLIC = "Its labels are not public; evaluate on 'dev', or write a submission."
GO_ON = 'Set misplaced = "drop" to go on without it.'


def lines(records: Iterable[object]) -> bytes:
    """JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode("utf-8")


def table(*rows: str, end: str = "\n") -> bytes:
    """Rows as they stand in a file."""
    return "".join(row + end for row in rows).encode("utf-8")


def said_of(folder: Path, content: bytes, reader: str, **options: Any) -> list[str]:
    """The problems of a file, with FILE for its name."""
    (folder / "FILE").write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_files(["FILE"], reader=reader, language="en", folder=folder, options=ReadOptions(**options))
    return [str(problem) for problem in refused.value.problems]
