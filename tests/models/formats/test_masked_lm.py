"""Masked language modelling: how lines become rows, and which tokens are hidden."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.example import TextExample
from intermezzo.models.formats.masked_lm import cut, hide
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer

LENGTH = 16


def _line(text: str, second: str = "") -> TextExample:
    return TextExample(id="0", language="en", text=text, second=second)


def features(
    lines: list[TextExample], tokenizer: FastTokenizer, *, length: int
) -> tuple[Rows, dict[str, int]]:
    found = cut(lines, tokenizer, {"of": "mine/en", "length": length, "whole_words": False})
    return found.rows, found.counts


def _row(rows: Rows, r: int) -> tuple[list[int], list[int], list[bool]]:
    ids, types, inner = (rows.tokens(name, r).tolist() for name in ("ids", "types", "inner"))
    return ids, types, inner


# -- rows ----------------------------------------------------------------------------------------------------


def test_a_line_is_one_row_between_special_tokens(world_tokenizer: FastTokenizer):
    """What fits is what transformers makes of one text; only the text's own tokens may be hidden."""
    text = "Adam Lopez drinks tea."
    rows, counts = features([_line(text)], world_tokenizer, length=LENGTH * 4)
    ids, types, inner = _row(rows, 0)
    assert ids == world_tokenizer.backend.encode(text).ids
    assert types == [0] * len(ids)
    assert inner == [False, *[True] * (len(ids) - 2), False]
    assert counts["rows"] == len(rows) == 1


def test_a_pair_is_one_row_of_two_texts(world_tokenizer: FastTokenizer):
    """What fits is what transformers makes of two texts; special tokens between them are not to be hidden."""
    first, second = "Adam drinks tea.", "Adam boit du thé."
    rows, _ = features([_line(first, second)], world_tokenizer, length=LENGTH * 4)
    ids, types, inner = _row(rows, 0)
    assert ids == world_tokenizer.backend.encode(first, second).ids
    special = set(world_tokenizer.special.values()) - {world_tokenizer.special["unk"]}
    assert inner == [i not in special for i in ids]
    assert len(types) == len(ids)


def test_a_long_line_becomes_several_rows_and_loses_nothing(world_tokenizer: FastTokenizer):
    """The rows' inner tokens, in order, are the line's; all rows but the last are full."""
    text = "Adam Lopez drinks tea. " * 9
    rows, _ = features([_line("tea"), _line(text)], world_tokenizer, length=LENGTH)
    lengths = np.diff(rows.limits)
    (whole, _, _) = world_tokenizer.encode([text])[0]
    told = [i for r in range(1, len(rows)) for i, may in zip(*_row(rows, r)[::2]) if may]
    assert told == whole.tolist()
    assert (lengths[1:-1] == LENGTH).all()
    assert lengths[-1] <= LENGTH
    assert rows.arrays["example"].tolist() == [0, *[1] * (len(rows) - 1)]


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_long_pair_keeps_the_beginnings_of_both(world_tokenizer: FastTokenizer, n: int, m: int):
    """One row that fits, with the first tokens of each text and at least half of the room for a long one; counted."""
    (a, _, _), (b, _, _) = world_tokenizer.encode(["a " * n, "b " * m])
    rows, counts = features([_line("a " * n, "b " * m)], world_tokenizer, length=LENGTH)
    ids, _, inner = _row(rows, 0)
    layout = world_tokenizer.layout
    room = LENGTH - layout.n_special
    first = [i for i, may in zip(ids, inner) if may and i == a[0]]
    second = [i for i, may in zip(ids, inner) if may and i == b[0]]
    assert len(rows) == 1
    assert len(ids) <= LENGTH
    assert ids == [*layout.before, *first, *layout.between, *second, *layout.after]
    assert len(first) >= min(len(a), room // 2)
    assert len(second) >= min(len(b), room // 2)
    assert counts["pairs cut"] == (len(a) + len(b) > room)


def test_lines_without_tokens_are_counted(world_tokenizer: FastTokenizer):
    """A blank line makes no row, and the ledger's counts say so."""
    rows, counts = features([_line(" "), _line("tea"), _line("")], world_tokenizer, length=LENGTH)
    assert rows.arrays["example"].tolist() == [1]
    assert counts == {"rows": 1, "pairs cut": 0, "lines without tokens": 2}


def test_no_lines_are_no_rows(world_tokenizer: FastTokenizer):
    """Empty arrays of the right kinds."""
    rows, _ = features([], world_tokenizer, length=LENGTH)
    assert (len(rows), rows.n_tokens) == (0, 0)
    assert rows.arrays["inner"].dtype == bool


# -- hiding --------------------------------------------------------------------------------------------------

MASK, SIZE, N = 4, 1000, 200_000


def test_shares_are_those_of_bert():
    """15 % are chosen; of those 80 % masked, 10 % random, 10 % as they were: each within 4 standard errors."""
    ids = np.full(N, 7)
    hidden, chosen = hide(ids, np.ones(N, bool), np.random.default_rng(0), share=0.15, mask=MASK, size=SIZE)
    now = hidden[chosen]
    found = {
        0.15: len(chosen) / N,
        0.8: (now == MASK).mean(),
        0.1 * (SIZE - 2) / SIZE: ((now != MASK) & (now != 7)).mean(),  # a random token may be either
    }
    for share, seen in found.items():
        n = N if share == 0.15 else len(chosen)
        assert abs(seen - share) < 4 * (share * (1 - share) / n) ** 0.5 + 1 / SIZE
    random = now[(now != MASK) & (now != 7)]
    counts = np.bincount(random, minlength=SIZE)
    assert (
        counts[[i for i in range(SIZE) if i not in (MASK, 7)]] > 0
    ).mean() > 0.9  # from the whole vocabulary
    untouched = np.delete(hidden, chosen)
    assert (untouched == 7).all()


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.lists(st.booleans(), max_size=60))
def test_special_tokens_are_never_hidden(seed: int, share: float, inner: list[bool]):
    """Chosen tokens are inner ones, in order; all others stay; the given ids are left alone."""
    may = np.array(inner, bool)
    ids = np.arange(len(may)) + 10
    before = ids.copy()
    hidden, chosen = hide(ids, may, np.random.default_rng(seed), share=share, mask=MASK, size=SIZE)
    assert may[chosen].all()
    assert (np.diff(chosen) > 0).all()
    assert (np.delete(hidden, chosen) == np.delete(ids, chosen)).all()
    assert (ids == before).all()


@pytest.mark.parametrize("share", [0.15, 1.0])
def test_hiding_is_drawn_from_its_generator_alone(share: float):
    """Equal seeds hide the same tokens in the same way, other seeds others."""
    ids, may = np.arange(500), np.ones(500, bool)

    def drawn(seed: int) -> tuple[list[int], list[int]]:
        rng = np.random.default_rng(seed)
        hidden, chosen = hide(ids, may, rng, share=share, mask=MASK, size=SIZE)
        return hidden.tolist(), chosen.tolist()

    assert drawn(0) == drawn(0)
    assert drawn(0) != drawn(1)
    assert len(drawn(0)[1]) == 500 or share < 1
