"""Masked language modelling: lines of text become rows; which tokens are hidden is decided anew at every step.

A line of parallel text becomes one row of two texts (translation language modelling, Conneau and Lample 2019).
"""

from __future__ import annotations

import unicodedata

import numpy as np

from intermezzo.example import TextExample
from intermezzo.models.format import Cut, RowFormat, Settings
from intermezzo.models.rows import Builder
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused

SHARE_MASKED, SHARE_RANDOM = 0.8, 0.1  # of the chosen tokens; the rest stay as they are (Devlin et al. 2019)


def cut(examples: list[TextExample], tokenizer: FastTokenizer, settings: Settings) -> Cut:
    """Rows of all lines; a line longer than a row becomes several, a pair longer than a row loses the ends of both.

    Arrays: `inner` bool [T] (may be hidden: not a special token); with `settings["whole_words"]` also `word`
    int32 [T], the number of a token's word in its row, -1 for special tokens.

    Errors: `Refused` where the tokenizer has no mask token.
    """
    if tokenizer.special.get("mask") is None:
        raise Refused(no_mask(settings["of"]))
    whole_words, length = settings.get("whole_words", False), settings["length"]
    builder, layout = Builder(), tokenizer.layout
    counts = {"rows": 0, "pairs cut": 0, "lines without tokens": 0}
    inner: list[np.ndarray] = []
    words: list[np.ndarray] = []

    def add(parts: list[tuple[int, ...] | np.ndarray], number: int, kinds: list[np.ndarray | None]) -> None:
        """`kinds`: of each part the words of its tokens, or None for special tokens."""
        is_pair = len(parts) > 3
        builder.piece(parts, second_type=layout.second_type, second_from=3 if is_pair else 0)
        builder.row(number)
        counts["rows"] += 1
        for part, kind in zip(parts, kinds, strict=True):
            inner.append(np.full(len(part), kind is not None, bool))
            words.append(np.full(len(part), -1, np.int32) if kind is None else kind)

    number_words = words_of if whole_words else no_words
    texts = list(dict.fromkeys(text for e in examples for text in (e.text, e.second)))
    encoded = dict(zip(texts, tokenizer.encode(texts)))
    for number, e in enumerate(examples):
        a, b = encoded[e.text][0], encoded[e.second][0]
        of_a, of_b = (number_words(*encoded[text], text) for text in (e.text, e.second))
        if len(b):
            room = length - layout.n_special
            if len(a) + len(b) > room:
                counts["pairs cut"] += 1
                a, b = a[: room // 2], b[: room - min(len(a), room // 2)]
            apart = of_b[: len(b)] + (of_a.max(initial=-1) + 1)
            add([layout.before, a, layout.between, b, layout.after], number,
                [None, of_a[: len(a)], None, apart, None])  # fmt: skip
            continue
        counts["lines without tokens"] += not len(a)
        room = length - len(layout.single_before) - len(layout.single_after)
        for at in range(0, len(a), room):
            some = slice(at, at + room)
            add([layout.single_before, a[some], layout.single_after], number, [None, of_a[some], None])
    empty = [np.zeros(0, np.int32)]
    arrays = {"inner": np.concatenate(inner or empty).astype(bool)}
    if whole_words:
        arrays["word"] = np.concatenate(words or empty)
    return Cut(rows=builder.rows(**arrays), counts=counts)


def words_of(ids: np.ndarray, starts: np.ndarray, ends: np.ndarray, text: str) -> np.ndarray:
    """The number of each token's word, int32 [n]: tokens that touch and stand in one run of letters, marks and digits.

    In scripts without blanks a run may be long; where a tokenizer isolates characters each of them is a token and so a
    word, as in BERT's whole-word masking (Han characters are words there).
    """
    number = np.zeros(len(ids), np.int32)
    for i in range(1, len(ids)):
        touches = starts[i] == ends[i - 1] and starts[i] > 0
        goes_on = (
            touches and is_of_word(text[starts[i] - 1]) and is_of_word(text[min(starts[i], len(text) - 1)])
        )
        number[i] = number[i - 1] + (not goes_on)
    return number


def no_words(ids: np.ndarray, starts: np.ndarray, ends: np.ndarray, text: str) -> np.ndarray:
    """In place of `words_of` where nobody asks."""
    return np.zeros(len(ids), np.int32)


def is_of_word(character: str) -> bool:
    """A letter that is no ideograph, a mark or a digit."""
    return unicodedata.category(character)[0] in "LMN" and not "\u4e00" <= character <= "\u9fff"


def no_mask(of: str) -> Problem:
    """A tokenizer without a mask token cannot hide anything."""
    return Problem(
        place=of,
        what="the tokenizer has no mask token, which masked language modelling needs.",
        remedy="Take an encoder that was pretrained with one.",
    )


def hide(
    ids: np.ndarray,
    inner: np.ndarray,
    rng: np.random.Generator,
    *,
    share: float,
    mask: int,
    size: int,
    words: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Choose tokens to predict: (ids with most of them hidden, positions of the chosen).

    ids int [T], inner bool [T]; random replacements are drawn from [0, size). With `words` int [T], numbers that no
    two words share, whole words are chosen, each with probability `share`.
    """
    if words is None:
        is_chosen = rng.random(len(ids)) < share
    else:
        is_chosen = (rng.random(int(words.max(initial=-1)) + 1) < share)[words]
    chosen = np.flatnonzero(inner & is_chosen)
    fate = rng.random(len(chosen))
    random = rng.integers(0, size, len(chosen))
    hidden = ids.copy()
    hidden[chosen[fate < SHARE_MASKED]] = mask
    is_random = (fate >= SHARE_MASKED) & (fate < SHARE_MASKED + SHARE_RANDOM)
    hidden[chosen[is_random]] = random[is_random]
    return hidden, chosen


FORMAT = RowFormat(cut=cut)
