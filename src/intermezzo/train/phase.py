"""The job `phase`: a checkpoint or an encoder goes in, a checkpoint comes out.

A phase can be killed at any moment: from the newest of its partial checkpoints it goes on to the same bits.
"""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import torch
from torch import Tensor

from intermezzo.models import checkpoint
from intermezzo.train import length, losses
from intermezzo.train import mixture as mixtures
from intermezzo.train.loop import Recipe, Row, optimiser, train
from intermezzo.train.probes import Prober
from intermezzo.train.selection import Selection
from intermezzo.train.sources import Sources
from intermezzo.train.start import begin, by_rate
from intermezzo.train.state import Curve, State
from intermezzo.work import Interrupted, Work

LAST_STEPS = 10  # whose mean is the final loss


def run(work: Work) -> dict[str, Any]:
    """Train; leave the checkpoint, `cursors.json`, `curve.json`."""
    settings = work.settings
    torch.set_num_threads(settings["threads"])
    torch.use_deterministic_algorithms(True)
    sources = Sources.read(work)
    start = work.reads.get("start")
    cursors: dict[str, int] = json.loads(start.file("cursors.json").read_text()) if start else {}
    model, heads = begin(work, sources)
    feed = sources.feed(cursors)
    steps, mixture = length.steps(feed), feed.mixture()
    recipe = Recipe(
        steps=steps,
        **{name: settings[name] for name in ("warmup", "schedule", "clip", "accumulate", "seed", "place")},
    )
    state = State(
        model=model,
        optimizer=optimiser(by_rate(model, settings), weight_decay=settings["weight_decay"]),
        curve=Curve(rows=[0] * len(sources.names), source_tokens=[0] * len(sources.names)),
        selection=Selection.of(settings["checkpoint"], steps=steps, reads=work.reads),
        prober=Prober(sides=work.sides, steps=steps),
    )
    first, curve = state.resume(work.partial), state.curve
    began = saved = time.monotonic()
    tokens_before = curve.n_tokens
    loss_of = {spec: losses.load(spec.format) for spec in sources.heads}

    def nats(rows: list[Row], some: slice, step: int) -> Tensor:
        parts = [loss_of[spec].of(model, part) for spec, part in sources.parts(rows, some, step)]
        return torch.stack(parts).sum()

    def after_step(step: int, loss: float, n_rows: int) -> None:
        nonlocal saved
        curve.after_step(loss)
        state.selection.after_step(step, model)
        state.prober.after_step(step, model, curve.tokens[-1], loss)
        model.train()  # selection and probes ask it questions
        now = time.monotonic()
        told = {"step": step, "steps": steps, "loss": loss, "rows": n_rows, "seconds": now - began}
        work.tell("step", told)
        if step < steps and (work.is_stopped() or now - saved > work.save_every_seconds):
            work.partial.save(step, state.save)
            saved = now
            if work.is_stopped():
                raise Interrupted

    batches = mixtures.batches(mixture, rows=settings["rows"], steps=steps, first=first)
    model.train()
    train(state.optimizer, curve.follow(batches, sources), nats, after_step, recipe)
    seconds = time.monotonic() - began
    state.selection.apply(model)
    checkpoint.save(model, work.folder)
    (work.folder / "cursors.json").write_text(json.dumps(cursors | mixture.cursors(), sort_keys=True))
    (work.folder / "curve.json").write_text(json.dumps({"losses": curve.losses, "tokens": curve.tokens}))
    state.prober.write()
    return {
        "steps": steps,
        "rows": dict(zip(sources.names, mixture.taken)),
        "tokens": dict(zip(sources.names, curve.source_tokens)),
        "requested": length.requested(sources.names, mixture.shares, steps),
        "loss": float(np.mean(curve.losses[-LAST_STEPS:])) if curve.losses else 0.0,
        "precision": settings["precision"],
        "attention": "packed" if model.encoder.is_packed else "padded",
        "heads": heads,
        "selected": state.selection.told(),
        "tokens_per_second": (curve.n_tokens - tokens_before) / seconds if seconds > 0 else 0.0,
        "resumed_at": first,
    }
