"""Probes: cheap evaluations while a phase trains, for learning curves.

A probe draws no randomness and changes no weight, so a phase with probes trains to the same bits as one without.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from intermezzo.data import table
from intermezzo.example import QAExample
from intermezzo.metrics import _profiles, em, f1
from intermezzo.metrics._metric import Metric
from intermezzo.metrics._profile import Profile
from intermezzo.models.checkpoint import Model
from intermezzo.models.rows import Rows
from intermezzo.models.predict import answers
from intermezzo.store import Record
from intermezzo.work import Side

METRICS: tuple[Metric, ...] = (f1.METRIC, em.METRIC)


class Quiz:
    """Some examples of one language, ready to be asked again and again."""

    def __init__(self, settings: Mapping[str, Any], source: Record, features: Record) -> None:
        found = [e for e in table.read(source.file("examples.parquet")) if isinstance(e, QAExample)]
        self.examples = found[: settings["limit"]] if settings["limit"] else found
        files = {n.removesuffix(".npy"): features.file(n) for n in features.files}
        self.rows = Rows.load(files).first_examples(len(self.examples))
        self.settings = settings

    def scores(self, model: Model) -> dict[str, float]:
        """Metric -> points."""
        said, _ = answers(model, self.rows, self.examples, settings=self.settings)
        return score_all(self.examples, said, profile=self.settings["profile"])


def score_all(examples: list[QAExample], said: list[str], *, profile: str) -> dict[str, float]:
    """Every metric of the format on some answers, in points."""
    loaded = _profiles.load(profile)
    assert isinstance(loaded, Profile), loaded
    golds = [[a.text for a in e.answers] for e in examples]
    language = examples[0].language if examples else ""
    return {
        m.name: float(m.combine(m.measure(said, golds, language=language, profile=loaded).sum(0)))
        for m in METRICS
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
