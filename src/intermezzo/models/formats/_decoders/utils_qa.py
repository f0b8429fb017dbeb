"""utils_qa: the decoder of transformers' example scripts for question answering.

Looks at the `n_best` best starts and ends of each window, so it can miss the best span. Its oddities, all
kept:

* logits are added in their own precision, float32 in practice;
* of equal logits it takes those that `numpy.argsort` leaves last; that sort is not stable, and numpy promises
  no order (it was the same with AVX2 as with AVX-512, for rows of 64 tokens);
* with nothing to say it answers `empty`, the word; with a null answer allowed, by the threshold;
* a token of width zero makes an empty answer, even where none is allowed;
* the null score is the lowest over windows, and equal scores keep the answer.

Source: huggingface/transformers, examples/pytorch/question-answering/utils_qa.py,
`postprocess_qa_predictions`, commit c82e017a.

Example:
    >>> window = Window(char_start=np.array([-1, 0]), char_end=np.array([-1, 6]),
    ...                 is_widest=np.array([False, True]),
    ...                 start_logits=np.array([2.5, 2.0]), end_logits=np.array([2.0, 2.0]))
    >>> DECODER.decode("abcdef ghi", [window], Rules()).answer
    'abcdef'
    >>> DECODER.decode("abcdef ghi", [window], Rules(may_abstain=True)).null_margin
    0.5
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from intermezzo.models.formats._decoders._decoder import Candidate, Decoded, Decoder, Rules
from intermezzo.models.formats._decoders._window import Window
from intermezzo.problem import Problem, Refused


class _Reading(NamedTuple):
    """A candidate before its share is known; numbers keep the precision of the logits."""

    limits: tuple[int, int]
    score: Any
    start_logit: Any
    end_logit: Any


_NOWHERE = (0, 0)  # limits of the null answer, and of a token of width zero at the context's start
_EMPTY = "empty"


def decode(context: str, windows: Sequence[Window], rules: Rules) -> Decoded:
    """What the script answers to one example.

    Errors: `Refused` with a null answer allowed and no window, or only candidates without a text.
    """
    if rules.may_abstain and not windows:
        raise Refused(
            Problem(
                what="no window, so utils_qa has no null score (the script stops: UnboundLocalError).",
                remedy="Leave the example out, or set may_abstain = false.",
            )
        )
    readings = [reading for window in windows for reading in _readings(window, rules)]
    null = None
    if rules.may_abstain:
        null = min((_null(window) for window in windows), key=lambda reading: reading.score)
        readings.append(null)
    kept = sorted(readings, key=lambda reading: reading.score, reverse=True)[: rules.n_best]
    if null is not None and all(reading.limits != _NOWHERE for reading in kept):
        kept.append(null)
    texts = [context[slice(*reading.limits)] for reading in kept]
    if texts in ([], [""]):
        texts.insert(0, _EMPTY)
        kept.insert(0, _Reading(_NOWHERE, 0.0, 0.0, 0.0))
    candidates = tuple(
        Candidate(
            text=t, start_logit=float(k.start_logit), end_logit=float(k.end_logit), probability=float(p)
        )
        for t, k, p in zip(texts, kept, _shares([reading.score for reading in kept]))
    )
    if null is None:
        return Decoded(answer=texts[0], candidates=candidates)
    best = next((i for i, text in enumerate(texts) if text), None)
    if best is None:
        raise Refused(
            Problem(
                what="every candidate of utils_qa is an empty text (the script stops: IndexError).",
                remedy="Tokens of width zero do that: mask them, or set may_abstain = false.",
            )
        )
    margin = null.score - kept[best].start_logit - kept[best].end_logit
    return Decoded(
        answer="" if margin > rules.null_threshold else texts[best],
        candidates=candidates,
        null_margin=float(margin),
    )


def highest(logits: np.ndarray, n: int) -> list[int]:
    """Positions of the `n` highest logits, highest first; equals as `numpy.argsort` leaves them."""
    ascending: list[int] = np.argsort(logits).tolist()
    return ascending[::-1][:n]


def _readings(window: Window, rules: Rules) -> list[_Reading]:
    starts, ends = (highest(logits, rules.n_best) for logits in (window.start_logits, window.end_logits))
    spans = window.legal(starts, ends, max_tokens=rules.max_answer_tokens, only_widest=rules.only_widest)
    return [_reading(window, s, e, (int(window.char_start[s]), int(window.char_end[e]))) for s, e in spans]


def _null(window: Window) -> _Reading:
    return _reading(window, 0, 0, _NOWHERE)


def _reading(window: Window, start: int, end: int, limits: tuple[int, int]) -> _Reading:
    start_logit, end_logit = window.start_logits[start], window.end_logits[end]
    return _Reading(limits, start_logit + end_logit, start_logit, end_logit)


def _shares(scores: Sequence[Any]) -> np.ndarray:
    raised = np.exp(np.array(scores) - np.max(scores))
    return np.asarray(raised / raised.sum())


DECODER = Decoder(
    name="utils_qa",
    script="huggingface/transformers examples/pytorch/question-answering/utils_qa.py c82e017a",
    reads=("n_best", "max_answer_tokens", "may_abstain", "null_threshold", "only_widest"),
    decode=decode,
)
