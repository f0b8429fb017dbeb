"""Masked language modelling: lines of text become rows; which tokens are hidden is decided anew at every step.

A line of parallel text becomes one row of two texts (translation language modelling, Conneau and Lample 2019).
"""

from __future__ import annotations

import numpy as np

from intermezzo.example import TextExample
from intermezzo.models.formats.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer

SHARE_MASKED, SHARE_RANDOM = 0.8, 0.1  # of the chosen tokens; the rest stay as they are (Devlin et al. 2019)


def features(
    examples: list[TextExample], tokenizer: FastTokenizer, *, length: int
) -> tuple[Rows, dict[str, int]]:
    """Rows of all lines; a line longer than a row becomes several, a pair longer than a row loses the ends of both.

    Arrays: `ids` int32 [T], `types` int8 [T], `inner` bool [T] (may be masked: not a special token), `limits`,
    `example` int32 [R].
    """
    layout = tokenizer.layout
    firsts = tokenizer.encode([e.text for e in examples])
    seconds = tokenizer.encode([e.second for e in examples])
    counts = {"rows": 0, "pairs cut": 0, "lines without tokens": 0}
    ids, types, inner, limits, owner = [], [], [], [0], []

    def add(row: list[np.ndarray], kinds: list[int], may: list[bool], number: int) -> None:
        ids.extend(row)
        for part, kind, free in zip(row, kinds, may, strict=True):
            types.append(np.full(len(part), kind, np.int8))
            inner.append(np.full(len(part), free, bool))
        limits.append(limits[-1] + sum(len(p) for p in row))
        owner.append(number)

    special = {
        name: np.array(getattr(layout, name), np.int32)
        for name in ("before", "between", "after", "single_before", "single_after")
    }
    for number, ((a, _, _), (b, _, _)) in enumerate(zip(firsts, seconds)):
        if len(b):
            room = length - layout.n_special
            if len(a) + len(b) > room:
                counts["pairs cut"] += 1
                a, b = a[: room // 2], b[: room - min(len(a), room // 2)]
            row = [special["before"], a, special["between"], b, special["after"]]
            add(
                row,
                [0, 0, 0, layout.second_type, layout.second_type],
                [False, True, False, True, False],
                number,
            )
            continue
        counts["lines without tokens"] += not len(a)
        room = length - len(layout.single_before) - len(layout.single_after)
        for at in range(0, len(a), room):
            row = [special["single_before"], a[at : at + room], special["single_after"]]
            add(row, [0, 0, 0], [False, True, False], number)
    counts["rows"] = len(owner)
    empty = np.zeros(0, np.int32)
    return Rows(
        {
            "ids": np.concatenate(ids) if ids else empty,
            "types": np.concatenate(types) if types else empty.astype(np.int8),
            "inner": np.concatenate(inner) if inner else empty.astype(bool),
            "limits": np.array(limits, np.int64),
            "example": np.array(owner, np.int32),
        }
    ), counts


def hide(
    ids: np.ndarray, inner: np.ndarray, rng: np.random.Generator, *, share: float, mask: int, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Choose tokens to predict: (ids with most of them hidden, positions of the chosen).

    ids int [T], inner bool [T]; random replacements are drawn from [0, size).
    """
    chosen = np.flatnonzero(inner & (rng.random(len(ids)) < share))
    fate = rng.random(len(chosen))
    random = rng.integers(0, size, len(chosen))
    hidden = ids.copy()
    hidden[chosen[fate < SHARE_MASKED]] = mask
    is_random = (fate >= SHARE_MASKED) & (fate < SHARE_MASKED + SHARE_RANDOM)
    hidden[chosen[is_random]] = random[is_random]
    return hidden, chosen
