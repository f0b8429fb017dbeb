"""Leaks: what gives a question away in other data, in another edition or another language.

A question is held by data that have its drawn id, or its context (NFKC, case folded, no white space) as a context or
a line; what has no context is given away by all of its text together (both sentences, the words, all choices). The
check before training and the field `without` ask the same marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

# Ids that were drawn and not counted: data sets that share one share its question. SQuAD's have 24 hexadecimal digits,
# MLQA's 40, others are UUIDs; they survive translation, often with an ending. "train-12" proves nothing.
DRAWN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """An example: its name among all languages ("" stands alone), and what gives it away in other data."""

    name: str
    marks: frozenset[str]


# Columns that give an example away: each by itself, or only together (a premise has several hypotheses).
ALONE = ("context", "text")
TOGETHER = {"label": ("text", "second"), "answer": ("context", "question", "choices"), "tags": ("words",)}


def questions(path: Path) -> list[Question]:
    """Of each example of a table its group and its marks; contexts are asked about many times and normalised once."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    names = set(file.schema_arrow.names)
    joined = next((parts for mark, parts in TOGETHER.items() if mark in names), ())
    alone = () if joined else tuple(name for name in (*ALONE, "second") if name in names)
    columns = file.read(columns=["id", "group", *joined, *alone]).to_pydict()
    known: dict[str, str] = {}
    found = []
    for i, (id_, group) in enumerate(zip(columns["id"], columns["group"])):
        marks = {match[0].lower() for match in DRAWN_ID.finditer(id_)}
        texts = [columns[name][i] for name in alone]
        if joined:
            texts.append("\n".join(as_text(columns[name][i]) for name in joined))
        for text in texts:
            if text not in known:
                known[text] = normalised(text)
            marks.add(known[text])
        found.append(Question(group, frozenset(marks - {""})))
    return found


def as_text(value: str | list[str]) -> str:
    """A list of words or choices as one text."""
    return value if isinstance(value, str) else "\n".join(value)


def normalised(text: str) -> str:
    """What survives another edition of the same text."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def marks_of(some: Iterable[Question]) -> set[str]:
    """All that gives some questions away."""
    return {mark for question in some for mark in question.marks}


def given_away(some: Sequence[Question], marks: Set[str]) -> list[int]:
    """The numbers of the questions that have one of the marks."""
    return [i for i, question in enumerate(some) if not question.marks.isdisjoint(marks)]
