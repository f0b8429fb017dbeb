"""Columns: what one task is scored with, each a metric and, where answers are text, a profile.

The official profile comes first; `script-aware` stands beside it and never replaces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from intermezzo import shelf
from intermezzo.metrics import _profiles
from intermezzo.metrics._metric import Metric, Statistics
from intermezzo.metrics._profile import Profile
from intermezzo.metrics._signature import signature
from intermezzo.problem import Problem, Refused

SHELF = "intermezzo.metrics"
BESIDE = "script-aware"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One score of a task. Its name is `METRIC|PROFILE`, or `METRIC` where there is no profile."""

    metric: Metric
    profile: Profile | None

    @property
    def name(self) -> str:
        """As statistics and records name it."""
        return f"{self.metric.name}|{self.profile.name}" if self.profile else self.metric.name

    def measure(self, predictions: Sequence[Any], golds: Sequence[Any], *, language: str) -> Statistics:
        """[E, K], as the metric says."""
        profiled = {"profile": self.profile} if self.profile else {}
        return self.metric.measure(predictions, golds, language=language, **profiled)

    def signature(self, *, language: str, n_examples: int, decoder: str) -> str:
        """What has to be the same before two scores may be compared."""
        return signature(self.metric, self.profile, language=language, n_examples=n_examples, decoder=decoder)


def columns(metrics: Sequence[str], official: str) -> list[Column]:
    """All columns of a task, the official ones first.

    Errors: `Refused` for a name that is on no shelf.
    """
    found = [metric(name) for name in metrics]
    profiles = dict.fromkeys((official, BESIDE)) if official else {}
    text = [Column(metric=m, profile=profile(p)) for p in profiles for m in found if m.is_profiled]
    return [*text, *(Column(metric=m, profile=None) for m in found if not m.is_profiled)]


def metric(name: str) -> Metric:
    """The metric of a column `METRIC|PROFILE`, or of its own name."""
    found = shelf.load(SHELF, name.split("|")[0], "METRIC")
    if isinstance(found, Problem):
        raise Refused(found)
    return found  # type: ignore[no-any-return]


def profile(name: str) -> Profile:
    """The profile of that name."""
    found = _profiles.load(name)
    if isinstance(found, Problem):
        raise Refused(found)
    return found
