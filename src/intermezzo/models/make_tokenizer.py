"""The job `tokenizer`: text in, a tokenizer out."""

from __future__ import annotations

from typing import Any

from intermezzo.data import table
from intermezzo.example import texts_of
from intermezzo.models import tokenizer
from intermezzo.work import Work


def run(work: Work) -> dict[str, Any]:
    """Leave `tokenizer.json` and `tokenizer_config.json`, trained on every text of the sources read."""
    texts: list[str] = []
    for role in sorted(work.reads):
        for example in table.read(work.reads[role].file("examples.parquet")):
            texts += texts_of(example)
    tokenizer.train(
        texts,
        work.folder,
        vocabulary=work.settings["vocabulary"],
        isolate_han=work.settings["isolate_han"],
    )
    return {"lines": len(texts)}
