"""Chunks as seqeval finds them when no scheme is asked for: whatever the tags, something is read into them.

A chunk is a run of tokens of one type: an entity, or in UDPOS a run of equal parts of speech. A tag is its
first character and a type. The rules are those of CoNLL-2000's scorer, so malformed tags are no error: an I
after O begins a chunk, and so does any change of type.

    a chunk ends before this token if      the token before was E or S;
                                           or was B or I, and this one is B, S or O;
                                           or was neither O nor ".", and of another type
    a chunk begins at this token if        it is B or S;
                                           or is E or I, and the one before was E, S or O;
                                           or is neither O nor ".", and the one before was of another type

Known oddities, kept. Sentences are read as one row of tokens with an O after each, and a chunk begins where
the last beginning was seen, be it in a sentence before. This shows with types that an O has too: "_" in
1.2.2, "O" in 0.0.12. There, a run of X or _ (tags of UDPOS) neither begins after an O nor ends before one.
Any tag that starts with O is outside. In 1.2.2 CCONJ and SCONJ are one type.

Sources: seqeval 0.0.12, metrics/sequence_labeling.py; seqeval 1.2.2, metrics/sequence_labeling.py and
metrics/v1.py. Shape letters: E sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from intermezzo.metrics._metric import Statistics, paired, some_of
from intermezzo.problem import Problem, Refused

Sentence = Sequence[str]  # tags


class Tag(NamedTuple):
    """A tag, taken apart."""

    prefix: str
    type: str


class Chunk(NamedTuple):
    """A run of tokens of one type; `first` and `last` count tokens, the O after each sentence included."""

    type: str
    first: int
    last: int


OUTSIDE = "O"
NOTHING = Tag(OUTSIDE, "")  # what stands before the first token


def tag_0(tag: str) -> Tag:
    """As 0.0.12 reads it: the type is what follows the last hyphen, the whole tag if there is none."""
    return Tag(tag[0], tag.rsplit("-", 1)[-1])


def tag_1(tag: str) -> Tag:
    """As 1.2.2 reads it: the type is the tag without its first character and, if any, the first hyphen.

    So VERB is of type ERB, B-GPE-X of type GPE-X; a tag of one character is of type "_".
    """
    return Tag(tag[0], tag[1:].split("-", 1)[-1] or "_")


def suffixed_tag_1(tag: str) -> Tag:
    """As 1.2.2 reads it with `suffix=True`: PER-B."""
    return Tag(tag[-1], tag[:-1].rsplit("-", 1)[0] or "_")


def lenient_chunks(sentences: Sequence[Sentence], read: Callable[[str], Tag]) -> list[list[Chunk]]:
    """The chunks of each sentence, each in the sentence where it ends.

    Example:
        >>> lenient_chunks([["O", "I-PER", "I-PER", "I-LOC"]], tag_1)
        [[Chunk(type='PER', first=1, last=2), Chunk(type='LOC', first=3, last=3)]]
    """
    read = cache(read)
    found: list[list[Chunk]] = []
    before, first, at = NOTHING, 0, 0
    for sentence in sentences:
        chunks: list[Chunk] = []
        for tag in (*sentence, OUTSIDE):
            this = read(tag)
            if _ends(before, this):
                chunks.append(Chunk(before.type, first, at - 1))
            if _begins(before, this):
                first = at
            before = this
            at += 1
        found.append(chunks)
    return found


def _ends(before: Tag, this: Tag) -> bool:
    if before.prefix in "ES" or (before.prefix in "BI" and this.prefix in "BSO"):
        return True
    return before.prefix not in "O." and before.type != this.type


def _begins(before: Tag, this: Tag) -> bool:
    if this.prefix in "BS" or (this.prefix in "EI" and before.prefix in "ESO"):
        return True
    return this.prefix not in "O." and before.type != this.type


def measure_chunks(
    predictions: Sequence[Sentence | None], golds: Sequence[Sentence], read: Callable[[str], Tag]
) -> Statistics:
    """[E, 3]: chunks that are right, predicted, gold, a line a sentence; right is type, begin and end.

    Errors:
        Refused as in `refusals`.
    """
    if not _are_plain(predictions, golds) and (problems := refusals(predictions, golds)):
        raise Refused(problems)
    predicted = [sentence for sentence in predictions if sentence is not None]
    number = {tag: i for i, tag in enumerate(dict.fromkeys(chain((OUTSIDE,), *predicted, *golds)))}
    tags = [read(tag) for tag in number]
    mine, right = (_Stream.of(sentences, number, tags) for sentences in (predicted, golds))
    both = mine.ends & right.ends & (mine.types == right.types) & (mine.firsts == right.firsts)
    # A stream has an O after each sentence; a chunk counts in the sentence where it ends.
    sentence = np.repeat(np.arange(len(golds)), [len(each) + 1 for each in golds])
    columns = [np.bincount(sentence[found], minlength=len(golds)) for found in (both, mine.ends, right.ends)]
    return np.stack(columns, axis=1).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stream:
    """The chunks of many sentences as `lenient_chunks` finds them, in arrays [tokens and an O after each sentence].

    At every token: whether a chunk ends before it, the number of that chunk's type, and where it begins. What two tags
    make of each other is looked up once for each pair of tags that occurs.
    """

    ends: NDArray[np.bool_]
    types: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @staticmethod
    def of(sentences: Sequence[Sentence], number: Mapping[str, int], tags: Sequence[Tag]) -> _Stream:
        """From the numbers of the tags; `tags` in the order of the numbers, O first."""
        n_tags = len(tags)
        stream = chain.from_iterable((*sentence, OUTSIDE) for sentence in sentences)
        this = np.fromiter(map(number.__getitem__, stream), np.int64)
        before = np.concatenate(
            [[n_tags], this[:-1]]
        )  # the number after the last: what stands before the first token
        known = [*tags, NOTHING]
        pairs, at = np.unique(before * n_tags + this, return_inverse=True)
        met = [(known[a], known[b]) for a, b in zip(*(x.tolist() for x in np.divmod(pairs, n_tags)))]
        ends = np.array([_ends(a, b) for a, b in met], bool)[at]
        begins = np.array([_begins(a, b) for a, b in met], bool)[at]
        type_number = {name: i for i, name in enumerate(dict.fromkeys(tag.type for tag in known))}
        types = np.array([type_number[tag.type] for tag in known], np.int64)[before]
        latest = np.maximum.accumulate(np.where(begins, np.arange(len(this)), 0))
        return _Stream(ends=ends, types=types, firsts=np.concatenate([[0], latest[:-1]]))


def _are_plain(predictions: Sequence[Sentence | None], golds: Sequence[Sentence]) -> bool:
    """Whether there is nothing to refuse, found in a tenth of the time that naming each sentence takes."""
    if len(predictions) != len(golds) or not golds:
        return False
    if not all(type(each) in (list, tuple) for each in (*predictions, *golds)):
        return False
    if any(len(p) != len(g) for p, g in zip(predictions, golds) if p is not None):
        return False
    try:
        different = set(chain(*(p for p in predictions if p is not None), *golds))
    except TypeError:  # something that is no text cannot be hashed
        return False
    return all(type(tag) is str and tag for tag in different)


def counts(predicted: Sequence[Sequence[Chunk]], gold: Sequence[Sequence[Chunk]]) -> Statistics:
    """[E, 3]: chunks that both have, chunks of either, by sentence."""
    lines = [(len(set(p) & set(g)), len(p), len(g)) for p, g in zip(predicted, gold)]
    return np.array(lines, dtype=np.float64).reshape(-1, 3)


def refusals(predictions: Sequence[Sentence | None], golds: Sequence[Sentence]) -> list[Problem]:
    """Why these tags cannot be scored, all reasons at once; none if they can.

    A sentence without prediction, one of another length, and an empty tag, on which seqeval stops. Version
    0.0.12 does not look at lengths: all after such a sentence is compared with a shift, which nobody can
    want, so it is refused there too.
    """
    paired(predictions, golds)
    n, pairs = len(golds), list(enumerate(zip(predictions, golds)))
    missing = [line for line, (predicted, _) in pairs if predicted is None]
    problems = some_of(n, missing, "sentences have no prediction.", "Predict a tag for every token.")
    there = [(line, predicted, gold) for line, (predicted, gold) in pairs if predicted is not None]
    wrong = [line for line, predicted, gold in there if not (_is_sentence(predicted) and _is_sentence(gold))]
    problems += some_of(n, wrong, "sentences are not sequences of tags.", 'Write ["B-PER", "O"].')
    if wrong:
        return problems
    unequal = [line for line, predicted, gold in there if len(predicted) != len(gold)]
    problems += some_of(n, unequal, "sentences have another number of predicted tags than of gold tags.")
    empty = [line for line, predicted, gold in there if not all((*predicted, *gold))]
    return problems + some_of(n, empty, "sentences hold an empty tag.", "Outside is written O.")


def _is_sentence(tags: object) -> bool:
    return isinstance(tags, Sequence) and not isinstance(tags, str) and all(isinstance(t, str) for t in tags)
