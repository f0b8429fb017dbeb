"""Stratified: the split that a published call to scikit-learn makes, without the library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from data.scenes import UNTIMED
from intermezzo.data.stratified import without_test
from intermezzo.problem import Problem

CHAII = ["hindi" if i % 1114 * 746 % 1114 < 746 else "tamil" for i in range(1114)]  # 746 and 368, mixed


def test_chaii_counts() -> None:
    """A test of 100 from ChAII has 67 Hindi and 33 Tamil rows, as MuCoT's has; then dev again, and 914 are left."""
    assert (CHAII.count("hindi"), CHAII.count("tamil")) == (746, 368)
    for seed in range(5):
        found = without_test(CHAII, n_test=100, seed=seed)
        assert not isinstance(found, Problem)
        rest, test = found
        assert sorted(rest + test) == list(range(1114))
        assert sum(CHAII[i] == "hindi" for i in test) == 67
        again = without_test([CHAII[i] for i in rest], n_test=100, seed=seed)
        assert not isinstance(again, Problem)
        assert (len(again[0]), len(again[1])) == (914, 100)


@pytest.mark.parametrize(
    ("seed", "first"),
    [
        (0, [726, 651, 955, 1093, 895, 945, 1080, 632]),
        (4, [737, 911, 84, 895, 1023, 237, 280, 878]),
    ],
)
def test_drawn_numbers(seed: int, first: list[int]) -> None:
    """The numbers that scikit-learn 1.9.1 draws first.

    train_test_split(range(1114), test_size=100, random_state=SEED, stratify=CHAII)
    """
    found = without_test(CHAII, n_test=100, seed=seed)
    assert not isinstance(found, Problem)
    assert found[1][:8] == first


@UNTIMED
@given(
    strata=st.lists(st.sampled_from("abcde"), min_size=2, max_size=60),
    n_test=st.integers(1, 59),
    seed=st.integers(0, 2**32 - 1),
)
def test_against_the_library(strata: list[str], n_test: int, seed: int) -> None:
    """Number for number what scikit-learn draws, ties in the shares included; refused where it refuses."""
    n_test = min(n_test, len(strata) - 1)
    found = without_test(strata, n_test=n_test, seed=seed)
    try:
        rest, test = train_test_split(
            range(len(strata)), test_size=n_test, random_state=seed, stratify=strata
        )
    except ValueError:
        assert isinstance(found, Problem)
    else:
        assert found == (list(rest), list(test))


def test_too_few() -> None:
    """A stratum of one cannot be on both sides, and is named."""
    found = without_test(["hindi"] * 3 + ["tamil"], n_test=2, seed=0)
    assert str(found) == "cannot take 2 of 4 rows for a test, some of each: 3 'hindi', 1 'tamil'."
