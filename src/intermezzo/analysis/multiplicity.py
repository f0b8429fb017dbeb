"""Many tests at once: p-values that stay honest.

Holm for what a study claims (the chance of any false word), Benjamini-Hochberg for exploring (their share).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intermezzo.analysis.cells import Array


def holm(p: Sequence[float] | Array) -> Array:
    """Holm's adjusted p-values, in the order given: [M] -> [M].

        p~(i) = max over j <= i of min(1, (M - j + 1) p(j)),  p(1) <= ... <= p(M)

    Rejecting where p~ <= alpha keeps the chance of any false rejection at alpha, whatever depends on what.

    Errors:
        ValueError for a p outside 0..1, NaN included.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    ps = _checked(p)
    order = np.argsort(ps, kind="stable")
    adjusted = np.empty_like(ps)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(ps[order] * np.arange(len(ps), 0, -1)))
    return adjusted


def benjamini_hochberg(p: Sequence[float] | Array) -> Array:
    """Benjamini and Hochberg's adjusted p-values, in the order given: [M] -> [M].

        p~(i) = min over j >= i of min(1, M p(j) / j),  p(1) <= ... <= p(M)

    Rejecting where p~ <= alpha keeps the expected share of false rejections at alpha, for independent or
    positively dependent tests (languages of one model are the latter).

    Errors:
        ValueError for a p outside 0..1, NaN included.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    """
    ps = _checked(p)
    falling = np.argsort(ps, kind="stable")[::-1]
    # M / j first: p M / j rounds 0.05 of three equal tests to above 0.05.
    scaled = ps[falling] * (len(ps) / np.arange(len(ps), 0, -1))
    adjusted = np.empty_like(ps)
    adjusted[falling] = np.minimum(1.0, np.minimum.accumulate(scaled))
    return adjusted


def _checked(p: Sequence[float] | Array) -> Array:
    ps = np.asarray(p, dtype=np.float64)
    if not ((ps >= 0) & (ps <= 1)).all():
        raise ValueError(f"p-values lie in 0..1, found {ps}")
    return ps
