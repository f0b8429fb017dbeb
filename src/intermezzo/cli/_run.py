"""A run as a command line names it: STUDY:ARM@SEED."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from intermezzo.cli._study import read_plan
from intermezzo.execute.verify import missing
from intermezzo.plan import Plan, Run
from intermezzo.plan import why as runs
from intermezzo.plan.job import Job
from intermezzo.problem import Problem, Refused
from intermezzo.store import Record, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRun:
    """A run, its last phase's record, the heads that phase trained, and the folder of its tokenizer."""

    plan: Plan
    run: Run
    phase: Record
    heads: tuple[str, ...]
    tokenizer: Path


def find_run(
    name: str,
    store: Store,
    *,
    changes: list[str] | None = None,
    seeds: int | None = None,
    scale: float | None = None,
    data: Path | None = None,
) -> FoundRun:
    """The run of that name; refused where it is not there or not done."""
    study, _, arm = name.partition(":")
    plan = read_plan(study, changes=changes, seeds=seeds, scale=scale, data=data)
    run = runs.find(plan, arm or plan.runs[0].arm.name)
    if isinstance(run, Problem):
        raise Refused(replace(run, place=name))  # plan knows the name as its --why
    last = list(run.phases.values())[-1]
    record = store.get(last.kind, last.key)
    if record is None:
        raise Refused(missing(last))
    heads = tuple(sorted(record.facts["heads"]))
    return FoundRun(plan=plan, run=run, phase=record, heads=heads, tokenizer=tokenizer_folder(store, last))


def tokenizer_folder(store: Store, phase: Job) -> Path:
    """Where the tokenizer of a phase's encoder lies: with the encoder, or in its own record."""
    for job in phase.all_reads():
        if job.kind == "tokenizer":
            record = store.get(job.kind, job.key)
            if record is None:
                raise Refused(missing(job))
            return record.folder
        if "encoder" in job.places:
            return Path(job.places["encoder"])
    raise ValueError(f"{phase.what} rests on no encoder")
