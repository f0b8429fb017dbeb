"""Mixtures: the share of rows each source was to have, and the share it had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intermezzo.report import number_text
from intermezzo.report.findings import Findings, PhaseFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One source in the mixture of an arm's phase. Shares are of 1."""

    source: str
    requested: float
    realised: float
    requested_text: str
    realised_text: str
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A phase of one or several arms: those whose mixtures came out the same stand together."""

    phase: str
    arms: tuple[str, ...]
    n_runs: int
    parts: tuple[Part, ...]


def of(findings: Findings) -> tuple[Mixture, ...]:
    """Rows are summed over the seeds of an arm; a record that several arms share is told once."""
    facts: dict[tuple[str, str], list[PhaseFact]] = {}
    for fact in findings.phases:
        facts.setdefault((fact.phase, fact.arm), []).append(fact)
    together: dict[tuple[str, tuple[Part, ...]], list[str]] = {}
    for (phase, arm), own in facts.items():
        together.setdefault((phase, _parts(own)), []).append(arm)
    return tuple(
        Mixture(phase=phase, arms=tuple(arms), n_runs=sum(len(facts[phase, a]) for a in arms), parts=parts)
        for (phase, parts), arms in sorted(together.items(), key=lambda item: _first(findings, item[0][0]))
    )


def _parts(own: Sequence[PhaseFact]) -> tuple[Part, ...]:
    sources = sorted({source for fact in own for source in (*fact.requested, *fact.realised)})
    total = sum(n for fact in own for n in fact.realised.values())
    parts = []
    for source in sources:
        requested = sum(fact.requested.get(source, 0.0) for fact in own) / len(own)
        rows = sum(fact.realised.get(source, 0) for fact in own)
        realised = rows / total if total else 0.0
        parts.append(
            Part(
                source=source,
                requested=requested,
                realised=realised,
                requested_text=number_text.share(requested),
                realised_text=number_text.share(realised),
                rows=number_text.whole(rows),
            )
        )
    return tuple(parts)


def _first(findings: Findings, phase: str) -> int:
    return next(i for i, fact in enumerate(findings.phases) if fact.phase == phase)
