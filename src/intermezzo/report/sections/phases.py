"""What each phase of each run did: steps, rows, tokens, time, and how."""

from __future__ import annotations

from intermezzo.report import table
from intermezzo.report.findings import Findings, PhaseFact
from intermezzo.report.number_text import nats
from intermezzo.report.table import Cell, Column, Table

COLUMNS = (
    Column(title="run", kind="head"),
    Column(title="phase"),
    Column(title="steps", kind="number"),
    Column(title="rows", kind="number"),
    Column(title="tokens", kind="number"),
    Column(title="final loss", kind="number"),
    Column(title="time", kind="number"),
    Column(title="tokens a second", kind="number"),
    Column(title="precision"),
    Column(title="head"),
    Column(title="attention"),
    Column(title="record"),
    Column(title="key", kind="key"),
)


def of(findings: Findings) -> Table:
    """A row for each phase of each run."""
    return Table(
        caption="Phases of all runs",
        note="A shared record was made once and serves several runs. Losses are in nats.",
        columns=COLUMNS,
        rows=tuple(_row(fact) for fact in findings.phases),
    )


def _row(fact: PhaseFact) -> tuple[Cell, ...]:
    return (
        table.text(f"{fact.arm}@{fact.seed}"),
        table.text(fact.phase),
        table.whole(fact.steps),
        table.whole(fact.rows),
        table.whole(fact.tokens),
        table.text(nats(fact.final_loss)),
        table.duration(fact.seconds),
        table.whole(round(fact.tokens_per_second)),
        table.text(fact.precision),
        table.text(fact.head),
        table.text(fact.attention),
        table.text("shared" if fact.is_shared else "own"),
        table.text(fact.key),
    )
