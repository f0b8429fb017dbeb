"""Verify: every number of a report, computed again.

Gate 1 goes from the stored predictions to the scores and from there to the page. Gate 2 repeats the jobs themselves
in a store of their own and compares what they leave, file by file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intermezzo.analysis import score as scoring
from intermezzo.data import table
from intermezzo.example import QAExample, asked
from intermezzo.execute.events import Listener, silent
from intermezzo.execute.run import execute
from intermezzo.plan import Plan
from intermezzo.plan.job import Job
from intermezzo.plan.model import Scored
from intermezzo.problem import JOB_FAILED, STORE_AT_FAULT, Problem
from intermezzo.report.collect import collect
from intermezzo.report.page import render
from intermezzo.store import Record, Store
from intermezzo.study.model import EXACT

N_NAMED = 3  # missing records that are named one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was looked at, and what did not agree."""

    records: int
    predictions: int
    scores: int
    page: str  # "agrees", "differs", "absent"
    problems: tuple[Problem, ...]


def verify(plan: Plan, store: Store, *, page: Path) -> Checked:
    """Compute every score of a plan again from stored predictions and the page from the scores."""
    problems: list[Problem] = []
    absent: list[Job] = []
    n_records = n_predictions = n_scores = 0
    for job in plan.jobs:
        record = store.get(job.kind, job.key)
        if record is None:
            absent.append(job)
            continue
        n_records += 1
        for name in record.files:
            record.file(name)  # refuses where it does not match its hash
    problems += [missing(j) for j in absent[:N_NAMED]]
    if len(absent) > N_NAMED:
        problems.append(missing_too(plan, absent))
    scored = {s.score.key: s for run in plan.runs for s in run.scores}
    for each in scored.values():
        if not (records := _records(store, each)):
            continue
        found = list(_differences(plan, each, *records))
        problems += found
        n_predictions += records[2].facts["examples"]
        n_scores += len(records[2].facts["scores"])
    state = "absent"
    if page.exists() and not problems:
        state = "agrees" if page.read_bytes() == render(collect(plan, store)).encode() else "differs"
        if state == "differs":
            problems.append(
                Problem(
                    place=str(page),
                    what="the page is not what the store gives.",
                    remedy="Write it again with: intermezzo report",
                    exit_code=JOB_FAILED,
                )
            )
    return Checked(
        records=n_records, predictions=n_predictions, scores=n_scores, page=state, problems=tuple(problems)
    )


def _records(store: Store, each: Scored) -> tuple[Record, Record, Record] | None:
    found = [store.get(j.kind, j.key) for j in (each.source, each.predictions, each.score)]
    source, predictions, score = found
    return (source, predictions, score) if source and predictions and score else None


def _differences(
    plan: Plan, each: Scored, source: Record, predictions: Record, score: Record
) -> Iterator[Problem]:
    examples = asked(table.read(source.file("examples.parquet")), limit=each.score.settings["limit"])
    said = scoring.read_predictions(predictions.file("predictions.parquet"))
    place = f"{each.evaluation} {each.language}, score {each.score.short}"
    is_ours = each.predictions.settings.get("decoder") == EXACT  # scripts of others say what no context holds
    for example in examples if is_ours else ():
        if isinstance(example, QAExample) and said.get(example.id, "") not in example.context:
            yield differs(place, f"the answer to {example.id} is not a slice of its context")
    columns, scores, signatures = scoring.statistics(
        examples,
        said,
        metrics=each.score.settings["metrics"],
        official=each.score.settings["profile"],
        decoder=predictions.facts["decoder"],
    )
    ids, _, stored = scoring.read(score.file("statistics.parquet"))
    if ids != [e.id for e in examples]:
        yield differs(place, "the examples are others than those scored")
        return
    for name, values in columns.items():
        if not np.array_equal(values, stored[name]):
            yield differs(place, f"statistics of {name} come out differently")
        if scores[name] != score.facts["scores"][name]:
            yield differs(
                place, f"{name} is {scores[name]!r} now and {score.facts['scores'][name]!r} in the store"
            )
    if signatures != score.facts["signatures"]:
        yield differs(place, "it was scored with other versions (signatures differ)")


def rerun(plan: Plan, store: Store, *, workers: int, listen: Listener = silent) -> Iterator[Problem]:
    """Do every job again in a clean store and clean processes; what differs from the records is told."""
    with tempfile.TemporaryDirectory(prefix="intermezzo-rerun-") as folder:
        fresh = Store(Path(folder))
        outcome = execute(plan, fresh, executor="processes", workers=workers, listen=listen)
        yield from (p for problems in outcome.failed.values() for p in problems)
        for job in plan.jobs:
            mine, theirs = fresh.get(job.kind, job.key), store.get(job.kind, job.key)
            if mine is None or theirs is None:
                continue
            for name, fact in theirs.files.items():
                if name not in mine.files or mine.files[name].sha256 != fact.sha256:
                    yield differs(f"{job.kind} {job.short} ({job.what})", f"{name} came out differently")


def missing(job: Job) -> Problem:
    """A record the plan needs and the store does not have."""
    return Problem(
        place=f"{job.kind} {job.short}",
        what=f"not in the store ({job.what}).",
        remedy="Make it with: intermezzo run",
        exit_code=STORE_AT_FAULT,
    )


def missing_too(plan: Plan, absent: list[Job]) -> Problem:
    """All that are missing beyond those named."""
    return Problem(
        place="store",
        what=f"{len(absent) - N_NAMED:,} more are missing, {len(absent):,} of {len(plan.jobs):,} jobs in all.",
        remedy="Make them with: intermezzo run",
        exit_code=STORE_AT_FAULT,
    )


def differs(place: str, what: str) -> Problem:
    """A number that does not come out again."""
    return Problem(place=place, what=f"{what}.", exit_code=JOB_FAILED)
