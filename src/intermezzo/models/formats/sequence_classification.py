"""Sequence classification: a text or a pair of texts becomes a row, the first token's state becomes a label.

A pair that is too long loses tokens from the end of its longer text; the ledger says how many pairs did.
"""

from __future__ import annotations

import numpy as np

from intermezzo.example import LabelExample
from intermezzo.models.format import Cut, RowFormat, Said, Settings
from intermezzo.models.formats._texts import add_pair, add_single, encode_once, numbered
from intermezzo.models.rows import Builder, Rows
from intermezzo.models.tokenizer import FastTokenizer


def cut(examples: list[LabelExample], tokenizer: FastTokenizer, settings: Settings) -> Cut:
    """A row an example; `label` int32 [R], the number of its label in `settings["labels"]`.

    Errors: `Refused` where a label is none of them.
    """
    builder, layout = Builder(), tokenizer.layout
    ids = encode_once(tokenizer, [text for e in examples for text in (e.text, e.second)])
    n_cut = 0
    for number, e in enumerate(examples):
        if e.second:
            n_cut += add_pair(builder, layout, ids[e.text], ids[e.second], length=settings["length"])
        else:
            n_cut += add_single(builder, layout, ids[e.text], length=settings["length"])
        builder.row(number)
    labels = numbered([e.label for e in examples], settings["labels"], of=settings["of"])
    return Cut(rows=builder.rows(label=labels), counts={"rows": len(examples), "texts cut": n_cut})


def read(
    rows: Rows,
    logits: np.ndarray,
    examples: list[LabelExample],
    settings: Settings,
    tokenizer: FastTokenizer | None,
) -> Said:
    """The label of the highest logit [E, K], of equal ones the first; its probability beside it."""
    best = logits.argmax(1)
    return Said(
        answers=[settings["labels"][i] for i in best],
        columns={"score": shares(logits)[range(len(best)), best]},
    )


def shares(logits: np.ndarray) -> np.ndarray:
    """Softmax of each line, in float64."""
    weights = np.exp(logits.astype(np.float64) - logits.max(1, keepdims=True, initial=-np.inf))
    return np.asarray(weights / weights.sum(1, keepdims=True))


FORMAT = RowFormat(cut=cut, read=read)
