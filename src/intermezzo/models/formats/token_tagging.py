"""Token tagging: the words of a sentence become a row; the first sub-word of a word carries its tag.

Words that the length limit cuts off, and words of which the tokenizer leaves nothing, are not left out: they get the
tag O, which is outside of any entity and no part of speech, so that they count as wrong.
"""

from __future__ import annotations

import numpy as np

from intermezzo.example import TagExample
from intermezzo.models.format import Cut, RowFormat, Said, Settings
from intermezzo.models.formats._texts import add_single, numbered
from intermezzo.models.rows import Builder, Rows
from intermezzo.models.tokenizer import FastTokenizer

NONE = -1  # a token that is no word's first
OUTSIDE = "O"  # of words that the model does not see


def cut(examples: list[TagExample], tokenizer: FastTokenizer, settings: Settings) -> Cut:
    """A row a sentence; `word` and `tag` int32 [T], at a word's first sub-word its number and its tag's, else -1.

    Errors: `Refused` where a tag is none of `settings["labels"]`.
    """
    builder, layout = Builder(), tokenizer.layout
    texts = [" ".join(e.words) for e in examples]
    words: list[np.ndarray] = []
    tags: list[np.ndarray] = []
    counts = {"rows": len(examples), "words": 0, "words cut": 0, "words without tokens": 0}
    for number, (e, (ids, _, ends)) in enumerate(zip(examples, tokenizer.encode(texts))):
        add_single(builder, layout, ids, length=settings["length"])
        builder.row(number)
        n_before, n_after = len(layout.single_before), len(layout.single_after)
        n_text = min(len(ids), settings["length"] - n_before - n_after)
        word = np.full(n_before + n_text + n_after, NONE, np.int32)
        tag = word.copy()
        first, has_token = first_tokens(e.words, ends)
        known = numbered(list(e.tags), settings["labels"], of=settings["of"])
        for w in np.flatnonzero(has_token & (first < n_text)):
            word[n_before + first[w]], tag[n_before + first[w]] = w, known[w]
        counts["words"] += len(e.words)
        counts["words without tokens"] += int((~has_token).sum())
        counts["words cut"] += int((has_token & (first >= n_text)).sum())
        words.append(word)
        tags.append(tag)
    empty = [np.zeros(0, np.int32)]
    rows = builder.rows(word=np.concatenate(words or empty), tag=np.concatenate(tags or empty))
    return Cut(rows=rows, counts=counts)


def first_tokens(words: tuple[str, ...], ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each word the first token that reaches beyond its start, and whether that token is the word's own.

    words are joined by single blanks; ends: [n] int, where tokens end, rising.
    """
    lengths = np.array([len(word) for word in words], np.int64)
    starts = np.cumsum([0, *(lengths[:-1] + 1)])[: len(words)]
    first = np.searchsorted(ends, starts, side="right")
    is_last_of_word = np.append(first[1:] != first[:-1], True)[: len(words)]
    # A token over several words is the last of them's; the others have none of their own.
    return first, is_last_of_word & (first < len(ends))


def read(
    rows: Rows,
    logits: np.ndarray,
    examples: list[TagExample],
    settings: Settings,
    tokenizer: FastTokenizer | None,
) -> Said:
    """The tag of the highest logit of each word; logits [W, K], one line a token that is a word's first."""
    at = np.flatnonzero(rows.arrays["word"] != NONE)
    row_of = np.searchsorted(rows.limits, at, side="right") - 1
    said = [[OUTSIDE] * len(e.words) for e in examples]
    for best, token, row in zip(logits.argmax(1), at, row_of):
        said[rows.arrays["example"][row]][rows.arrays["word"][token]] = settings["labels"][best]
    return Said(answers=said)


FORMAT = RowFormat(cut=cut, read=read)
