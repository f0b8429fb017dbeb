"""The data ledger: what was read, kept, repaired and dropped; licences; the tokenizer's ceiling."""

from __future__ import annotations

from collections.abc import Mapping

from intermezzo.report import number_text, table
from intermezzo.report.findings import DataFact, ExclusionFact, Findings
from intermezzo.report.number_text import NONE, whole
from intermezzo.report.table import Cell, Column, Table

COLUMNS = (
    Column(title="source", kind="head"),
    Column(title="licence"),
    Column(title="read", kind="number"),
    Column(title="kept", kind="number"),
    Column(title="repaired", kind="number"),
    Column(title="dropped", kind="number"),
    Column(title="why dropped"),
    Column(title="notes"),
    Column(title="ceiling", kind="number"),
    Column(title="rows", kind="number"),
    Column(title="tokens a row", kind="number"),
    Column(title="key", kind="key"),
)
EXCLUDED = (
    Column(title="source", kind="head"),
    Column(title="examples", kind="number"),
    Column(title="left out", kind="number"),
    Column(title="whose questions they hold"),
    Column(title="rows of the rest", kind="number"),
    Column(title="key", kind="key"),
)


def of(findings: Findings) -> Table:
    """A row for each source."""
    return Table(
        caption="Sources",
        note="Ceiling: points that gold answers keep on their way from text to tokens and back.",
        columns=COLUMNS,
        rows=tuple(_row(fact) for fact in findings.data),
    )


def excluded(findings: Findings) -> Table:
    """A row for each source that is trained on without some of its examples."""
    return Table(
        caption="Left out with 'without'",
        note="Examples that hold a question of another source, by its id or its context; one may hold several.",
        columns=EXCLUDED,
        rows=tuple(_excluded_row(fact) for fact in findings.exclusions),
    )


def _excluded_row(fact: ExclusionFact) -> tuple[Cell, ...]:
    return (
        table.text(fact.source),
        table.whole(fact.examples),
        table.whole(fact.excluded),
        table.text(_told(fact.held)),
        table.whole(fact.n_rows),
        table.text(fact.key),
    )


def _row(fact: DataFact) -> tuple[Cell, ...]:
    return (
        table.text(fact.source),
        table.text(fact.licence or "not stated"),
        table.whole(fact.read),
        table.whole(fact.kept),
        table.whole(fact.repaired),
        table.whole(sum(fact.dropped.values())),
        table.text(_told(fact.dropped)),
        table.text(_told(fact.notes)),
        table.text(NONE if fact.ceiling is None else number_text.score(fact.ceiling)),
        table.whole(fact.n_rows),
        table.text(NONE if fact.mean_row_tokens is None else f"{fact.mean_row_tokens:.1f}"),
        table.text(fact.key),
    )


def _told(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{reason}: {whole(n)}" for reason, n in sorted(counts.items()))
