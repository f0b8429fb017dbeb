"""The plan: how many jobs are done, and each failed one with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from intermezzo.report import number_text, table
from intermezzo.report.findings import Findings, JobFact
from intermezzo.report.table import Cell, Column, Table

STATES = ("failed", "missing", "done")  # what needs a reader first
COLUMNS = (
    Column(title="job", kind="head"),
    Column(title="concerns"),
    Column(title="state"),
    Column(title="time", kind="number"),
    Column(title="runs", kind="number"),
    Column(title="key", kind="key"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """All jobs."""

    failed: tuple[JobFact, ...]
    tally: tuple[tuple[str, int], ...]  # state -> jobs
    seconds: str  # of the jobs done
    is_finished: bool
    table: Table


def of(findings: Findings) -> Jobs:
    """Failed jobs first, then missing, then done; within a state in the order of the plan."""
    jobs = sorted(findings.jobs, key=lambda job: STATES.index(job.state))
    states = [job.state for job in jobs]
    return Jobs(
        failed=tuple(job for job in jobs if job.state == "failed"),
        tally=tuple((state, states.count(state)) for state in STATES if state in states),
        seconds=number_text.duration(sum(job.seconds for job in jobs if job.state == "done")),
        is_finished=all(state == "done" for state in states),
        table=Table(
            caption="Jobs of the plan",
            note="Runs: how many runs rest on the job.",
            columns=COLUMNS,
            rows=tuple(_row(job) for job in jobs),
        ),
    )


def _row(job: JobFact) -> tuple[Cell, ...]:
    return (
        table.text(job.kind),
        table.text(job.what),
        table.text(job.state),
        table.duration(job.seconds) if job.state == "done" else table.text(""),
        table.whole(job.n_runs),
        table.text(job.key),
    )
