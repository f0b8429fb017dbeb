"""Multiple choice: each choice stands beside what is known and asked, as a piece of one row; the highest logit wins.

Choices may differ in number from example to example. All pieces of a row are trained in one step.
"""

from __future__ import annotations

import numpy as np

from intermezzo.example import ChoiceExample
from intermezzo.models.format import Cut, RowFormat, Said, Settings
from intermezzo.models.formats._texts import add_pair, add_single, encode_once
from intermezzo.models.rows import Builder, Rows
from intermezzo.models.tokenizer import FastTokenizer


def cut(examples: list[ChoiceExample], tokenizer: FastTokenizer, settings: Settings) -> Cut:
    """A row an example, a piece a choice; `label` int32 [R], the number of the right choice."""
    builder, layout = Builder(), tokenizer.layout
    asked = [" ".join(text for text in (e.context, e.question) if text) for e in examples]
    ids = encode_once(tokenizer, [*asked, *(choice for e in examples for choice in e.choices)])
    n_cut = 0
    for number, (e, text) in enumerate(zip(examples, asked)):
        for choice in e.choices:
            if text:
                n_cut += add_pair(builder, layout, ids[text], ids[choice], length=settings["length"])
            else:
                n_cut += add_single(builder, layout, ids[choice], length=settings["length"])
        builder.row(number)
    labels = np.array([e.answer for e in examples], np.int32)
    return Cut(rows=builder.rows(label=labels), counts={"rows": len(examples), "choices cut": n_cut})


def read(
    rows: Rows,
    logits: np.ndarray,
    examples: list[ChoiceExample],
    settings: Settings,
    tokenizer: FastTokenizer | None,
) -> Said:
    """The number of the choice with the highest logit, logits [P] one a piece; of equal ones the first."""
    best = [int(logits[a:b].argmax()) for a, b in zip(rows.of_rows, rows.of_rows[1:])]
    score = [logits[a + i] for a, i in zip(rows.of_rows, best)]
    return Said(answers=[str(i) for i in best], columns={"score": np.array(score, np.float64)})


FORMAT = RowFormat(cut=cut, read=read)
