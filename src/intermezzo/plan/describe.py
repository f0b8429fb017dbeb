"""A plan in words: arms, phases with every default spelled out, jobs, what is shared, what is there already."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from intermezzo.plan.model import Plan
from intermezzo.store import Store
from intermezzo.study.model import Arm, Budget, Phase, Study
from intermezzo.study.reference import material
from intermezzo.tasks import FORMATS

KINDS = ("source", "tokenizer", "features", "phase", "probe", "predict", "score")
SHOWN = ("rate", "head_rate", "warmup", "schedule", "weight_decay", "clip", "accumulate",
         "dropout", "precision", "threads", "head", "checkpoint")  # fmt: skip


def lines(plan: Plan, store: Store) -> Iterator[str]:
    """The plan for people."""
    study = plan.study
    yield f"{study.name}: {study.question}"
    yield (
        f"{len(study.arms)} arm{'s' * (len(study.arms) != 1)} x {len(study.seeds)} "
        f"seed{'s' * (len(study.seeds) != 1)} = {len(plan.runs)} runs"
    )
    for arm in study.arms:
        yield f"  {arm.name}: {chain(study, arm)}"
    yield ""
    yield "phases"
    seen: set[str] = set()
    for phase in (p for arm in study.arms for p in arm.phases):
        told = described(phase, study)
        if told not in seen:
            seen.add(told)
            yield f"  {told}"
    yield ""
    yield f"{'jobs':<10} {'all':>6} {'shared':>7} {'done':>6}"
    for kind in KINDS:
        jobs = [j for j in plan.jobs if j.kind == kind]
        if jobs:
            shared = sum(plan.n_runs_of[j.key] > 1 for j in jobs)
            done = sum(store.has(j.kind, j.key) for j in jobs)
            yield f"{kind:<10} {len(jobs):>6,} {shared:>7,} {done:>6,}"
    trained = Counter(j.kind for j in plan.jobs)["phase"]
    asked = sum(len(r.phases) for r in plan.runs)
    if asked > trained:
        yield f"sharing saves {asked - trained:,} of {asked:,} phases"


def chain(study: Study, arm: Arm) -> str:
    """`intermediate (world-qa/{en,fr}) -> target (world-qa/en)`."""
    return " -> ".join(f"{p.name} ({material(p, study.task)})" for p in arm.phases)


def described(phase: Phase, study: Study) -> str:
    """A phase with all its numbers, those of its formats among them; what it trains on is said with the arms."""
    formats = [FORMATS[study.task(share.of.task).format] for share in phase.mixture]
    names = dict.fromkeys([*SHOWN, *(name for each in formats for name in (*each.cut, *each.train))])
    fields = ", ".join(f"{name} {value}" for name in names if (value := getattr(phase, name)) is not None)
    return f"{phase.name}: {budget(phase.budget)} of {phase.batch.rows} rows, {fields}"


def budget(given: Budget) -> str:
    """`150 steps`, `2 epochs`, `1,000,000 tokens`."""
    if given.steps:
        return f"{given.steps:,} steps"
    return f"{given.epochs:g} epochs" if given.epochs else f"{given.tokens:,} tokens"


def as_json(plan: Plan, store: Store) -> str:
    """The plan for programs."""
    told = {
        "study": plan.study.name,
        "runs": [{"name": r.name, "phases": {n: j.key for n, j in r.phases.items()}} for r in plan.runs],
        "jobs": [
            {
                "kind": j.kind,
                "key": j.key,
                "what": j.what,
                "reads": {role: read.key for role, read in j.reads.items()},
                "settings": dict(j.settings),
                "runs": plan.n_runs_of[j.key],
                "done": store.has(j.kind, j.key),
            }
            for j in plan.jobs
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
