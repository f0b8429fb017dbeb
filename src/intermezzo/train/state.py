"""The state of a phase under way: all that the next step depends on, saved so that it comes out the same to the bit.

Rows, dropout and masks are drawn by counter, so no random state is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import Parameter

from intermezzo.models.checkpoint import Model
from intermezzo.store.partial import Partial
from intermezzo.train.loop import Row
from intermezzo.train.probes import Prober
from intermezzo.train.selection import Selection
from intermezzo.train.sources import Sources

MOMENTS = ("step", "exp_avg", "exp_avg_sq")  # what AdamW keeps of each weight


@dataclass(slots=True)
class Curve:
    """What happened: the loss of each step, tokens until then; rows and tokens of each source."""

    losses: list[float] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    source_tokens: list[int] = field(default_factory=list)

    @property
    def n_tokens(self) -> int:
        """Tokens of all rows so far."""
        return sum(self.source_tokens)

    def follow(
        self, batches: Iterator[tuple[int, list[Row]]], sources: Sources
    ) -> Iterator[tuple[int, list[Row]]]:
        """The same batches, counted as they go by."""
        for step, rows in batches:
            for row in rows:
                self.rows[row[0]] += 1
                self.source_tokens[row[0]] += sources.n_tokens(row)
            yield step, rows

    def after_step(self, loss: float) -> None:
        """One more point."""
        self.losses.append(loss)
        self.tokens.append(self.n_tokens)


@dataclass(slots=True, kw_only=True)
class State:
    """A phase under way."""

    model: Model
    optimizer: torch.optim.AdamW
    curve: Curve
    selection: Selection
    prober: Prober

    def save(self, folder: Path) -> None:
        """Leave everything in a folder."""
        tensors = {name: t.detach().contiguous() for name, t in self._weights().items()}
        save_file(tensors, folder / "weights.safetensors")
        moments = {
            f"{i}/{part}": value.contiguous()
            for i, weight in enumerate(self._trained())
            for part, value in self.optimizer.state.get(weight, {}).items()
        }
        save_file(moments, folder / "optimizer.safetensors")
        self.selection.save(folder)
        facts = {
            "curve": asdict(self.curve),
            "prober": self.prober.state(),
            "selection": self.selection.state(),
        }
        (folder / "state.json").write_text(json.dumps(facts))

    def resume(self, partial: Partial) -> int:
        """Go on from the newest partial checkpoint; returns how many steps are done."""
        newest = partial.newest()
        if newest is None:
            return 0
        step, folder = newest
        facts = json.loads((folder / "state.json").read_text())
        if not self.prober.can_go_on(facts["prober"]):
            # Other probes are asked for than those it has the curves of; kept, it would stand in front of newer ones.
            partial.clear()
            return 0
        saved = load_file(folder / "weights.safetensors")
        with torch.no_grad():
            for name, value in self._weights().items():
                value.copy_(saved[name])
        moments = load_file(folder / "optimizer.safetensors")
        for i, weight in enumerate(self._trained()):
            state = {part: moments[f"{i}/{part}"] for part in MOMENTS if f"{i}/{part}" in moments}
            if state:
                self.optimizer.state[weight] = state
        for name, value in facts["curve"].items():
            setattr(self.curve, name, value)
        self.selection.load(folder, facts["selection"])
        self.prober.load(facts["prober"])
        return step

    def _weights(self) -> dict[str, Tensor]:
        return dict(self.model.named_parameters()) | dict(self.model.named_buffers())

    def _trained(self) -> list[Parameter]:
        return [weight for group in self.optimizer.param_groups for weight in group["params"]]
