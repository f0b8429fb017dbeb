"""Cluster bootstrap: draws of every score, with clusters drawn once for all arms, seeds and languages.

Two arms meet the same clusters in a draw (paired), and so do all languages that share clusters (crossed).

C - 1 of C clusters are drawn with replacement, not C: the variance of the draws is then s^2 / C, where C of C
gives (C - 1) / C times that, too little with few clusters. Rao and Wu (1988), Resampling inference with
complex survey data, JASA 83, 231-241, with m = n - 1. Scores must not depend on the scale of the sums; ratios
and means do not.

Letters: N draws, A arms, S seeds, L languages, C clusters, K statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from intermezzo.analysis.cells import Array, Cells
from intermezzo.one_thread import one_thread

N_DRAWS = 4000  # Monte Carlo error of a standard error: 1 / sqrt(2 N) = 1.1 %
CHUNK_DRAWS = 500  # part of the result: another size takes the random numbers in another order
MAX_CHUNKS = 1000  # only met if nearly every draw leaves some language without a cluster


def generator(purpose: str, fingerprint: str) -> np.random.Generator:
    """PCG64 seeded by sha256 of (purpose, fingerprint): the same words, the same numbers, on every machine.

    Args:
        purpose: what is drawn, e.g. "clusters"; two purposes are independent.
        fingerprint: what the draws are for, e.g. the key of the evaluation.
    """
    digest = sha256(f"{len(purpose)}:{purpose}{fingerprint}".encode()).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest, "big"))))


def draw_scores(
    cells: Cells,
    *,
    arms: Sequence[str],
    seeds: Sequence[int],
    languages: Sequence[str],
    rng: np.random.Generator,
    n_draws: int = N_DRAWS,
) -> Array:
    """Scores of resampled clusters.

    A draw that leaves a language without any cluster has no score there and is drawn again.

    Args:
        arms, seeds, languages: what to score; each cell must be there (`Cells.has`), and each block of
            languages needs two clusters or more.

    Returns:
        [N, A, S, L], in points.

    Errors:
        ValueError if a cell is missing or a block has one cluster: the caller looks first.
    """
    sums = [_columns(cells, arms, seeds, language) for language in languages]  # [L] of [C, A * S * K]
    members = [cells.clusters[cells.languages.index(language)] for language in languages]
    n_statistics = sums[0].shape[1] // (len(arms) * len(seeds))
    kept: list[Array] = []
    n_kept = 0
    for _ in range(MAX_CHUNKS):
        weights = _weights(cells, languages, rng)  # [CHUNK_DRAWS, all clusters]
        whole = np.all([weights[:, own].any(axis=1) for own in members], axis=0)
        weights = weights[whole][: n_draws - n_kept]
        with one_thread():
            drawn = [weights[:, own] @ of_language for own, of_language in zip(members, sums, strict=True)]
        shape = len(arms), len(seeds), n_statistics
        kept.append(np.stack([_combined(cells, each, shape) for each in drawn], axis=-1))
        n_kept += len(weights)
        if n_kept == n_draws:
            return np.concatenate(kept)
    raise ValueError(f"{cells.metric}: languages with too few clusters to resample: {', '.join(languages)}")


def _weights(cells: Cells, languages: Sequence[str], rng: np.random.Generator) -> Array:
    weights = np.zeros((CHUNK_DRAWS, cells.n_clusters))
    for block in cells.blocks(languages):
        n = len(block)
        if n < 2:
            raise ValueError(f"{cells.metric}: one cluster cannot be resampled")
        weights[:, block] = rng.multinomial(n - 1, np.full(n, 1 / n), size=CHUNK_DRAWS)
    return weights


def _columns(cells: Cells, arms: Sequence[str], seeds: Sequence[int], language: str) -> Array:
    of_language = cells.sums[cells.languages.index(language)]  # [A, S, C, K]
    chosen = of_language[np.ix_([cells.arms.index(a) for a in arms], [cells.seeds.index(s) for s in seeds])]
    if np.isnan(chosen).any():
        raise ValueError(f"{cells.metric}: a cell of {language} is missing")
    return np.moveaxis(chosen, 2, 0).reshape(chosen.shape[2], -1)


def _combined(cells: Cells, sums: Array, shape: tuple[int, int, int]) -> Array:
    scores = np.asarray(cells.combine(sums.reshape(len(sums), *shape)), dtype=np.float64)
    if scores.shape != (len(sums), *shape[:2]):
        raise ValueError(
            f"{cells.metric}: combine must take [..., K] to [...]; {(len(sums), *shape)} became"
            f" {scores.shape}. Wrap a function of a single [K] in row_wise."
        )
    return scores
