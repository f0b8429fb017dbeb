"""Mixtures: shares to within a row, each row once before any again, and the same order after every interruption."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intermezzo.train.mixture import Mixture, batches, constant, orders

ROUNDING = 1e-6  # rows; shares are added up row by row
SHARES = st.lists(st.one_of(st.integers(1, 20), st.floats(1e-3, 100)), min_size=1, max_size=13)
SIZES = {"a": 7, "b": 3, "c": 11}


def _mixture(shares, *, sizes=None, seed=0, cursors=None) -> Mixture:
    sizes = sizes or {str(i): 10 for i in range(len(shares))}
    made = orders(tuple(sizes), sizes, seed=seed, cursors=cursors or {})
    return Mixture(made, constant(tuple(shares)))


# -- shares --------------------------------------------------------------------------------------------------


@given(SHARES, st.integers(1, 150))
@example(
    [1, 1, 1, 10, 0.3179895189236851, 0.5569245712681979, 1, 10, 10, 1, 1, 1], 150
)  # the greedy rule: 1.25
@example([20, *[1] * 12], 150)
def test_every_source_has_its_share_to_within_a_row(shares: list[float], n: int):
    """After every row, and closer than a row: 1 - 1 / (2 sources - 2), Tijdeman's theorem."""
    mixture = _mixture(shares)
    taken: Counter[int] = Counter()
    most = 1 - 1 / max(2, 2 * len(shares) - 2)
    for step in range(1, n + 1):
        ((source, _),) = mixture.rows(1, t=0)
        taken[source] += 1
        for i, share in enumerate(shares):
            assert abs(taken[i] - step * share / sum(shares)) <= most + ROUNDING


@given(SHARES, st.integers(1, 40), st.integers(1, 40))
def test_a_stretch_in_the_middle_has_its_shares_to_within_two_rows(shares: list[float], before: int, n: int):
    """A batch begins and ends within a row of every share."""
    mixture = _mixture(shares)
    mixture.rows(before, t=0)
    taken = Counter(source for source, _ in mixture.rows(n, t=0))
    assert all(abs(taken[i] - n * share / sum(shares)) < 2 for i, share in enumerate(shares))


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=6),
    st.integers(1, 20),
    st.integers(2, 12),
)
def test_shares_that_change_are_kept_nearly(ends: list[tuple[float, float]], rows: int, steps: int):
    """Linear from one share to another: two sources to within a row after every step, more to within two."""

    def shares(t: float) -> tuple[float, ...]:
        return tuple((1 - t) * a + t * b + 0.01 for a, b in ends)

    sizes = {str(i): 5 for i in range(len(ends))}
    mixture = Mixture(orders(tuple(sizes), sizes, seed=0, cursors={}), shares)
    wanted = [0.0] * len(ends)
    for step, _ in batches(mixture, rows=rows, steps=steps):
        now = shares((step - 1) / (steps - 1))
        wanted = [w + rows * share / sum(now) for w, share in zip(wanted, now)]
        off = max(abs(w - n) for w, n in zip(wanted, mixture.taken))
        assert off < (1 if len(ends) == 2 else 2) + ROUNDING


def test_equal_shares_take_turns():
    """The first named first."""
    assert [source for source, _ in _mixture([1, 1, 1]).rows(7, t=0)] == [0, 1, 2, 0, 1, 2, 0]


def test_uneven_shares_are_spread_out():
    """Four to one: the one stands in the middle of every five."""
    assert [source for source, _ in _mixture([0.8, 0.2]).rows(10, t=0)] == [0, 0, 1, 0, 0] * 2


def test_a_source_whose_share_is_0_waits():
    """From the start, and from the moment its share falls to 0."""
    assert {source for source, _ in _mixture([1, 0]).rows(9, t=0)} == {0}
    sizes = {"a": 5, "b": 5}
    mixture = Mixture(orders(("a", "b"), sizes, seed=0, cursors={}), lambda t: (1.0, 0.0 if t else 1.0))
    drawn = [{source for source, _ in rows} for _, rows in batches(mixture, rows=4, steps=3)]
    assert drawn == [{0, 1}, {0}, {0}]


def test_time_runs_from_0_to_1():
    """The first step of a phase is at t = 0, the last at t = 1; a phase of one step is at 0."""
    seen: list[float] = []

    def shares(t: float) -> tuple[float, ...]:
        seen.append(t)
        return (1.0,)

    for steps in (1, 5):
        list(batches(Mixture(orders(("a",), {"a": 3}, seed=0, cursors={}), shares), rows=2, steps=steps))
    assert seen == [0, 0, 0.25, 0.5, 0.75, 1]


