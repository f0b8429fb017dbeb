"""Extractive QA: a question and a context become rows, logits become a slice of the context.

Legend: E examples, R rows (windows), T tokens.

A context longer than a row is cut into windows that overlap by `stride` tokens; the last one ends where the context
ends. The label of a row is the first token that reaches the answer's start and the last that reaches its end, found by
binary search over the whole context; a window that does not hold both is labelled with the first token, as is a
question without an answer. (The usual script labels the start one past the context where an answer is the context's
last token; ours does not.) Questions longer than `question_length` tokens lose their end, and the ledger says how many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intermezzo.example import QAExample
from intermezzo.models.formats.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused

MAX_ANSWER_TOKENS = 30  # google-research/bert run_squad.py, max_answer_length
QUESTION_TOKENS = 64  # google-research/bert run_squad.py, max_query_length


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """How long rows are and how they overlap, in tokens."""

    length: int = 384
    stride: int = 128
    question_length: int = QUESTION_TOKENS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """What perfect predictions could reach: golds whose way text -> tokens -> text gives the text back."""

    n_answers: int
    n_exact: int

    @property
    def percent(self) -> float:
        """Share of gold answers that survive, in points; 100 where there are none."""
        return 100.0 * self.n_exact / self.n_answers if self.n_answers else 100.0


def features(
    examples: list[QAExample], tokenizer: FastTokenizer, windows: Windows
) -> tuple[Rows, dict[str, int]]:
    """Rows of all examples, and counts for the ledger.

    Arrays besides `ids`, `types`, `limits`: `char_start`, `char_end` int32 [T], code-point limits of context tokens,
    -1 elsewhere; `example` int32 [R]; `start`, `end` int32 [R], labels within the row (0, 0 = not here);
    `best_start`, `best_end` int32 [E], the characters of the nearest span that tokens can express for the first gold.

    Errors: `Refused` if a row has no room for any context.
    """
    contexts = list(dict.fromkeys(e.context for e in examples))
    questions = list(dict.fromkeys(e.question for e in examples))
    context_tokens = dict(zip(contexts, tokenizer.encode(contexts)))
    question_tokens = dict(zip(questions, (q[0] for q in tokenizer.encode(questions))))
    layout = tokenizer.layout
    before, between, after = (np.array(x, np.int32) for x in (layout.before, layout.between, layout.after))
    counts = {
        "rows": 0,
        "questions cut": 0,
        "windows without the answer": 0,
        "answers": 0,
        "answers exact": 0,
    }
    counts["examples without a placed gold"] = 0
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("ids", "types", "char_start", "char_end")}
    limits, owner, starts, ends = [0], [], [], []
    reach: list[tuple[int, int]] = []
    for number, example in enumerate(examples):
        ids, left, right = context_tokens[example.context]
        question = question_tokens[example.question]
        if len(question) > windows.question_length:
            question = question[: windows.question_length]
            counts["questions cut"] += 1
        room = windows.length - len(question) - layout.n_special
        if room < 2:
            raise Refused(
                Problem(
                    place="length",
                    what=f"rows of {windows.length} tokens have no room for a context beside a question of "
                    f"{len(question)} tokens.",
                    remedy="Raise 'length' or lower 'question_length'.",
                )
            )
        gold = None
        answer = next((a for a in example.answers if a.start >= 0), None)  # -1: a gold that stands nowhere
        counts["examples without a placed gold"] += answer is None and bool(example.answers)
        if answer is not None:
            begin = answer.start + len(answer.text) - len(answer.text.lstrip())
            finish = answer.start + len(answer.text.rstrip())
            gold = label(left, right, begin, finish)
            counts["answers"] += 1
            if gold is not None and (left[gold[0]], right[gold[1]]) == (begin, finish):
                counts["answers exact"] += 1
        reach.append((int(left[gold[0]]), int(right[gold[1]])) if gold else (-1, -1))
        head = len(before) + len(question) + len(between)
        for first in window_starts(len(ids), room, windows.stride):
            piece = slice(first, min(first + room, len(ids)))
            n = piece.stop - piece.start
            parts["ids"] += [before, question, between, ids[piece], after]
            kinds = np.zeros(head + n + len(after), np.int8)
            kinds[head:] = layout.second_type
            parts["types"].append(kinds)
            for name, chars in (("char_start", left), ("char_end", right)):
                row = np.full(head + n + len(after), -1, np.int32)
                row[head : head + n] = chars[piece]
                parts[name].append(row)
            here = gold is not None and gold[0] >= piece.start and gold[1] < piece.stop
            counts["windows without the answer"] += gold is not None and not here
            starts.append(gold[0] - first + head if here and gold else 0)
            ends.append(gold[1] - first + head if here and gold else 0)
            owner.append(number)
            limits.append(limits[-1] + head + n + len(after))
    counts["rows"] = len(owner)
    arrays = {
        name: np.concatenate(found) if found else np.zeros(0, np.int32) for name, found in parts.items()
    }
    arrays |= {
        "limits": np.array(limits, np.int64),
        "example": np.array(owner, np.int32),
        "start": np.array(starts, np.int32),
        "end": np.array(ends, np.int32),
        "best_start": np.array([a for a, _ in reach], np.int32),
        "best_end": np.array([b for _, b in reach], np.int32),
    }
    return Rows(arrays), counts


def window_starts(n: int, room: int, stride: int) -> list[int]:
    """First context token of each window over `n` tokens; neighbours share `stride` tokens, the last ends at `n`."""
    step = max(1, room - stride)
    starts = [0]
    while starts[-1] + room < n:
        starts.append(starts[-1] + step)
    return starts


def label(left: np.ndarray, right: np.ndarray, begin: int, finish: int) -> tuple[int, int] | None:
    """First and last token of the characters [begin, finish); None where no token touches them.

    left, right: [n] int, character limits of the tokens, both rising.
    """
    if finish <= begin:
        return None
    # The start by the tokens' ends, the end by their starts: a character of several tokens is held whole.
    first = int(np.searchsorted(right, begin, side="right"))
    last = int(np.searchsorted(left, finish, side="left")) - 1
    return (first, last) if first <= last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Best spans, one an example: characters [start, end), its score, the null score (lowest over windows)."""

    start: np.ndarray
    end: np.ndarray
    score: np.ndarray
    null: np.ndarray


