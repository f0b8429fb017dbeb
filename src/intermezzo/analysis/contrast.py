"""Contrasts: one arm against another, overall and by language, with two intervals each.

    effect = mean over languages of mean over shared seeds of (score of the arm - score of the control)

Languages weigh the same, whatever their size, as in the tables of XTREME. They are a fixed, chosen set: the
intervals speak about these languages, not about languages at large.

Letters: N draws, S seeds, L languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from intermezzo.analysis.cells import Array, Cells
from intermezzo.analysis.multiplicity import holm
from intermezzo.analysis.resampling import N_DRAWS, draw_scores, generator
from intermezzo.analysis.sign_flip import sign_flip
from intermezzo.analysis.student import ALPHA, Interval, t_interval, two_sided_p
from intermezzo.analysis.variance import Variance, variance_of
from intermezzo.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A difference on one or several languages, in points, and how sure it is."""

    languages: tuple[str, ...]
    points: float
    seed_points: tuple[float, ...]  # the effect at each shared seed
    variance: Variance | Problem  # a Problem with one seed
    interval: Interval | Problem  # 95 %, over seeds and clusters: the one behind a verdict
    within_seeds: Interval  # 95 %, percentiles of the cluster draws, these very seeds
    p: float | None  # two-sided against no effect; None with one seed
    p_holm: float | None = None  # among the languages of the contrast; None for the overall effect
    p_sign_flip: float | None  # exact over seeds; None below six seeds
    n_examples: int
    n_clusters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """`arm` less `control` on a metric."""

    metric: str
    arm: str
    control: str
    seeds: tuple[int, ...]  # shared
    languages: tuple[str, ...]
    overall: Effect
    by_language: tuple[Effect, ...]
    left_out: tuple[str, ...]  # sentences: seeds and languages that one side lacks


def contrast(
    cells: Cells,
    arm: str,
    control: str,
    *,
    fingerprint: str,
    languages: Sequence[str] | None = None,
    n_draws: int = N_DRAWS,
) -> Contrast | Problem:
    """Compare two arms on the seeds and languages that both have.

    Args:
        fingerprint: what the numbers rest on (keys of the evaluations); seeds the draws. The order of the
            arms has no part in it, so a contrast turned round mirrors its intervals.
        languages: those the claim states; all there are if left out.

    Errors:
        Problem if the arms share no language, no seed, or a language has fewer than two clusters.
        KeyError for an arm that is not among the cells.
    """
    for name in (arm, control):
        if name not in cells.arms:
            raise KeyError(f"no arm {name!r} among {cells.arms}")
    asked = tuple(languages) if languages is not None else cells.languages
    shared = tuple(lg for lg in asked if all(_any_seed(cells, a, lg) for a in (arm, control)))
    if not shared:
        return Problem(what=f"{arm} and {control} share no language with scores.")
    seeds = tuple(s for s in cells.seeds if all(cells.has(a, s, lg) for a in (arm, control) for lg in shared))
    if not seeds:
        return Problem(what=f"{arm} and {control} share no seed.", remedy="Give both arms the same seeds.")
    for language in shared:
        if len(cells.clusters[cells.languages.index(language)]) < 2:
            return Problem(
                what=f"{language} has a single cluster of examples, so nothing tells how examples differ.",
                remedy="Leave the language out, or give its examples clusters of their own.",
            )

    scores = np.array([[[cells.score(a, s, lg) for lg in shared] for s in seeds] for a in (arm, control)])
    # Always in the order of the cells, so that a draw is the same whichever arm is the control.
    pair = sorted((arm, control), key=cells.arms.index)
    drawn = draw_scores(
        cells,
        arms=pair,
        seeds=seeds,
        languages=shared,
        rng=generator("clusters", fingerprint),
        n_draws=n_draws,
    )
    d = scores[0] - scores[1]  # [S, L]
    draws = drawn[:, pair.index(arm)] - drawn[:, pair.index(control)]  # [N, S, L]

    overall = _effect(cells, shared, d, draws)
    alone = [_effect(cells, (lg,), d[:, [i]], draws[:, :, [i]]) for i, lg in enumerate(shared)]
    ps = [effect.p for effect in alone if effect.p is not None]
    by_language = [replace(e, p_holm=float(p)) for e, p in zip(alone, holm(ps), strict=True)] if ps else alone
    return Contrast(
        metric=cells.metric,
        arm=arm,
        control=control,
        seeds=seeds,
        languages=shared,
        overall=overall,
        by_language=tuple(by_language),
        left_out=_left_out(cells, (arm, control), asked, shared, seeds),
    )


def _effect(cells: Cells, languages: tuple[str, ...], d: Array, draws: Array) -> Effect:
    """d [S, L], draws [N, S, L], both in points."""
    seed_points = d.mean(axis=1)
    points = float(seed_points.mean())
    seed_draws = draws.mean(axis=2)  # [N, S]
    blocks = cells.blocks(languages)
    n_clusters = sum(len(block) for block in blocks)
    variance = variance_of(seed_points, seed_draws, df_cluster=n_clusters - len(blocks))
    low, high = np.quantile(seed_draws.mean(axis=1), [ALPHA / 2, 1 - ALPHA / 2])
    flipped = sign_flip(seed_points)
    return Effect(
        languages=languages,
        points=points,
        seed_points=tuple(seed_points.tolist()),
        variance=variance,
        interval=t_interval(points, variance) if isinstance(variance, Variance) else variance,
        within_seeds=Interval(
            low=float(low), high=float(high), level=1 - ALPHA, covers="clusters, seeds fixed"
        ),
        p=two_sided_p(points, variance) if isinstance(variance, Variance) else None,
        p_sign_flip=None if isinstance(flipped, Problem) else flipped,
        n_examples=sum(cells.n_examples[cells.languages.index(lg)] for lg in languages),
        n_clusters=n_clusters,
    )


def _any_seed(cells: Cells, arm: str, language: str) -> bool:
    return any(cells.has(arm, seed, language) for seed in cells.seeds)


def _left_out(
    cells: Cells,
    arms: tuple[str, str],
    asked: tuple[str, ...],
    shared: tuple[str, ...],
    seeds: tuple[int, ...],
) -> tuple[str, ...]:
    told = []
    for language in asked:
        lacking = [arm for arm in arms if not _any_seed(cells, arm, language)]
        if lacking:
            told.append(f"{language} is left out: no scores of {' or '.join(lacking)}")
    for seed in cells.seeds:
        if seed not in seeds:
            lacking = [arm for arm in arms if not all(cells.has(arm, seed, lg) for lg in shared)]
            told.append(f"seed {seed} is left out: scores of {' and '.join(lacking)} are missing")
    return tuple(told)
