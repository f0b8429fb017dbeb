"""Which weights a phase leaves: the last, an average of the last K, or the best on dev data.

Snapshots lie on a grid of twenty to a phase, the last at its end. `average of last K` is the mean of the weights at
the last K of them; `best on …` takes the snapshot with the highest score there, by the task's own metric (ties: the
earliest).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from intermezzo.models.checkpoint import Model
from intermezzo.store import Record
from intermezzo.train.probes import Quiz

SNAPSHOTS = 20  # to a phase
AVERAGE = re.compile(r"average of last (\d+)")
FILE = "selection.safetensors"


@dataclass(slots=True)
class Selection:
    """The rule of a phase and what it has kept so far. `kept` is a sum of weights or the best weights."""

    rule: str
    grid: tuple[int, ...]
    n_average: int = 0
    quiz: Quiz | None = None
    kept: dict[str, Tensor] = field(default_factory=dict)
    n_kept: int = 0
    best: float = float("-inf")
    best_step: int = 0

    @staticmethod
    def of(rule: Mapping[str, Any], *, steps: int, reads: Mapping[str, Record]) -> Selection:
        """From the phase's settings: {"rule": "last"}, {"rule": "average", "last": K} or {"rule": "best", …}."""
        grid = tuple(sorted({max(1, round(steps * j / SNAPSHOTS)) for j in range(1, SNAPSHOTS + 1)}))
        if rule["rule"] == "average":
            return Selection(rule="average", grid=grid[-rule["last"] :], n_average=rule["last"])
        if rule["rule"] == "best":
            quiz = Quiz(rule["quiz"], reads["choose source"], reads["choose rows"])
            return Selection(rule="best", grid=grid, quiz=quiz)
        return Selection(rule="last", grid=())

    def after_step(self, step: int, model: Model) -> None:
        """Keep what the rule asks for at this step."""
        if step not in self.grid:
            return
        if self.quiz is not None:
            score = self.quiz.scores(model)[self.quiz.metric]
            if score > self.best:
                self.best, self.best_step = score, step
                self.kept = {n: p.detach().clone() for n, p in model.named_parameters()}
            return
        for name, p in model.named_parameters():
            # float64: a sum of twenty fp32 weights must not depend on which were added first.
            self.kept[name] = self.kept.get(name, torch.zeros((), dtype=torch.float64)) + p.detach().double()
        self.n_kept += 1

    def apply(self, model: Model) -> None:
        """Put the chosen weights into the model."""
        if not self.kept:
            return
        with torch.no_grad():
            for name, p in model.named_parameters():
                p.copy_(self.kept[name] / self.n_kept if self.n_kept else self.kept[name])

    def told(self) -> dict[str, Any]:
        """What was chosen, for the record."""
        if self.rule == "best":
            assert self.quiz is not None
            return {"rule": "best", "step": self.best_step, self.quiz.metric: self.best}
        return {"rule": self.rule, "steps": list(self.grid)}

    def state(self) -> dict[str, Any]:
        """Plain values to go on from."""
        return {"n_kept": self.n_kept, "best": None if self.best == float("-inf") else self.best,
                "best_step": self.best_step}  # fmt: skip

    def save(self, folder: Path) -> None:
        """The weights kept so far."""
        if self.kept:
            save_file({n: t.contiguous() for n, t in self.kept.items()}, folder / FILE)

    def load(self, folder: Path, state: Mapping[str, Any]) -> None:
        """Go on from a saved state."""
        self.n_kept, self.best_step = state["n_kept"], state["best_step"]
        self.best = float("-inf") if state["best"] is None else state["best"]
        if (folder / FILE).exists():
            self.kept = load_file(folder / FILE)
