"""Checks that need the data: done once all of them are read and cut into rows, and before anything trains.

Leaks: no phase may train on what is evaluated after it. Equal: what a claim calls equal is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from intermezzo.data.leaks import Question, given_away, marks_of, questions
from intermezzo.plan import Plan, Run
from intermezzo.plan.job import Job
from intermezzo.plan.model import Scored
from intermezzo.problem import Problem, Refused
from intermezzo.store import Store
from intermezzo.study.choice import quoted
from intermezzo.study.claims import EQUAL_WITHIN
from intermezzo.study.lines import line_map
from intermezzo.study.model import Claim, Study
from intermezzo.study.seen import evaluation_of, others, pairs
from intermezzo.train.length import Feed, Length, foresee


def check(plan: Plan, store: Store) -> None:
    """Look at all data that could be read.

    Errors: `Refused` with every leak, and with every claim whose arms are not as equal as it says.
    """
    problems = [*leaks(plan, store), *unequal(plan, store)]
    if problems:
        raise Refused(dict.fromkeys(problems))


# Leaks


def leaks(plan: Plan, store: Store) -> Iterator[Problem]:
    """Phases that train on questions they are evaluated with, in any language.

    What is trained on is what the rows are of: examples that `without` took out are none of it. Evaluating on the very
    split that was trained on is the study's own choice, written in its file.
    """
    reading = Reading(store)
    told: set[tuple[str, str, str, str, str]] = set()
    for run in plan.runs:
        tests: dict[
            tuple[str, str, str], dict[str, Job]
        ] = {}  # (evaluation, task, split) -> source by language
        for scored in run.scores:
            split = split_of(scored)
            tests.setdefault((scored.evaluation, scored.task, split), {})[scored.language] = scored.source
        for (evaluation, task, split), sources in tests.items():
            for phase, trained in training(run, evaluation).items():
                for (other, its_split), theirs in trained.items():
                    at = (phase, other, its_split, task, split)
                    if at in told or (other, its_split) == (task, split):
                        continue
                    n_held, n = reading.held(theirs, sources)
                    if n_held:
                        told.add(at)
                        yield leak(plan.study, at, n_held=n_held, n=n)


def split_of(scored: Scored) -> str:
    """The split an evaluation reads."""
    return str(scored.source.settings["of"]).rpartition("@")[2]


def training(run: Run, evaluation: str) -> dict[str, dict[tuple[str, str], list[Job]]]:
    """Features by phase on the way to an evaluation, by task and split."""
    found = evaluation_of(run.arm, evaluation)
    after = (found and found.after) or run.arm.phases[-1].name
    gathered: dict[str, dict[tuple[str, str], list[Job]]] = {}
    for phase in run.arm.phases:
        by_split = gathered.setdefault(phase.name, {})
        for i, share in enumerate(phase.mixture):
            features = run.phases[phase.name].reads[f"rows:{i}"]
            by_split.setdefault((share.of.task, share.of.split), []).append(features)
        if phase.name == after:
            break
    return gathered


@dataclass(slots=True)
class Reading:
    """Sources of the store, each read once. What could not be read is not trained on either."""

    store: Store
    _questions: dict[str, list[Question]] = field(default_factory=dict)

    def held(self, trained: Iterable[Job], tests: Mapping[str, Job]) -> tuple[int, int]:
        """How many questions of some tests are held by training data, and of how many; parallel ones count once."""
        marks = {mark for features in trained for mark in marks_of(self.trained(features))}
        asked: set[str] = set()
        held: set[str] = set()
        for language, source in tests.items():
            some = self.questions(source)
            names = [question.name or f"{language} {i}" for i, question in enumerate(some)]
            asked.update(names)
            held.update(names[i] for i in given_away(some, marks))
        return len(held), len(asked)

    def trained(self, features: Job) -> list[Question]:
        """The examples that have a row; the rows say which."""
        import numpy as np

        record = self.store.get(features.kind, features.key)
        some = self.questions(features.reads["source"])
        if record is None or not some:
            return []
        name = "piece_example.npy" if "piece_example.npy" in record.files else "example.npy"
        numbers = np.unique(np.load(record.file(name), allow_pickle=False))
        return [some[i] for i in numbers.tolist()]

    def questions(self, source: Job) -> list[Question]:
        """The examples of a source as far as they matter here."""
        if source.key not in self._questions:
            record = self.store.get(source.kind, source.key)
            self._questions[source.key] = questions(record.file("examples.parquet")) if record else []
        return self._questions[source.key]


def leak(study: Study, at: tuple[str, str, str, str, str], *, n_held: int, n: int) -> Problem:
    """Trained on what is tested."""
    phase, other, its_split, task, _ = at
    has_train = "train" in study.task(other).splits and its_split != "train"
    return Problem(
        place=line_of(study, "phase", phase, "mixture"),
        what=f"phase.{phase} trains on '{other}@{its_split}', which holds {n_held:,} of the {n:,} questions of '{task}'.",
        remedy="Take the train split, or exclude them with 'without'."
        if has_train
        else "Exclude them with 'without'.",
    )


def line_of(study: Study, *path: str) -> str:
    """`STUDY:LINE`; nothing where a study was not read from a file."""
    return f"{study.shown}:{line_map(study.text).at(path)}" if study.text else ""


# Equal

MEASURES = {"steps": "steps", "tokens": "tokens", "examples": "rows"}  # as claims name them -> as lengths do


def unequal(plan: Plan, store: Store) -> Iterator[Problem]:
    """Claims that call equal what is not: the first seed and setting of the other axes at which it shows."""
    lengths = Lengths(store)
    for number, claim in enumerate(plan.study.claims, 1):
        for what in claim.equal:
            if problem := first_unequal(plan, lengths, claim, what):
                yield problem.at(
                    f"{plan.study.shown}:{claim.line}: claim {number}" if claim.line else f"claim {number}"
                )


def first_unequal(plan: Plan, lengths: Lengths, claim: Claim, what: str) -> Problem | None:
    """The first pair of runs that differ."""
    axis, value, control = claim.compare
    runs = {(run.arm.name, run.seed): run for run in plan.runs}
    for one, two in pairs(plan.study, claim):
        for seed in plan.study.seeds:
            found = [lengths.of(runs[arm.name, seed], claim.on, MEASURES[what]) for arm in (one, two)]
            a, b = found
            if a is None or b is None or abs(a - b) <= EQUAL_WITHIN * max(a, b):
                continue
            rest = "".join(f" ({name} = {each})" for name, each in others(one, axis))
            budget = "tokens" if what == "tokens" else "steps"
            return Problem(
                what=f"says equal {what}, but {quoted(value)} trains {a:,} and {quoted(control)} {b:,}{rest}.",
                remedy=f"Set budget = {{ {budget} = … }} or drop 'equal'.",
            )
    return None


@dataclass(slots=True)
class Lengths:
    """What phases train, from their records or, before they ran, from their rows."""

    store: Store
    _known: dict[str, Length | None] = field(default_factory=dict)

    def of(self, run: Run, evaluation: str, measure: str) -> int | None:
        """A measure summed over the phases on the way to an evaluation; None if some rows could not be made."""
        found = [self.length(run.phases[name]) for name in training(run, evaluation)]
        return None if None in found else sum(getattr(length, measure) for length in found)

    def length(self, job: Job) -> Length | None:
        """Of one phase."""
        if job.key not in self._known:
            self._known[job.key] = self._told(job) or self._foreseen(job)
        return self._known[job.key]

    def _told(self, job: Job) -> Length | None:
        record = self.store.get(job.kind, job.key)
        if record is None:
            return None
        return Length(
            steps=record.facts["steps"],
            rows=sum(record.facts["rows"].values()),
            tokens=sum(record.facts["tokens"].values()),
            cursors=json.loads(record.file("cursors.json").read_text()),
        )

    def _foreseen(self, job: Job) -> Length | None:
        import numpy as np

        before = self.length(job.reads["start"]) if "start" in job.reads else None
        if "start" in job.reads and before is None:
            return None
        features = [job.reads[f"rows:{i}"] for i in range(len(job.settings["mixture"]))]
        records = [self.store.get(each.kind, each.key) for each in features]
        if not all(record and record.facts["rows"] for record in records):
            return None
        return foresee(
            Feed(
                settings=job.settings,
                keys=tuple(each.key for each in features),
                limits=tuple(np.load(r.file("limits.npy"), allow_pickle=False) for r in records if r),
                cursors=before.cursors if before else {},
            )
        )
