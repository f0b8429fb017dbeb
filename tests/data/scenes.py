"""Small files that the tests of data/ read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import settings

from intermezzo import shelf
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import SHELF, Examples, Reader, ReadOptions
from intermezzo.problem import Refused

UNTIMED = settings(deadline=None)  # for properties: a busy machine is no failure
CONTEXT = "Kisumu lies by the lake. The lake feeds Kisumu."


def qa(id: Any = "q1", text: str = "Kisumu", start: Any = 0, **more: Any) -> dict[str, Any]:
    """A question of a SQuAD file, with one answer."""
    return {"id": id, "question": "Where?", "answers": [{"text": text, "answer_start": start}], **more}


def squad(*qas: dict[str, Any], context: str | None = CONTEXT) -> dict[str, Any]:
    """A SQuAD document with one paragraph."""
    return {
        "version": "1.1",
        "data": [{"title": "t", "paragraphs": [{"context": context, "qas": list(qas)}]}],
    }


def as_json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8")


def read(
    source: Path | bytes | dict[str, Any] | list[Any],
    reader: str = "squad",
    language: str = "en",
    name: str = "my.json",
    **options: Any,
) -> tuple[Examples, Ledger]:
    """A reader by name on a file, on bytes, or on a document."""
    content = source if isinstance(source, Path | bytes) else as_json(source)
    chosen: Reader = shelf.load(SHELF, reader, "READER")
    return chosen.read(content, name=name, language=language, options=ReadOptions(**options))


def refusal(*args: Any, **options: Any) -> str:
    """What a reader says when it refuses."""
    try:
        read(*args, **options)
    except Refused as refused:
        return str(refused)
    raise AssertionError("was read")
