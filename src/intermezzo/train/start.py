"""What a phase begins with: the weights before it, and a head for each format it trains."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch.nn import Parameter

from intermezzo import randomness
from intermezzo.models import checkpoint, encoder
from intermezzo.models.checkpoint import Model
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused
from intermezzo.train import losses
from intermezzo.train.sources import Sources
from intermezzo.work import Work


def begin(work: Work, sources: Sources) -> tuple[Model, dict[str, str]]:
    """The model a phase begins with, and what became of each head it needs: "carried" or "new".

    Heads that the phase does not train travel on unchanged.

    Errors: `Refused` where a row is longer than the encoder reads, or a loss cannot be had of the rows.
    """
    settings = work.settings
    model = _before(work)
    if settings["dropout"] is not None:
        encoder.set_dropout(model.encoder, settings["dropout"])
    for name, rows, spec in zip(sources.names, sources.rows, sources.heads):
        losses.load(spec.format).suits(name, rows, settings)
    heads = {}
    for spec in sorted(set(sources.heads), key=lambda each: each.key):
        if not checkpoint.has_head(spec):
            continue
        carries = settings["head"] == "carry" and spec.key in model.heads
        if not carries:
            model.put(spec, checkpoint.new_head(spec, model.encoder, seed=settings["seed"]))
        heads[spec.key] = "carried" if carries else "new"
    longest = max(r.longest for r in sources.rows)
    if longest > model.encoder.longest:
        raise Refused(too_long(longest, model.encoder.longest))
    for name, head in model.heads.items():
        head.requires_grad_(name in heads)
    return model, heads


def _before(work: Work) -> Model:
    """The phase before, or an encoder: random, or of a directory."""
    settings, start = work.settings, work.reads.get("start")
    if start is not None:
        for name in start.files:
            start.file(name)  # checked whole before it is used
        return checkpoint.load(start.folder)
    if "scratch" in settings:
        tokenizer = FastTokenizer(work.reads["tokenizer"].folder)
        return Model(
            encoder.scratch(
                encoder.Sizes(**settings["scratch"]),
                vocabulary=tokenizer.size,
                special=tokenizer.special,
                seed=randomness.number(settings["seed"], "scratch"),
            )
        )
    return checkpoint.load(Path(work.places["encoder"]))


def by_rate(model: Model, settings: Mapping[str, Any]) -> dict[float, list[Parameter]]:
    """All weights by their highest learning rate. Of equal rates there is one, whose order of weights is the model's
    own: the norm of a gradient is a sum, and its bits depend on the order.
    """
    found: dict[float, list[Parameter]] = {settings["rate"]: [*model.encoder.parameters()]}
    found.setdefault(settings.get("head_rate", settings["rate"]), []).extend(model.heads.parameters())
    return found


def too_long(n_tokens: int, longest: int) -> Problem:
    """Rows that do not fit the encoder."""
    return Problem(
        place="length",
        what=f"rows of {n_tokens} tokens do not fit an encoder that reads {longest}.",
        remedy=f"Set length = {longest} or less.",
    )