# -- order ---------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 9), min_size=3, max_size=3), st.integers(0, 99), st.integers(1, 80))
def test_each_row_once_before_any_again(shares: list[int], seed: int, n: int):
    """Within a source every pass is a permutation of its rows."""
    drawn = _mixture(shares, sizes=SIZES, seed=seed).rows(n, t=0)
    for source, size in enumerate(SIZES.values()):
        rows = [row for s, row in drawn if s == source]
        for at in range(0, len(rows), size):
            turn = rows[at : at + size]
            assert len(set(turn)) == len(turn)
            assert set(turn) <= set(range(size))


def test_an_epoch_is_every_row_once():
    """Shares as the sizes are: as many rows as all sources have together are all of them."""
    drawn = _mixture(list(SIZES.values()), sizes=SIZES).rows(sum(SIZES.values()), t=0)
    assert sorted(drawn) == [(s, row) for s, n in enumerate(SIZES.values()) for row in range(n)]


def test_passes_differ_and_so_do_seeds_and_sources():
    """No order is used twice: 40 rows leave no room for chance."""

    def turn(seed: int, key: str, n: int) -> list[list[int]]:
        drawn = [row for _, row in _mixture([1], sizes={key: 40}, seed=seed).rows(40 * n, t=0)]
        return [drawn[i : i + 40] for i in range(0, 40 * n, 40)]

    found = [*turn(0, "a", 3), *turn(1, "a", 1), *turn(0, "b", 1)]
    assert len({tuple(rows) for rows in found}) == len(found)


@given(SHARES, st.integers(0, 99))
def test_the_order_is_a_function_of_seed_sources_and_shares(shares: list[float], seed: int):
    """Drawn twice, equal."""
    assert _mixture(shares, seed=seed).rows(30, t=0) == _mixture(shares, seed=seed).rows(30, t=0)


@given(st.integers(1, 5), st.integers(1, 6), st.data())
def test_resumed_equals_uninterrupted(rows: int, steps: int, data: st.DataObject):
    """Begin after any step: the steps that remain are those of a phase that never stopped."""
    first = data.draw(st.integers(0, steps))
    whole = list(batches(_mixture([3, 2, 1], sizes=SIZES), rows=rows, steps=steps))
    rest = list(batches(_mixture([3, 2, 1], sizes=SIZES), rows=rows, steps=steps, first=first))
    assert rest == whole[first:]


def test_a_later_phase_goes_on_where_an_earlier_one_stopped():
    """Over two phases each source is read as in one: no row again before all were read; what is new begins anew."""
    before = _mixture([1, 1], sizes={"a": 7, "b": 3})
    first = before.rows(8, t=0)
    after = _mixture([1, 1], sizes={"a": 7, "c": 11}, cursors=before.cursors())
    second = after.rows(10, t=0)
    told = [row for s, row in first + second if s == 0]
    through = [row for _, row in _mixture([1], sizes={"a": 7}).rows(len(told), t=0)]
    assert told == through
    assert sorted(told[:7]) == list(range(7))
    assert before.cursors() == {"a": 4, "b": 4}
    assert after.cursors() == {"a": 9, "c": 5}
    fresh = [row for _, row in _mixture([1], sizes={"c": 11}).rows(5, t=0)]
    assert [row for s, row in second if s == 1] == fresh


def test_sources_of_equal_rows_share_one_order():
    """The same data under two names: together they read each row once before any again."""
    mixture = Mixture(orders(("a", "a"), {"a": 6}, seed=0, cursors={}), constant((1.0, 1.0)))
    drawn = mixture.rows(6, t=0)
    assert Counter(s for s, _ in drawn) == {0: 3, 1: 3}
    assert sorted(row for _, row in drawn) == list(range(6))
    assert mixture.cursors() == {"a": 6}


@pytest.mark.parametrize("rows", [1, 4, 32])
def test_batches_are_cut_from_one_stream(rows: int):
    """The size of a batch cuts the stream of rows and does not change it; steps count from 1."""
    cut = list(batches(_mixture([5, 3, 2], sizes=SIZES), rows=rows, steps=3))
    assert [step for step, _ in cut] == [1, 2, 3]
    assert [row for _, some in cut for row in some] == _mixture([5, 3, 2], sizes=SIZES).rows(3 * rows, t=0)
    assert all(b - a == 1 for a, b in pairwise(step for step, _ in cut))
