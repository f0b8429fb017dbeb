"""One step of our own training, as a phase does it, on rows of one source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from material import Material
from torch import Tensor

from intermezzo.models import checkpoint, encoder
from intermezzo.models.checkpoint import Model
from intermezzo.train.loop import Recipe, Row, optimiser, train
from intermezzo.train.losses.extractive_qa import span_nats

QA = "extractive-qa"


def ours(found: Material, *, is_packed: bool) -> Model:
    """An encoder from scratch with a span head; the same weights whenever it is asked for."""
    model = Model(
        encoder.scratch(found.sizes, vocabulary=found.tokenizer.size, special=found.tokenizer.special, seed=0)
    )
    model.heads[QA] = checkpoint.new_head(QA, model.encoder, seed=0)
    if not is_packed:
        model.encoder.is_packed = False
        model.encoder.model.set_attn_implementation("sdpa")  # the library's fastest for padded rows here
    model.train()
    return model


def trainer(found: Material, model: Model, batches: Sequence[range]) -> Callable[[], None]:
    """A function that trains on all batches."""
    optimizer = optimiser({3e-5: list(model.parameters())}, weight_decay=0.01)
    recipe = Recipe(steps=1000, warmup=0.1, schedule="linear", clip=1.0, accumulate=1, seed=0, place=0)

    def nats(rows: list[Row], some: slice, step: int) -> Tensor:
        mine = [row for _, row in rows[some]]
        batch = model.encoder.pack(
            [found.rows.tokens("ids", r) for r in mine], [found.rows.tokens("types", r) for r in mine]
        )
        logits = model.heads[QA](model.encoder(batch))
        start, end = (torch.from_numpy(found.rows.arrays[name][mine]).long() for name in ("start", "end"))
        return span_nats(logits, batch.limits, start, end)

    def run() -> None:
        steps = ((step, [(0, row) for row in rows]) for step, rows in enumerate(batches, 1))
        train(optimizer, steps, nats, lambda *_: None, recipe)

    return run
