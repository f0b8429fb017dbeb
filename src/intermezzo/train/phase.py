"""The job `phase`: a checkpoint or an encoder goes in, a checkpoint comes out.

A phase can be killed at any moment: from the newest of its partial checkpoints it goes on to the same bits, because
rows, dropout and masks are drawn by counter and the optimiser's state is saved with the weights.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import Parameter

from intermezzo import randomness
from intermezzo.models import checkpoint, encoder
from intermezzo.models.checkpoint import Model
from intermezzo.models.formats import masked_lm
from intermezzo.models.formats.rows import Rows
from intermezzo.models.predict import precision
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused
from intermezzo.store import Record
from intermezzo.train import length
from intermezzo.train import mixture as mixtures
from intermezzo.train.loop import Recipe, Row, optimiser, train
from intermezzo.train.losses.masked_lm import masked_nats
from intermezzo.train.losses.span import span_nats
from intermezzo.train.probes import Prober
from intermezzo.train.selection import Selection
from intermezzo.work import Interrupted, Work


@dataclass(slots=True)
class Sources:
    """The rows a phase trains on, by the name of each source."""

    names: tuple[str, ...]
    rows: tuple[Rows, ...]
    keys: tuple[str, ...]
    formats: tuple[str, ...]
    mask_id: int | None

    @staticmethod
    def read(work: Work) -> Sources:
        """From the features records, in the order of the mixture."""
        names = tuple(work.settings["of"])
        records = [work.reads[f"rows:{i}"] for i in range(len(names))]
        for name, record in zip(names, records):
            if not record.facts["rows"]:
                raise Refused(Problem(place=name, what="no rows to train on.", remedy="Look at its ledger."))
        return Sources(
            names=names,
            rows=tuple(load_rows(r) for r in records),
            keys=tuple(r.key for r in records),
            formats=tuple(share["format"] for share in work.settings["mixture"]),
            mask_id=records[0].facts["mask_id"],
        )


@dataclass(slots=True)
class Curve:
    """What happened: losses a step, rows and tokens a source."""

    losses: list[float] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # a source
    source_tokens: list[int] = field(default_factory=list)


def load_rows(record: Record) -> Rows:
    """The rows of a features record."""
    return Rows.load({n.removesuffix(".npy"): record.file(n) for n in record.files if n.endswith(".npy")})


def run(work: Work) -> dict[str, Any]:
    """Train; leave the checkpoint, `cursors.json`, `curve.json`."""
    settings = work.settings
    torch.set_num_threads(settings["threads"])
    torch.use_deterministic_algorithms(True)
    sources = Sources.read(work)
    start = work.reads.get("start")
    cursors: dict[str, int] = json.loads(start.file("cursors.json").read_text()) if start else {}
    model, heads = _model(work, start, sources)
    feed = length.Feed(
        settings=settings,
        keys=sources.keys,
        limits=tuple(rows.limits for rows in sources.rows),
        cursors=cursors,
    )
    steps, mixture = length.steps(feed), feed.mixture()
    recipe = Recipe(
        steps=steps,
        place=settings["place"],
        seed=settings["seed"],
        **{name: settings[name] for name in ("warmup", "schedule", "clip", "accumulate")},
    )
    optimizer = optimiser(by_rate(model, settings), weight_decay=settings["weight_decay"])
    selection = Selection.of(settings["checkpoint"], steps=steps, reads=work.reads)
    prober = Prober(sides=work.sides, steps=steps)
    curve = Curve(rows=[0] * len(sources.names), source_tokens=[0] * len(sources.names))
    first = _resume(work, model, optimizer, curve, selection, prober)
    began = saved = time.monotonic()
    tokens_here = 0

    def save(step: int) -> None:
        work.partial.save(
            step, lambda folder: _save_state(folder, model, optimizer, curve, selection, prober)
        )

    def nats(rows: list[Row], some: slice, step: int) -> Tensor:
        return _nats(model, sources, rows, some, settings, recipe, step)

    def after_step(step: int, loss: float, n_rows: int) -> None:
        nonlocal saved, tokens_here
        curve.losses.append(loss)
        curve.tokens.append(drawn.tokens)
        tokens_here += drawn.tokens - (curve.tokens[-2] if len(curve.tokens) > 1 else 0)
        selection.after_step(step, model)
        prober.after_step(step, model, curve.tokens[-1], loss)
        model.train()
        now = time.monotonic()
        work.tell(
            "step", {"step": step, "steps": steps, "loss": loss, "rows": n_rows, "seconds": now - began}
        )
        if work.is_stopped() and step < steps:
            save(step)
            raise Interrupted
        if now - saved > work.save_every_seconds and step < steps:
            save(step)
            saved = time.monotonic()

    drawn = _Drawn(sources, curve)
    model.train()
    train(
        optimizer,
        drawn.follow(mixtures.batches(mixture, rows=settings["rows"], steps=steps, first=first)),
        nats,
        after_step,
        recipe,
    )
    seconds = time.monotonic() - began
    selection.apply(model)
    checkpoint.save(model, work.folder)
    (work.folder / "cursors.json").write_text(json.dumps(cursors | mixture.cursors(), sort_keys=True))
    (work.folder / "curve.json").write_text(json.dumps({"losses": curve.losses, "tokens": curve.tokens}))
    prober.write()
    return {
        "steps": steps,
        "rows": dict(zip(sources.names, mixture.taken)),
        "tokens": dict(zip(sources.names, curve.source_tokens)),
        "requested": _requested(sources.names, mixture.shares, steps),
        "loss": float(np.mean(curve.losses[-10:])) if curve.losses else 0.0,
        "precision": settings["precision"],
        "attention": "packed" if model.encoder.is_packed else "padded",
        "heads": heads,
        "selected": selection.told(),
        "tokens_per_second": tokens_here / seconds if seconds > 0 else 0.0,
        "resumed_at": first,
    }


class _Drawn:
    """Counts rows and tokens as batches go by."""

    def __init__(self, sources: Sources, curve: Curve) -> None:
        self.sources, self.curve = sources, curve
        self.tokens = curve.tokens[-1] if curve.tokens else 0

    def follow(self, batches: Iterator[tuple[int, list[Row]]]) -> Iterator[tuple[int, list[Row]]]:
        """The same batches, counted."""
        for step, rows in batches:
            for source, row in rows:
                limits = self.sources.rows[source].limits
                n = int(limits[row + 1] - limits[row])
                self.tokens += n
                self.curve.rows[source] += 1
                self.curve.source_tokens[source] += n
            yield step, rows


def _model(work: Work, start: Record | None, sources: Sources) -> tuple[Model, dict[str, str]]:
    """The model a phase begins with, and what became of each head it needs: "carried" or "new"."""
    settings = work.settings
    if start is not None:
        for name in start.files:
            start.file(name)
        model = checkpoint.load(start.folder)
    elif "scratch" in settings:
        tokenizer = FastTokenizer(work.reads["tokenizer"].folder)
        model = Model(
            encoder.scratch(
                encoder.Sizes(**settings["scratch"]),
                vocabulary=tokenizer.size,
                special=tokenizer.special,
                seed=randomness.number(settings["seed"], "scratch"),
            )
        )
    else:
        model = checkpoint.load(Path(work.places["encoder"]))
    if settings["dropout"] is not None:
        encoder.set_dropout(model.encoder, settings["dropout"])
    heads = {}
    for name in sorted(set(sources.formats)):
        carries = settings["head"] == "carry" and name in model.heads
        if not carries:
            model.heads[name] = checkpoint.new_head(name, model.encoder, seed=settings["seed"])
        heads[name] = "carried" if carries else "new"
    if (
        "masked-lm" in heads
        and model.encoder.model.get_input_embeddings().embedding_dim != model.encoder.width
    ):
        raise Refused(
            Problem(
                place=model.encoder.model.config.model_type,
                what="its embeddings are narrower than its hidden states, so they cannot predict hidden tokens.",
                remedy="Take another encoder for masked language modelling.",
            )
        )
    longest = max(int(np.diff(r.limits).max()) for r in sources.rows)
    if longest > model.encoder.longest:
        raise Refused(
            Problem(
                place="length",
                what=f"rows of {longest} tokens do not fit an encoder that reads {model.encoder.longest}.",
                remedy=f"Set length = {model.encoder.longest} or less.",
            )
        )
    # Heads that this phase does not use travel on unchanged.
    for name, head in model.heads.items():
        head.requires_grad_(name in heads)
    return model, heads


def by_rate(model: Model, settings: Mapping[str, Any]) -> dict[float, list[Parameter]]:
    """All weights by their highest learning rate. Of equal rates there is one, whose order of weights is the model's
    own: the norm of a gradient is a sum, and its bits depend on the order.
    """
    found: dict[float, list[Parameter]] = {settings["rate"]: [*model.encoder.parameters()]}
    found.setdefault(settings.get("head_rate", settings["rate"]), []).extend(model.heads.parameters())
    return found


def _requested(names: tuple[str, ...], shares: length.Shares, steps: int) -> dict[str, float]:
    """Shares asked for, as fractions, mean over the phase."""
    grid = [shares((s - 1) / max(1, steps - 1)) for s in range(1, steps + 1)]
    fractions = np.array([[w / sum(ws) for w in ws] for ws in grid]).mean(0)
    return dict(zip(names, fractions.tolist()))


def _nats(
    model: Model, sources: Sources, rows: list[Row], some: slice, settings: Any, recipe: Recipe, step: int
) -> Tensor:
    """Sum of the losses of `rows[some]`; rows of one format go through the encoder together."""
    total = torch.zeros(())
    for name in sorted({sources.formats[source] for source, _ in rows[some]}):
        if name == "masked-lm":
            total = total + _masked(model, sources, rows, some, settings, recipe, step)
            continue
        mine = [(source, row) for source, row in rows[some] if sources.formats[source] == name]
        ids = [sources.rows[s].tokens("ids", r) for s, r in mine]
        types = [sources.rows[s].tokens("types", r) for s, r in mine]
        batch = model.encoder.pack(ids, types)
        with precision(settings["precision"]):
            hidden = model.encoder(batch)
        logits = model.heads[name](hidden.float())
        start = torch.tensor([int(sources.rows[s].arrays["start"][r]) for s, r in mine])
        end = torch.tensor([int(sources.rows[s].arrays["end"][r]) for s, r in mine])
        total = total + span_nats(logits, batch.limits, start, end)
    return total


def _masked(
    model: Model, sources: Sources, rows: list[Row], some: slice, settings: Any, recipe: Recipe, step: int
) -> Tensor:
    """As `_nats`. What is hidden is drawn for the whole step, so that parts hide and weigh as the whole does."""
    assert sources.mask_id is not None, "the features job has seen to it"
    rng = randomness.generator(recipe.seed, "mask", recipe.place, step)
    mine = [i for i, (source, _) in enumerate(rows) if sources.formats[source] == "masked-lm"]
    found = [(sources.rows[s], r) for s, r in (rows[i] for i in mine)]
    ids = np.concatenate([its.tokens("ids", r) for its, r in found])
    inner = np.concatenate([its.tokens("inner", r) for its, r in found])
    table = model.encoder.model.get_input_embeddings().weight
    hidden_ids, chosen = masked_lm.hide(
        ids, inner, rng, share=settings["mask"], mask=sources.mask_id, size=table.shape[0],
    )  # fmt: skip
    is_chosen = np.zeros(len(ids), bool)
    is_chosen[chosen] = True
    here = set(range(len(rows))[some])
    at = np.cumsum([0, *(len(its.tokens("ids", r)) for its, r in found)])
    kept = [(slice(at[k], at[k + 1]), *found[k]) for k, i in enumerate(mine) if i in here]
    batch = model.encoder.pack(
        [hidden_ids[cut] for cut, _, _ in kept], [its.tokens("types", r) for _, its, r in kept]
    )
    with precision(settings["precision"]):
        hidden = model.encoder(batch)
    picked = np.concatenate([is_chosen[cut] for cut, _, _ in kept])
    gold = np.concatenate([ids[cut] for cut, _, _ in kept])[picked].astype(np.int64)
    logits = model.heads["masked-lm"](hidden[torch.from_numpy(np.flatnonzero(picked))].float(), table)
    share = len(gold) / max(1, len(chosen))  # of the step's hidden tokens, over which its loss is a mean
    return masked_nats(logits, torch.from_numpy(gold), n_rows=len(mine)) * share


def _save_state(
    folder: Path,
    model: Model,
    optimizer: torch.optim.AdamW,
    curve: Curve,
    selection: Selection,
    prober: Prober,
) -> None:
    save_file({n: p.detach().contiguous() for n, p in _named(model).items()}, folder / "weights.safetensors")
    moments: dict[str, Tensor] = {}
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for i, parameter in enumerate(parameters):
        for part, value in optimizer.state.get(parameter, {}).items():
            moments[f"{i}/{part}"] = value.contiguous()
    save_file(moments, folder / "optimizer.safetensors")
    selection.save(folder)
    facts = {"curve": vars_of(curve), "prober": prober.state(), "selection": selection.state()}
    (folder / "state.json").write_text(json.dumps(facts))


def vars_of(curve: Curve) -> dict[str, Any]:
    """The curve as plain values."""
    return {name: getattr(curve, name) for name in ("losses", "tokens", "rows", "source_tokens")}


def _named(model: Model) -> dict[str, Tensor]:
    return dict(model.named_parameters()) | dict(model.named_buffers())


def _resume(
    work: Work, model: Model, optimizer: torch.optim.AdamW, curve: Curve, selection: Selection, prober: Prober
) -> int:
    """Go on from the newest partial checkpoint; returns how many steps are done."""
    newest = work.partial.newest()
    if newest is None:
        return 0
    step, folder = newest
    facts = json.loads((folder / "state.json").read_text())
    if not prober.can_go_on(facts["prober"]):
        # Other probes are asked for than those it has the curves of; kept, it would stand in front of newer ones.
        work.partial.clear()
        return 0
    with torch.no_grad():
        saved = load_file(folder / "weights.safetensors")
        for name, value in _named(model).items():
            value.copy_(saved[name])
    moments = load_file(folder / "optimizer.safetensors")
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for i, parameter in enumerate(parameters):
        state = {
            part: moments[f"{i}/{part}"]
            for part in ("step", "exp_avg", "exp_avg_sq")
            if f"{i}/{part}" in moments
        }
        if state:
            optimizer.state[parameter] = state
    for name, value in facts["curve"].items():
        setattr(curve, name, value)
    selection.load(folder, facts["selection"])
    prober.load(facts["prober"])
    return step
