"""Why: which setting makes two runs part, and why a job must run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from intermezzo.plan.job import Job, keyed
from intermezzo.plan.model import Plan, Run
from intermezzo.problem import Problem
from intermezzo.shelf import nearest
from intermezzo.store import Store


def why(plan: Plan, store: Store, names: list[str]) -> list[str] | Problem:
    """Of one run (one name) its jobs and what is missing; of two the first phase in which they part, and by what."""
    runs: list[Run] = []
    for name in names:
        found = find(plan, name)
        if isinstance(found, Problem):
            return found
        runs.append(found)
    return list(one(store, runs[0]) if len(runs) == 1 else two(*runs))


def find(plan: Plan, name: str) -> Run | Problem:
    """A run by `ARM@SEED`, or an arm's first run by `ARM`; `STUDY:` in front is allowed."""
    asked = name.removeprefix(f"{plan.study.name}:")
    for run in plan.runs:
        if asked in (run.name, run.arm.name):
            return run
    known = [r.name for r in plan.runs]
    near = nearest(asked, known)
    hint = f"Did you mean '{near}'? " if near else ""
    return Problem(place="--why", what=f"no run '{asked}'.", remedy=f"{hint}Runs: {', '.join(known)}")


def one(store: Store, run: Run) -> Iterator[str]:
    """Each phase of a run: done, or what it waits for."""
    for name, job in run.phases.items():
        if store.has(job.kind, job.key):
            yield f"{run.name}: phase {name} is done ({job.short})"
            continue
        yield f"{run.name}: phase {name} must run ({job.short}): {reason(store, job)}"


def reason(store: Store, job: Job) -> str:
    """Why there is no record: the nearest record of its kind shows what was changed."""
    waits = [f"{r.kind} {r.short}" for r in job.reads.values() if not store.has(r.kind, r.key)]
    told = f"it reads {', '.join(sorted(set(waits)))}, not done either" if waits else "nobody has done it yet"
    best: list[str] | None = None
    for record in store.records(job.kind):
        changed = list(changes(keyed(job.settings), keyed(record.settings)))
        if best is None or len(changed) < len(best):
            best = changed
    if best:
        told += f"; the nearest record differs in {', '.join(best[:4])}"
    return told


def two(a: Run, b: Run) -> Iterator[str]:
    """Where two runs part."""
    shared = [n for n in a.phases if n in b.phases and a.phases[n].key == b.phases[n].key]
    if shared:
        yield f"{a.name} and {b.name} share: {', '.join(shared)}"
    for name in dict.fromkeys([*a.phases, *b.phases]):
        one_job, other = a.phases.get(name), b.phases.get(name)
        if one_job is None or other is None:
            yield f"only {a.name if one_job else b.name} has the phase {name}"
        elif one_job.key != other.key:
            yield f"phase {name} differs: {'; '.join(parting(one_job, other))}"


def parting(a: Job, b: Job) -> list[str]:
    """What makes two jobs of one kind different."""
    told = list(changes(keyed(a.settings), keyed(b.settings)))
    told += [f"fingerprint {n}" for n in a.fingerprints if a.fingerprints[n] != b.fingerprints.get(n)]
    for role in dict.fromkeys([*a.reads, *b.reads]):
        mine, theirs = a.reads.get(role), b.reads.get(role)
        if mine is None or theirs is None:
            told.append(
                f"reads {role}: {mine.what if mine else 'nothing'} / {theirs.what if theirs else 'nothing'}"
            )
        elif mine.key != theirs.key:
            told.append(f"reads {role}: {mine.what} / {theirs.what}")
    return told


def changes(a: Mapping[str, Any], b: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Fields in which two settings differ, as `path: mine / theirs`."""
    for name in dict.fromkeys([*a, *b]):
        mine, theirs = a.get(name), b.get(name)
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            yield from changes(mine, theirs, f"{path}{name}.")
        elif mine != theirs:
            yield f"{path}{name}: {mine} / {theirs}"
