"""Ours against a plain usual script: rows and training steps, the same questions, tokenizer and sizes.

    python benchmarks/ours_and_usual.py
    python benchmarks/ours_and_usual.py --file train-v1.1.json --tokenizer FOLDER --layers 6 --width 384

The usual script follows the recipe of transformers' question-answering example: the tokenizer cuts pairs into padded
windows, a loop finds labels, `AutoModelForQuestionAnswering` computes its own loss, fp32, clipping at 1, fused AdamW
over all parameters. Its loop is written by hand here, without a trainer's own overhead, which is kind to it. Rows are
padded to `--length`, as that script does by default, or to the longest of the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import side_by_side  # first of what imports torch: sets the number of threads
import torch
from material import Material, arguments, material, tell_rows
from torch.nn.utils import clip_grad_norm_
from training import ours, trainer
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from intermezzo.models.formats import extractive_qa

Columns = dict[str, np.ndarray]


def usual_rows(found: Material) -> Columns:
    """Windows padded to full length, with labels."""
    tokenizer = AutoTokenizer.from_pretrained(found.folder)
    cut = tokenizer(
        [e.question for e in found.examples],
        [e.context for e in found.examples],
        truncation="only_second",
        max_length=found.windows.length,
        stride=found.windows.stride,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        padding="max_length",
    )
    starts, ends = [], []
    for i, offsets in enumerate(cut["offset_mapping"]):
        answers = found.examples[cut["overflow_to_sample_mapping"][i]].answers
        kinds = cut.sequence_ids(i)
        first, last = kinds.index(1), len(kinds) - 1 - kinds[::-1].index(1)
        begin = answers[0].start if answers else -1
        finish = begin + len(answers[0].text) if answers else -1
        if not answers or offsets[first][0] > begin or offsets[last][1] < finish:
            starts.append(0)
            ends.append(0)
            continue
        at = first
        while at < len(offsets) and offsets[at][0] <= begin:
            at += 1
        starts.append(at - 1)
        at = last
        while offsets[at][1] >= finish:
            at -= 1
        ends.append(at + 1)
    return {
        "ids": np.array(cut["input_ids"]),
        "mask": np.array(cut["attention_mask"]),
        "start": np.array(starts),
        "end": np.array(ends),
    }


def usual_trainer(
    found: Material, columns: Columns, batches: Sequence[range], *, to_longest: bool
) -> Callable[[], None]:
    """A function that trains on all batches."""
    torch.manual_seed(0)
    config = ours(found, is_packed=True).encoder.model.config
    model = AutoModelForQuestionAnswering.from_config(config, attn_implementation="sdpa").train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-5, weight_decay=0.01, fused=True)

    def run() -> None:
        for rows in batches:
            batch = {name: torch.from_numpy(column[list(rows)]) for name, column in columns.items()}
            width = int(batch["mask"].sum(1).max()) if to_longest else batch["mask"].shape[1]
            loss = model(
                input_ids=batch["ids"][:, :width],
                attention_mask=batch["mask"][:, :width],
                start_positions=batch["start"],
                end_positions=batch["end"],
            ).loss
            loss.backward()
            clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

    return run


def same_rows(found: Material, columns: Columns) -> None:
    """Stops if the two do not train on the same tokens: a ratio would then compare different work."""
    theirs = [ids[mask.astype(bool)].tolist() for ids, mask in zip(columns["ids"], columns["mask"])]
    mine = [found.rows.tokens("ids", r).tolist() for r in range(len(found.rows))]
    if theirs != mine:
        raise SystemExit(f"the rows differ: {len(mine)} of ours, {len(theirs)} of the usual script's.")


def main() -> None:
    given = arguments("Ours against a plain usual script.").parse_args()
    side_by_side.about_this_machine("torch", "transformers", "tokenizers")
    found = material(given)
    tell_rows(found)
    columns = usual_rows(found)
    same_rows(found, columns)
    cut = {
        "ours": lambda: extractive_qa.features(found.examples, found.tokenizer, found.windows),
        "usual": lambda: usual_rows(found),
    }
    seconds = side_by_side.in_turn(cut, rounds=given.rounds)
    side_by_side.tell(f"rows of {len(found.examples)} questions", seconds, against="usual")
    batches = found.batches(given.rows)
    training = {
        "ours": trainer(found, ours(found, is_packed=True), batches),
        "usual, padded to the longest": usual_trainer(found, columns, batches, to_longest=True),
        "usual": usual_trainer(found, columns, batches, to_longest=False),
    }
    seconds = side_by_side.in_turn(training, rounds=given.rounds)
    side_by_side.tell(f"training, {len(batches)} steps of {given.rows} rows", seconds, against="usual")


if __name__ == "__main__":
    main()
