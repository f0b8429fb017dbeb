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
from intermezzo.models.format import Cut, RowFormat, Said, Settings
from intermezzo.models.formats import _decoders
from intermezzo.models.formats._decoders import Rules
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import JOB_FAILED, Problem, Refused

MAX_ANSWER_TOKENS = 30  # google-research/bert run_squad.py, max_answer_length
QUESTION_TOKENS = 64  # google-research/bert run_squad.py, max_query_length
EXACT = "exact"  # our own search; other decoders are other people's
RULES = ("max_answer_tokens", "may_abstain", "null_threshold")  # of reading answers, that settings hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """How long rows are and how they overlap, in tokens."""

    length: int = 384
    stride: int = 128
    question_length: int = QUESTION_TOKENS


def cut(examples: list[QAExample], tokenizer: FastTokenizer, settings: Settings) -> Cut:
    """Windows as the settings of a features job have them."""
    windows = Windows(
        length=settings["length"], stride=settings["stride"], question_length=settings["question_length"]
    )
    rows, counts = features(examples, tokenizer, windows)
    return Cut(rows=rows, counts=counts, exact=(counts["answers exact"], counts["answers"]))


def features(
    examples: list[QAExample], tokenizer: FastTokenizer, windows: Windows
) -> tuple[Rows, dict[str, int]]:
    """Rows of all examples, and counts for the ledger.

    Arrays besides `ids`, `types`, `limits`: `char_start`, `char_end` int32 [T], code-point limits of context tokens,
    -1 elsewhere; `example` int32 [R]; `start`, `end` int32 [R], labels within the row (0, 0 = not here);
    `best_start`, `best_end` int32 [E], the characters of the nearest span that tokens can express for the first gold.

    Errors: `Refused` if a row has no room for any context, or not for more of it than neighbours share.
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
                    remedy="Raise 'length'.",
                )
            )
        if room <= windows.stride and len(ids) > room:
            raise Refused(
                Problem(
                    place="stride",
                    what=f"rows of {windows.length} tokens hold {room} of the context beside a question of "
                    f"{len(question)} tokens, so windows cannot share {windows.stride} and go on.",
                    remedy="Raise 'length' or lower 'stride'.",
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
    """First context token of each window over `n` tokens; neighbours share `stride` tokens, the last ends at `n`.

    `room` is above `stride`, or holds the whole context.
    """
    if n <= room:
        return [0]
    if room <= stride:
        raise ValueError(f"windows of {room} tokens cannot share {stride} and go on")
    return [*range(0, n - stride, room - stride)]


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
    of one window and has at most `max_tokens` tokens; its score is the sum of both logits, in float64. Of equal scores
    it is the span that starts first in the context, of those the shortest. The null score is the sum of both logits
    at the first token, lowest over an example's windows (as the SQuAD 2.0 scripts take it).

    Errors: `Refused` where a logit is not a finite number.

    Source of the sliding maximum by doubling: the usual trick for range maxima of one width.
    """
    limits = rows.limits
    start_logits, end_logits = in_doubles(start_logits, end_logits)
    n_rows, n_tokens = len(rows), rows.n_tokens
    in_context = rows.arrays["char_start"] >= 0
    row_of = np.repeat(np.arange(n_rows), np.diff(limits))
    at = np.arange(n_tokens) + row_of * max_tokens  # `max_tokens` cells of -inf stand between rows
    ends = np.full(n_tokens + n_rows * max_tokens, -np.inf)
    ends[at[in_context]] = end_logits[in_context]
    top, width = ends.copy(), 1
    while width * 2 <= max_tokens:
        np.maximum(top[:-width], top[width:], out=top[:-width])
        width *= 2
    if (rest := max_tokens - width) > 0:
        np.maximum(top[:-rest], top[rest:], out=top[:-rest])
    total = np.full(n_tokens, -np.inf)  # the best score of a span that starts here
    total[in_context] = start_logits[in_context] + top[at[in_context]]
    n_examples = int(rows.arrays["best_start"].shape[0])
    best, null = np.full(n_examples, -np.inf), np.full(n_examples, np.inf)
    found = [(0, 0)] * n_examples
    if n_rows:
        owner = rows.arrays["example"]
        row_best = np.maximum.reduceat(total, limits[:-1])
        np.maximum.at(best, owner, row_best)
        np.minimum.at(null, owner, start_logits[limits[:-1]] + end_logits[limits[:-1]])
        first_of: dict[int, tuple[int, int]] = {}
        for r in np.flatnonzero((row_best == best[owner]) & (row_best > -np.inf)).tolist():
            here = slice(limits[r], limits[r + 1])
            cells = ends[at[here.start] : at[here.start] + here.stop - here.start + max_tokens]
            span = _first_span(rows, here, start_logits[here], cells, total[here], max_tokens)
            first_of[owner[r]] = min(span, first_of.get(owner[r], span))
        for e, span in first_of.items():
            found[e] = span
    left, right = np.array(found, np.int32).reshape(-1, 2).T
    return Spans(start=left, end=right, score=best, null=null)


