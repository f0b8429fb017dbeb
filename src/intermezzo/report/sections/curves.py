"""Learning curves: one small chart per phase and probe, with the arms' means in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from intermezzo.report import number_text, svg
from intermezzo.report.charts import curves
from intermezzo.report.charts.curves import Line
from intermezzo.report.findings import Curve, Findings
from intermezzo.report.number_text import NONE, whole
from intermezzo.report.table import Cell, Column, Table

MAX_STEPS = 12  # columns of a table; more are thinned evenly, the last one stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """One phase watched through one probe."""

    title: str
    plot: Markup
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """All probes, and how the arms are drawn."""

    probed: tuple[Probed, ...]
    legend: tuple[Line, ...]


def of(findings: Findings) -> Curves:
    """Phases and probes in the order they were found; one axis of scores per metric."""
    named = [arm for v in findings.verdicts for arm in (v.claim.arm, v.claim.control)]
    arms = [arm for arm in findings.arms if any(c.arm == arm for c in findings.curves)]
    drawn = curves.lines(arms, control=findings.control, first=named)
    kinds = dict.fromkeys((c.phase, c.probe, c.metric) for c in findings.curves)
    return Curves(probed=tuple(_probed(findings, kind, drawn) for kind in kinds), legend=drawn)


def _probed(findings: Findings, kind: tuple[str, str, str], drawn: Sequence[Line]) -> Probed:
    phase, probe, metric = kind
    own = [c for c in findings.curves if (c.phase, c.probe, c.metric) == kind]
    there = [line for line in drawn if any(c.arm == line.arm for c in own)]
    span = svg.extent([x for c in findings.curves if c.metric == metric for x in c.scores])
    title = f"{phase}, probe {probe}"
    return Probed(
        title=title,
        plot=curves.plot(
            own,
            there,
            span=span,
            metric=metric,
            says=f"{title}: {metric} over steps, {number_text.count(len(there), 'arm')}. See the table.",
        ),
        table=_table(f"{title}: {metric}, mean over seeds, in points", own, there),
    )


def _table(caption: str, own: Sequence[Curve], drawn: Sequence[Line]) -> Table:
    of_arm = {line.arm: [c for c in own if c.arm == line.arm] for line in drawn}
    means = {arm: curves.mean_by_step(those) for arm, those in of_arm.items()}
    steps = thinned(sorted({step for by_step in means.values() for step in by_step}))

    def at(arm: str, step: int) -> Cell:
        found = means[arm].get(step)
        return Cell(text=NONE if found is None else number_text.score(found))

    def last_tokens(arm: str) -> Cell:
        ends = {c.tokens[-1] for c in of_arm[arm] if c.tokens}
        return Cell(text="–".join(whole(n) for n in sorted({min(ends), max(ends)})) if ends else NONE)

    rows = [
        (Cell(text=arm, note=_seeds(those)), *(at(arm, step) for step in steps), last_tokens(arm))
        for arm, those in of_arm.items()
    ]
    columns = [
        Column(title="arm", kind="head"),
        *(Column(title=f"step {whole(step)}", kind="number") for step in steps),
        Column(title="tokens at the end", kind="number"),
    ]
    return Table(caption=caption, columns=tuple(columns), rows=tuple(rows))


def _seeds(those: Sequence[Curve]) -> str:
    return number_text.count(len({c.seed for c in those}), "seed")


def thinned(steps: Sequence[int]) -> list[int]:
    """At most `MAX_STEPS` of them, evenly, with the first and the last."""
    if len(steps) <= MAX_STEPS:
        return list(steps)
    last = len(steps) - 1
    return [steps[round(i * last / (MAX_STEPS - 1))] for i in range(MAX_STEPS)]
