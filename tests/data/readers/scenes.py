"""Readers asked by name, with files as the texts that are in them."""

from __future__ import annotations

import json
from typing import Any

from intermezzo import shelf
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import SHELF, Reader, ReadOptions
from intermezzo.problem import Refused


def read(
    reader: str, files: str | dict[str, str], language: str = "en", **options: Any
) -> tuple[list[Any], Ledger]:
    """What a reader makes of one file, called FILE, or of several by name."""
    chosen: Reader = shelf.load(SHELF, reader, "READER")
    told = ReadOptions(**options)
    if isinstance(files, str):
        assert chosen.read
        examples, ledger = chosen.read(files.encode("utf-8"), name="FILE", language=language, options=told)
    else:
        assert chosen.read_together
        sources = {name: text.encode("utf-8") for name, text in files.items()}
        examples, ledger = chosen.read_together(sources, language=language, options=told)
    return list(examples), ledger


def refusal(reader: str, files: str | dict[str, str], language: str = "en", **options: Any) -> str:
    """What a reader says when it refuses."""
    try:
        read(reader, files, language, **options)
    except Refused as refused:
        return str(refused)
    raise AssertionError("was read")


def as_lines(*records: object) -> str:
    """JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