def best_spans(
    rows: Rows, start_logits: np.ndarray, end_logits: np.ndarray, *, max_tokens: int = MAX_ANSWER_TOKENS
) -> Spans:
    """The best span of each example over all legal spans of all its windows; exact search, not a beam.

    start_logits, end_logits: [T] float32, aligned to the tokens of `rows`. A span is legal if it lies in the context
    of one window and has at most `max_tokens` tokens. Ties: the lowest start, then the lowest end, in the first
    window. The null score is the sum of both logits at the first token, lowest over an example's windows (as the
    SQuAD 2.0 scripts take it).

    Source of the sliding maximum by doubling: the usual trick for range maxima of one width.
    """
    limits = rows.limits
    n_rows, n_tokens = len(rows), rows.n_tokens
    in_context = rows.arrays["char_start"] >= 0
    row_of = np.repeat(np.arange(n_rows), np.diff(limits))
    at = np.arange(n_tokens) + row_of * max_tokens  # `max_tokens` cells of -inf stand between rows
    size = n_tokens + n_rows * max_tokens
    ends = np.full(size, -np.inf, np.float32)
    ends[at[in_context]] = end_logits[in_context]
    top, width = ends.copy(), 1
    while width * 2 <= max_tokens:
        np.maximum(top[:-width], top[width:], out=top[:-width])
        width *= 2
    if (rest := max_tokens - width) > 0:
        np.maximum(top[:-rest], top[rest:], out=top[:-rest])
    total = np.full(n_tokens, -np.inf, np.float32)
    total[in_context] = start_logits[in_context] + top[at[in_context]]
    n_examples = int(rows.arrays["best_start"].shape[0])
    best_row = np.full(n_examples, -1, np.int64)
    best = np.full(n_examples, -np.inf, np.float32)
    null = np.full(n_examples, np.inf, np.float32)
    if n_rows:
        row_best = np.maximum.reduceat(total, limits[:-1])
        nulls = start_logits[limits[:-1]] + end_logits[limits[:-1]]
        owner = rows.arrays["example"]
        np.minimum.at(null, owner, nulls)
        for r in range(n_rows):
            if row_best[r] > best[owner[r]]:
                best[owner[r]], best_row[owner[r]] = row_best[r], r
    left, right = np.zeros(n_examples, np.int32), np.zeros(n_examples, np.int32)
    for e in range(n_examples):
        r = best_row[e]
        if r < 0:
            continue
        a, b = limits[r], limits[r + 1]
        s = a + int(np.argmax(total[a:b]))
        stop = min(b, s + max_tokens)
        allowed = np.where(in_context[s:stop], end_logits[s:stop], -np.inf)
        t = s + int(np.argmax(allowed))
        left[e], right[e] = rows.arrays["char_start"][s], rows.arrays["char_end"][t]
    return Spans(start=left, end=right, score=best, null=null)


def read_answers(
    examples: list[QAExample], spans: Spans, *, may_abstain: bool, threshold: float = 0.0
) -> list[str]:
    """Answers as slices of the original contexts.

    With `may_abstain` the answer is empty where the null score beats the best span by more than `threshold`
    (as the SQuAD 2.0 scripts decide; equal keeps the answer).
    """
    answers = []
    for e, example in enumerate(examples):
        is_null = may_abstain and spans.null[e] - spans.score[e] > threshold
        answers.append("" if is_null else example.context[int(spans.start[e]) : int(spans.end[e])])
    return answers
