"""Stratified: scikit-learn's `train_test_split(…, test_size=N, random_state=SEED, stratify=…)`, number for number.

Papers publish the call instead of the split, so the split is wherever the call is made again. NumPy keeps the stream
of `RandomState` as it is for ever (NEP 19), which is all that scikit-learn draws from here.

Source: scikit-learn, model_selection/_split.py (StratifiedShuffleSplit), utils/extmath.py (_approximate_mode).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intermezzo.problem import Problem

if TYPE_CHECKING:
    import numpy as np


def without_test(strata: Sequence[str], *, n_test: int, seed: int) -> tuple[list[int], list[int]] | Problem:
    """Numbers of the items to train and to test on, each in the order the library draws them.

    Args:
        strata: of each item; each stratum gives the test its share of `n_test`.
        n_test: items to test on.
        seed: the `random_state`.

    Errors:
        Problem where the library refuses: a stratum of one item, or fewer items on a side than strata.
    """
    import numpy as np

    names, stratum_of, sizes = np.unique(np.array(strata, str), return_inverse=True, return_counts=True)
    n_train = len(strata) - n_test
    if min(n_train, n_test) < len(names) or sizes.min() < 2:
        found = ", ".join(f"{size:,} '{name}'" for name, size in zip(names, sizes.tolist()))
        what = f"cannot take {n_test:,} of {len(strata):,} rows for a test, some of each: {found}."
        return Problem(what=what)
    rng = np.random.RandomState(seed)
    for_training = shares(sizes, n_train, rng)
    for_test = shares(sizes - for_training, n_test, rng)
    train: list[int] = []
    test: list[int] = []
    for stratum, (k, m) in enumerate(zip(for_training, for_test)):
        members = np.flatnonzero(stratum_of == stratum)
        drawn = members[rng.permutation(len(members))].tolist()
        train += drawn[:k]
        test += drawn[k : k + m]
    return rng.permutation(train).tolist(), rng.permutation(test).tolist()


def shares(sizes: np.ndarray, n: int, rng: np.random.RandomState) -> np.ndarray:
    """How many of `n` each stratum gives: its part rounded down, then one more by falling remainder, ties drawn."""
    import numpy as np

    exact = sizes / sizes.sum() * n
    given = np.floor(exact)
    missing = int(n - given.sum())
    remainder = exact - given
    for value in np.unique(remainder)[::-1]:
        if missing == 0:
            break
        (tied,) = np.nonzero(remainder == value)
        chosen = rng.choice(tied, size=min(len(tied), missing), replace=False)
        given[chosen] += 1
        missing -= len(chosen)
    counts: np.ndarray = given.astype(int)
    return counts
