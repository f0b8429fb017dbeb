"""Probes: cheap evaluations while a phase trains, for learning curves.

A probe draws no randomness and changes no weight, so a phase with probes trains to the same bits as one without.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from intermezzo.data import table
from intermezzo.example import asked
from intermezzo.metrics import columns
from intermezzo.models.checkpoint import Model
from intermezzo.models.predict import predictions, some
from intermezzo.store import Record
from intermezzo.train.sources import rows_of
from intermezzo.work import Side


class Quiz:
    """Some examples of one language, ready to be asked again and again."""

    def __init__(self, settings: Mapping[str, Any], source: Record, features: Record) -> None:
        self.settings = {**settings, "labels": features.facts.get("labels")}
        every = table.read(source.file("examples.parquet"))
        self.rows, self.examples = some(rows_of(features), every, self.settings)
        self.columns = columns(settings["metrics"], settings["profile"])
        # Learning curves show official scores; what stands beside them is for evaluations.
        self.columns = [c for c in self.columns if not c.profile or c.profile.name == settings["profile"]]

    @property
    def metric(self) -> str:
        """What a checkpoint is chosen by: the task's own metric."""
        return self.columns[0].metric.name

    def scores(self, model: Model) -> dict[str, float]:
        """Metric -> points."""
        said = predictions(model, self.rows, self.examples, self.settings)
        examples = asked(self.examples, limit=self.settings["limit"])
        golds, language = [e.gold for e in examples], examples[0].language if examples else ""
        answers = list(said.answers)[: len(examples)]
        return {
            c.metric.name: float(c.metric.combine(c.measure(answers, golds, language=language).sum(0)))
            for c in self.columns
        }


class Prober:
    """The probes of one phase under way."""

    def __init__(self, *, sides: tuple[Side, ...], steps: int) -> None:
        self.sides, self.steps = sides, steps
        self.quizzes = [Quiz(s.settings, s.reads["source"], s.reads["features"]) for s in sides]
        self.points: list[list[dict[str, Any]]] = [[] for _ in sides]

    def after_step(self, step: int, model: Model, tokens: int, loss: float) -> None:
        """Ask where it is time: every so many steps, and after the last."""
        for side, quiz, points in zip(self.sides, self.quizzes, self.points):
            if step % side.settings["every"] == 0 or step == self.steps:
                points.append({"step": step, "tokens": tokens, "loss": loss, "scores": quiz.scores(model)})

    def write(self) -> None:
        """Leave each curve in its own record's folder."""
        for side, points in zip(self.sides, self.points):
            (side.folder / "curve.json").write_text(json.dumps(points, sort_keys=True))

    def state(self) -> dict[str, Any]:
        """The curves so far, by what was asked."""
        return {"asked": self._asked(), "points": self.points}

    def can_go_on(self, state: Mapping[str, Any]) -> bool:
        """Whether a saved state has the curves that are asked for now."""
        return bool(state["asked"] == self._asked())

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from saved curves."""
        self.points = [list(points) for points in state["points"]]

    def _asked(self) -> list[dict[str, Any]]:
        return [dict(side.settings) for side in self.sides]
