"""The plan as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intermezzo.plan.job import Job
from intermezzo.study.model import Arm, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One evaluation of a run in one language: which jobs gave it."""

    evaluation: str
    task: str
    language: str
    source: Job
    predictions: Job
    score: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """An arm at a seed: its chain of phases and what is evaluated."""

    arm: Arm
    seed: int
    phases: Mapping[str, Job]  # phase name -> job, in order of the chain
    probes: tuple[tuple[str, str, Job], ...]  # (phase, probed source, job)
    scores: tuple[Scored, ...]

    @property
    def name(self) -> str:
        """`intermediate=english@2`."""
        return f"{self.arm.name}@{self.seed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All runs of a study, and every job once, in an order in which each comes after what it reads."""

    study: Study
    runs: tuple[Run, ...]
    jobs: tuple[Job, ...]
    n_runs_of: Mapping[str, int] = field(default_factory=dict)  # job key -> runs that rest on it

    def job(self, key: str) -> Job:
        """The job of that key."""
        return next(j for j in self.jobs if j.key == key)