def in_doubles(start_logits: np.ndarray, end_logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both in float64: sums of two float32 numbers then differ where their exact sums do, but for the absurd.

    Errors: `Refused` where a logit is not a finite number; no answer could be told from it.
    """
    n_odd = int((~(np.isfinite(start_logits) & np.isfinite(end_logits))).sum())
    if n_odd:
        raise Refused(
            Problem(
                place="logits",
                what=f"the model gives no finite number at {n_odd:,} of {len(start_logits):,} tokens.",
                remedy="Its weights have diverged or are damaged; train it with a lower 'rate' or more 'warmup'.",
                exit_code=JOB_FAILED,
            )
        )
    return start_logits.astype(np.float64), end_logits.astype(np.float64)


def _first_span(
    rows: Rows, here: slice, starts: np.ndarray, ends: np.ndarray, total: np.ndarray, max_tokens: int
) -> tuple[int, int]:
    """Of the best spans of one row the one that starts first and is shortest, in characters.

    starts, total: [n]; ends: [n + max_tokens], -inf outside the context.
    """
    left, right = rows.arrays["char_start"][here], rows.arrays["char_end"][here]
    tied = np.flatnonzero(total == total.max())
    same = tied[left[tied] == left[tied[0]]]  # a character of several tokens starts at each of them
    lasts = [s + int(np.argmax(starts[s] + ends[s : s + max_tokens])) for s in same.tolist()]
    return int(left[tied[0]]), min(int(right[t]) for t in lasts)


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


def read(
    rows: Rows,
    logits: np.ndarray,
    examples: list[QAExample],
    settings: Settings,
    tokenizer: FastTokenizer | None,
) -> Said:
    """Answers by our own search, or as somebody else's script reads them; logits [T, 2], start and end.

    `tokenizer`: only the scripts of others need it.
    """
    start, end = logits[:, 0], logits[:, 1]
    rules = {name: settings[name] for name in RULES}
    if settings.get("decoder", EXACT) == EXACT:
        spans = best_spans(rows, start, end, max_tokens=settings["max_answer_tokens"])
        said = read_answers(
            examples, spans, may_abstain=settings["may_abstain"], threshold=settings["null_threshold"]
        )
        columns = {"start": spans.start, "end": spans.end, "score": spans.score, "null": spans.null}
        return Said(answers=said, columns=columns, signature=_decoders.signed(EXACT, rules))
    decoder = _decoders.load(settings["decoder"])
    if isinstance(decoder, Problem):
        raise Refused(decoder)
    assert tokenizer is not None, "a plan gives it to jobs that need it"
    theirs = Rules(**rules, lower_case=tokenizer.lower_cases, join=tokenizer.join)
    in_doubles(start, end)  # refuses what is no number; scripts add in the precision they know
    windows = _decoders.windows_of(rows, start, end, token_text=tokenizer.token_text)
    said = [decoder.decode(e.context, its, theirs).answer for e, its in zip(examples, windows, strict=True)]
    return Said(answers=said, signature=decoder.signature(theirs))


FORMAT = RowFormat(cut=cut, read=read)
