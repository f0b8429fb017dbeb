"""Effects by language: a forest plot and a table for each claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from intermezzo.analysis.words import MINUS, number
from intermezzo.report import table
from intermezzo.report.charts import languages
from intermezzo.report.findings import Findings, LanguageEffect
from intermezzo.report.number_text import NONE, signed
from intermezzo.report.table import Cell, Column, Table

COLUMNS = (
    Column(title="language", kind="head"),
    Column(title="effect", kind="number"),
    Column(title="95 % interval", kind="number"),
    Column(title="p", kind="number"),
    Column(title="p, Holm", kind="number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLanguage:
    """One claim over its languages."""

    claim: str
    says: str
    compared: str
    plot: Markup
    table: Table


def of(findings: Findings) -> tuple[ByLanguage, ...]:
    """The claims that have effects by language, in the order of the study."""
    span = languages.domain(findings.effects)
    names = labels(findings)
    return tuple(
        _claim(findings, claim, names, span) for claim in dict.fromkeys(e.claim for e in findings.effects)
    )


def labels(findings: Findings) -> dict[str, str]:
    """Code -> name, with the code where two languages have the same name."""
    codes = dict.fromkeys(
        [*findings.languages, *(e.language for e in findings.effects), *(s.language for s in findings.scores)]
    )
    named = {code: findings.language_names.get(code, code) for code in codes}
    times = Counter(named.values())
    return {code: name if times[name] == 1 else f"{name} ({code})" for code, name in named.items()}


def _claim(findings: Findings, claim: str, names: Mapping[str, str], span: tuple[float, float]) -> ByLanguage:
    effects = [e for e in findings.effects if e.claim == claim]
    verdict = next((v for v in findings.verdicts if v.claim.name == claim), None)
    compared = f"{verdict.claim.arm} against {verdict.claim.control}" if verdict else claim
    metric = f"{verdict.metric} " if verdict and verdict.metric else ""
    return ByLanguage(
        claim=claim,
        says=verdict.claim.says if verdict else "",
        compared=compared,
        plot=languages.plot(
            effects, verdict, names=names, span=span, title=f"{metric}points, arm {MINUS} control"
        ),
        table=Table(
            caption=f"{claim}: {compared}, by language",
            columns=COLUMNS,
            rows=tuple(_row(e, names[e.language]) for e in effects),
        ),
    )


def _row(effect: LanguageEffect, name: str) -> tuple[Cell, ...]:
    return (
        Cell(text=name, mark=table.SEEN if effect.is_seen else ""),
        table.text(signed(effect.effect)),
        _interval(effect.low, effect.high),
        table.p_value(effect.p),
        table.p_value(effect.p_holm),
    )


def _interval(low: float | None, high: float | None) -> Cell:
    """Sorted by its lower end: what the effect is at the least."""
    if low is None or high is None:
        return Cell(text=NONE)
    return Cell(text=f"{number(low)} to {number(high)}", order=low)
