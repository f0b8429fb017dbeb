"""The first screen: each claim with its verdict, its effect and what the study could have seen."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from intermezzo.analysis.claim import Verdict
from intermezzo.analysis.words import MINUS, correction, interval, points
from intermezzo.report.charts import claim
from intermezzo.report.findings import Findings
from intermezzo.report.number_text import count, signed

UNIT = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One claim as the first screen shows it. Texts are empty where there is nothing to say."""

    name: str
    says: str
    compared: str
    expected: str
    word: str
    is_exploratory: bool
    effect: str
    interval: str
    basis: str
    correction: str
    smallest: str
    settle: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    strip: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """All claims, on one axis."""

    claims: tuple[Shown, ...]
    axis: Markup
    tally: tuple[tuple[str, int], ...]  # verdict -> claims


def of(findings: Findings) -> Verdicts:
    """The claims in the order of the study."""
    span = claim.domain(findings.verdicts)
    words = [v.verdict for v in findings.verdicts]
    return Verdicts(
        claims=tuple(_shown(v, span, findings) for v in findings.verdicts),
        axis=claim.axis(span=span, title=f"{UNIT}, arm {MINUS} control"),
        tally=tuple((word, words.count(word)) for word in dict.fromkeys(words)),
    )


def _shown(verdict: Verdict, span: tuple[float, float], findings: Findings) -> Shown:
    stated = verdict.claim
    return Shown(
        name=stated.name,
        says=stated.says,
        compared=f"{stated.arm} against {stated.control}",
        expected=_expected(verdict),
        word=verdict.verdict,
        is_exploratory=stated.name in findings.exploratory,
        effect="" if verdict.points is None else signed(verdict.points),
        interval=_interval(verdict),
        basis=_basis(verdict),
        correction=correction(verdict),
        smallest="" if verdict.smallest_points is None else points(verdict.smallest_points),
        settle=_settle(verdict),
        # An undecided claim of one seed gives its reason here; others say all in figures.
        reasons=verdict.reasons,
        notes=verdict.notes,
        strip=claim.strip(verdict, span=span),
    )


def _expected(verdict: Verdict) -> str:
    metric = f" in {verdict.metric}" if verdict.metric else ""
    return f"{str(verdict.claim.expect).replace('-', MINUS)} {UNIT}{metric}"


def _interval(verdict: Verdict) -> str:
    if verdict.interval is not None:
        return interval(verdict.interval)
    if verdict.within_seeds is not None:
        return f"{interval(verdict.within_seeds)}, this one seed held fixed"
    return ""


def _basis(verdict: Verdict) -> str:
    if verdict.points is None:
        return ""
    seeds, languages = count(verdict.n_seeds, "seed"), count(verdict.n_languages, "language")
    return f"{seeds} × {languages}, {count(verdict.n_examples, 'example')}"


def _settle(verdict: Verdict) -> str:
    if verdict.verdict != "undecided" or verdict.smallest_points is None:
        return ""
    if verdict.more_seeds is None:
        return "no number of seeds would; more examples might"
    return f"about {count(verdict.more_seeds, 'more seed')}, if the effect is as large as it looks"
