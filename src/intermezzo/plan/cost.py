"""What a plan costs, from throughput that this machine has shown; where it has shown none, it says so."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from intermezzo.plan import machine
from intermezzo.plan.model import Plan
from intermezzo.store import Record, Store


def lines(plan: Plan, store: Store) -> Iterator[str]:
    """Estimates of time and disk for what is missing."""
    missing = [j for j in plan.jobs if not store.has(j.kind, j.key)]
    if not missing:
        yield "Nothing is left to do."
        return
    shown = [r for r in store.records() if r.environment.get("processor") == machine.processor()]
    step = seconds_a_row([r for r in shown if r.kind == "phase"])
    if step is None:
        yield f"{len(missing):,} jobs to do; this store has seen no phase on this machine, so no estimate of time."
        return
    seconds, disk = 0.0, 0.0
    for job in missing:
        alike = [r for r in shown if r.kind == job.kind]
        disk += median([sum(f.bytes for f in r.files.values()) for r in alike]) if alike else 0.0
        if job.kind == "phase" and (steps := job.settings["budget"].get("steps")):
            seconds += step * steps * job.settings["rows"]
        elif alike:
            seconds += median([r.seconds for r in alike])
    yield (
        f"{len(missing):,} jobs to do: about {seconds / 60:,.1f} minutes of one core, {disk / 1e6:,.0f} MB "
        "(from what this machine has shown)."
    )


def seconds_a_row(phases: list[Record]) -> float | None:
    """Median time of a training row on this machine. A record's time begins where the phase was gone on with."""
    found = []
    for record in phases:
        steps, before = record.facts["steps"], record.facts["resumed_at"]
        if n_rows := sum(record.facts["rows"].values()) * (steps - before) / steps:
            found.append(record.seconds / n_rows)
    return median(found) if found else None
