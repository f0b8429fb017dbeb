"""Texts in rows: one, or two beside each other as the encoder was pretrained to read them."""

from __future__ import annotations

import numpy as np

from intermezzo.models.rows import Builder
from intermezzo.models.tokenizer import FastTokenizer, Layout
from intermezzo.problem import Problem, Refused

LEAST_ROOM = 2  # tokens of text in a row


def encode_once(tokenizer: FastTokenizer, texts: list[str]) -> dict[str, np.ndarray]:
    """ids int32 of every different text."""
    different = list(dict.fromkeys(texts))
    return {text: found[0] for text, found in zip(different, tokenizer.encode(different))}


def add_single(builder: Builder, layout: Layout, ids: np.ndarray, *, length: int) -> bool:
    """One text as a piece; whether it lost its end to be no longer than `length`."""
    room = room_in(length, len(layout.single_before) + len(layout.single_after))
    builder.piece([layout.single_before, ids[:room], layout.single_after])
    return len(ids) > room


def add_pair(builder: Builder, layout: Layout, first: np.ndarray, second: np.ndarray, *, length: int) -> bool:
    """Two texts as a piece; whether one of them lost its end. Tokens go from the end of the longer one.

    (The usual `longest_first`; an equal pair loses from the second first.)
    """
    room = room_in(length, layout.n_special)
    a, b = kept(len(first), len(second), room)
    parts: list[np.ndarray | tuple[int, ...]] = [
        layout.before,
        first[:a],
        layout.between,
        second[:b],
        layout.after,
    ]
    builder.piece(parts, second_type=layout.second_type, second_from=3)
    return a + b < len(first) + len(second)


def kept(first: int, second: int, room: int) -> tuple[int, int]:
    """Tokens of two texts that stay in `room`: one by one, the longer text gives up its last.

    Example:
        >>> kept(10, 3, 8)
        (5, 3)
    """
    over = max(0, first + second - room)
    from_longer = min(over, abs(first - second))
    if first >= second:
        first -= from_longer
    else:
        second -= from_longer
    rest = over - from_longer
    return first - rest // 2, second - (rest - rest // 2)


def room_in(length: int, n_special: int) -> int:
    """Tokens of text in a row.

    Errors: `Refused` where there is no room.
    """
    if length - n_special < LEAST_ROOM:
        what = f"rows of {length} tokens have no room for text beside {n_special} special tokens."
        raise Refused(Problem(place="length", what=what, remedy="Raise 'length'."))
    return length - n_special


def numbered(names: list[str], known: list[str], *, of: str) -> np.ndarray:
    """The number of each label among the known ones, int32.

    Errors: `Refused` naming the labels that are not known.
    """
    number = {label: i for i, label in enumerate(known)}
    if unknown := sorted(set(names) - number.keys()):
        some = ", ".join(f"'{label}'" for label in unknown[:5]) + (" …" if len(unknown) > 5 else "")
        listed = ", ".join(known[:20]) + (" …" if len(known) > 20 else "")
        raise Refused(Problem(place=of, what=f"unknown labels {some}. It has: {listed}"))
    return np.array([number[name] for name in names], np.int32)
