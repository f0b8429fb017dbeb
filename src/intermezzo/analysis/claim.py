"""Claims and verdicts: what a study stated beforehand, held against what came out.

A claim of `> N` holds where the whole 95 % interval over seeds and clusters lies above N, and fails where the
whole interval lies below; otherwise it is undecided. A claim of `within N` holds where the 90 % interval lies
within the margin (two one-sided tests at 5 %), and fails where the whole 95 % interval lies beyond one side.

A study with several claims is read together: Holm's correction over all claims that could be tested, and a
verdict stands only if it survives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from intermezzo.analysis import words
from intermezzo.analysis.cells import Cells
from intermezzo.analysis.contrast import Contrast, Effect, contrast
from intermezzo.analysis.expectation import Expectation
from intermezzo.analysis.multiplicity import holm
from intermezzo.analysis.power import seeds_to_equivalence, seeds_to_settle, smallest_effect
from intermezzo.analysis.resampling import N_DRAWS
from intermezzo.analysis.student import ALPHA, Interval, equivalence_p, t_interval, two_sided_p
from intermezzo.analysis.variance import Variance
from intermezzo.problem import Problem

Word = Literal["holds", "fails", "undecided", "not comparable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A contrast with an expectation, stated before the study runs."""

    name: str  # "claim 1"
    says: str  # the study's own sentence
    arm: str
    control: str
    languages: tuple[str, ...]
    expect: Expectation


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that a report needs to know of a claim. Figures are None where nothing could be compared."""

    claim: Claim
    metric: str
    verdict: Word
    alone: Word  # before Holm's correction over the claims of the study
    reasons: tuple[str, ...] = ()  # why it is not comparable, or why nothing can be decided
    notes: tuple[str, ...] = ()  # what else differs between the arms, what was left out
    contrast: Contrast | None = None
    points: float | None = None
    interval: Interval | None = None  # 95 %, seeds and clusters; None with one seed
    equivalence_interval: Interval | None = None  # 90 %, for claims of `within`
    within_seeds: Interval | None = None  # 95 %, clusters only
    p: float | None = None  # against the claim's own threshold; None with one seed
    p_holm: float | None = None  # among the study's claims
    p_sign_flip: float | None = None  # against no effect, exact over seeds; None below six seeds
    n_claims: int = 1  # tested together
    n_seeds: int = 0
    n_languages: int = 0
    n_examples: int = 0  # over all languages
    n_clusters: int = 0
    variance: Variance | None = None
    smallest_points: float | None = None  # smallest effect seen with a chance of 80 %; None with one seed
    more_seeds: int | None = None  # that would settle an undecided claim; None if none would, or not asked

    @property
    def sentence(self) -> str:
        """The verdict in plain words."""
        return words.sentence(self)


def judge(
    claim: Claim,
    cells: Cells | Problem,
    *,
    fingerprint: str,
    obstacles: Sequence[str] = (),
    differences: Sequence[str] = (),
    n_draws: int = N_DRAWS,
) -> Verdict:
    """Hold one claim against the scores. Several claims of a study then go through `judge_together`.

    Args:
        cells: the metric's statistics, or the Problem that kept them from being put together.
        fingerprint: what the numbers rest on; seeds the draws.
        obstacles: why the arms must not be compared (unequal steps called equal, other versions, …);
            with any, nothing is computed.
        differences: what else differs between the arms; noted, not judged.
    """
    if isinstance(cells, Problem):
        return _not_comparable(claim, "", [*obstacles, str(cells)], differences)
    if obstacles:
        return _not_comparable(claim, cells.metric, obstacles, differences)
    compared = contrast(
        cells, claim.arm, claim.control, languages=claim.languages, fingerprint=fingerprint, n_draws=n_draws
    )
    if isinstance(compared, Problem):
        return _not_comparable(claim, cells.metric, [str(compared)], differences)

    effect = compared.overall
    verdict = Verdict(
        claim=claim,
        metric=cells.metric,
        verdict="undecided",
        alone="undecided",
        notes=(*differences, *compared.left_out),
        contrast=compared,
        points=effect.points,
        within_seeds=effect.within_seeds,
        p_sign_flip=effect.p_sign_flip,
        n_seeds=len(compared.seeds),
        n_languages=len(compared.languages),
        n_examples=effect.n_examples,
        n_clusters=effect.n_clusters,
    )
    if isinstance(effect.variance, Problem):
        return replace(verdict, reasons=(str(effect.variance),))
    return _tested(verdict, effect, effect.variance)


def judge_together(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Holm's correction over the claims of one study: what does not survive it becomes undecided.

    Claims without a p-value (one seed, not comparable) were not tested and do not count.
    """
    ps = [v.p for v in verdicts if v.p is not None]
    adjusted = iter(holm(ps).tolist())
    return tuple(
        v if v.p is None else _corrected(v, p_holm=next(adjusted), n_claims=len(ps)) for v in verdicts
    )


def _not_comparable(claim: Claim, metric: str, reasons: Sequence[str], differences: Sequence[str]) -> Verdict:
    return Verdict(
        claim=claim,
        metric=metric,
        verdict="not comparable",
        alone="not comparable",
        reasons=tuple(reasons),
        notes=tuple(differences),
    )


def _tested(verdict: Verdict, effect: Effect, variance: Variance) -> Verdict:
    expect, points = verdict.claim.expect, effect.points
    met = _looks_met(expect, points)
    if expect.kind != "within":
        p = two_sided_p(points, variance, threshold=expect.points)
    elif met:
        p = equivalence_p(points, variance, margin=expect.points)
    else:
        p = two_sided_p(abs(points), variance, threshold=expect.points)
    narrow = t_interval(points, variance, level=1 - 2 * ALPHA) if expect.kind == "within" else None
    still = ("all seeds gave the same effect; look whether they differ in anything",)
    return _corrected(
        replace(
            verdict,
            alone=("holds" if met else "fails") if p <= ALPHA else "undecided",
            notes=verdict.notes + (still if variance.seed == 0 and points != 0 else ()),
            interval=t_interval(points, variance),
            equivalence_interval=narrow,
            p=p,
            variance=variance,
            smallest_points=smallest_effect(variance),
        ),
        p_holm=p,
        n_claims=1,
    )


def _corrected(verdict: Verdict, *, p_holm: float, n_claims: int) -> Verdict:
    decided = p_holm <= ALPHA
    return replace(
        verdict,
        verdict=verdict.alone if decided else "undecided",
        p_holm=p_holm,
        n_claims=n_claims,
        # Among several claims the first step of Holm is what more seeds must be sure to take.
        more_seeds=None if decided else _more_seeds(verdict, alpha=ALPHA / n_claims),
    )


def _more_seeds(verdict: Verdict, *, alpha: float) -> int | None:
    expect, points, variance = verdict.claim.expect, verdict.points, verdict.variance
    if points is None or variance is None:
        return None
    if expect.kind == "within":
        return seeds_to_equivalence(points, variance, margin=expect.points, alpha=alpha)
    return seeds_to_settle(points - expect.points, variance, alpha=alpha)


def _looks_met(expect: Expectation, points: float) -> bool:
    match expect.kind:
        case "above":
            return points > expect.points
        case "below":
            return points < expect.points
        case "within":
            return abs(points) < expect.points
