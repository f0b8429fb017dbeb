"""Windows as the scripts see them: where tokens stand in the context, their logits, who shows a token best.

Legend: n positions of a window, R rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from intermezzo.models.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One window of an example.

    char_start, char_end: [n] int, limits in the context, -1 for tokens outside it.
    start_logits, end_logits: [n] or longer (padding); float32, or float64 where the script was given that.
    is_widest: [n] bool, whether no other window shows more text around the token ("maximum context").
    tokens: n strings, which only `bert` reads.
    """

    char_start: np.ndarray
    char_end: np.ndarray
    start_logits: np.ndarray
    end_logits: np.ndarray
    is_widest: np.ndarray
    tokens: tuple[str, ...] = ()

    def holds(self, position: int) -> bool:
        """Whether a token of the context stands there."""
        return position < len(self.char_start) and bool(self.char_start[position] >= 0)

    def legal(
        self, starts: Sequence[int], ends: Sequence[int], *, max_tokens: int, only_widest: bool
    ) -> Iterator[tuple[int, int]]:
        """Pairs that make a span of at most `max_tokens` context tokens, start by start."""
        for start in starts:
            if self.holds(start) and (self.is_widest[start] or not only_widest):
                for end in ends:
                    if start <= end < start + max_tokens and self.holds(end):
                        yield start, end


def windows_of(
    rows: Rows,
    start_logits: np.ndarray,
    end_logits: np.ndarray,
    *,
    token_text: Callable[[int], str] | None = None,
) -> list[list[Window]]:
    """The windows of each example.

    Args:
        rows: as `extractive_qa.features` makes them.
        start_logits, end_logits: [T], aligned to the tokens of `rows`.
        token_text: a token's text by its id; only `bert` needs it.
    """
    found: list[list[Window]] = [[] for _ in rows.arrays["best_start"]]
    owner = rows.arrays["example"]
    for example in range(len(found)):
        mine: list[int] = np.flatnonzero(owner == example).tolist()
        for row, is_widest in zip(mine, _widest(rows, mine)):
            at = slice(rows.limits[row], rows.limits[row + 1])
            found[example].append(
                Window(
                    char_start=rows.tokens("char_start", row),
                    char_end=rows.tokens("char_end", row),
                    start_logits=start_logits[at],
                    end_logits=end_logits[at],
                    is_widest=is_widest,
                    tokens=tuple(token_text(int(i)) for i in rows.tokens("ids", row)) if token_text else (),
                )
            )
    return found


def _widest(rows: Rows, mine: list[int]) -> list[np.ndarray]:
    """For each row of one example, which of its tokens it shows best, [n] bool; the first of equals.

    A row shows a token with min(tokens before it, tokens after it) + 0.01 * (context tokens of the row).
    Source: google-research/bert run_squad.py, `_check_is_max_context`.
    """
    inside = [np.flatnonzero(rows.tokens("char_start", row) >= 0) for row in mine]
    offsets = _first_tokens([_context(rows, row) for row in mine])
    size = max((offset + len(at) for offset, at in zip(offsets, inside)), default=0)
    best, shown_by = np.full(size, -np.inf), np.full(size, -1)
    for number, (offset, at) in enumerate(zip(offsets, inside)):
        before = np.arange(len(at))
        width = np.minimum(before, before[::-1]) + 0.01 * len(at)
        here = slice(offset, offset + len(at))
        shown_by[here] = np.where(width > best[here], number, shown_by[here])
        best[here] = np.maximum(width, best[here])
    out = []
    for number, (row, offset, at) in enumerate(zip(mine, offsets, inside)):
        is_widest = np.zeros(int(rows.limits[row + 1] - rows.limits[row]), bool)
        is_widest[at] = shown_by[offset : offset + len(at)] == number
        out.append(is_widest)
    return out


def _context(rows: Rows, row: int) -> np.ndarray:
    """[n, 3]: id and limits of the context tokens of a row."""
    columns = np.stack([rows.tokens(name, row) for name in ("ids", "char_start", "char_end")], axis=1)
    return columns[columns[:, 1] >= 0]


def _first_tokens(contexts: list[np.ndarray]) -> list[int]:
    """Number of the first context token of each row. Rows do not say; one's end is the next one's start."""
    firsts = [0]
    for here, after in pairwise(contexts):
        shift = next(d for d in range(1, len(here) + 1) if np.array_equal(here[d:], after[: len(here) - d]))
        firsts.append(firsts[-1] + shift)
    return firsts
