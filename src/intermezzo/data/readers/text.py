"""text: raw text, a line an example, for masked-language modelling and for training tokenizers.

    Kisumu lies by the lake.
    Its market opens early.

Blank lines are left out and counted. An example's id is a digest of its line, so that it does not depend on
the file the line came in; a line met again gets the id with "#2".
"""

from __future__ import annotations

from pathlib import Path

from intermezzo.data.identity import digest, unique
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import TextExample
from intermezzo.problem import Problem, Refused

BLANK = "blank line"


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[TextExample], Ledger]:
    text = opened(source, name=name)
    lines = text.content.split("\n")
    if lines[-1] == "":
        lines.pop()  # what follows the last line's end is no line
    texts = [line.removesuffix("\r") for line in lines]
    kept = [line for line in texts if line.strip()]
    if not kept:
        raise Refused(Problem(place=name, what="no text in this file."))
    ids, n_renamed = unique([digest(line) for line in kept])
    examples = [TextExample(id=i, language=language, text=line) for i, line in zip(ids, kept)]
    return examples, Ledger(
        read=len(texts),
        kept=len(kept),
        dropped=merged({BLANK: len(texts) - len(kept)}),
        notes=merged(text.notes, {"repeated ids made unique": n_renamed}),
    )


READER = Reader(name="text", unit="text", read=read)
