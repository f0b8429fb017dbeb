"""Wrong answers to read, by language, with gold and predicted answers marked in their context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from intermezzo.report.findings import BETWEEN_GOLDS, ErrorExample, Findings
from intermezzo.report.sections.languages import labels

MAX_SHOWN = 260  # with contexts of 1,200 characters a third of a megabyte; nobody reads more on a page
MAX_CONTEXT = 1200  # characters; a longer context is cut around its answers

Mark = Literal["", "gold", "predicted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One wrong answer. The context comes in pieces, marked or not."""

    run: str
    id: str
    question: str
    context: tuple[tuple[str, Mark], ...]
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Wrong answers by language: (code, name, answers)."""

    by_language: tuple[tuple[str, str, tuple[Wrong, ...]], ...]
    n_shown: int
    n_given: int


def of(findings: Findings) -> Errors:
    """Languages in the order of the study. Beyond `MAX_SHOWN` each gives one in turn, so none is left out."""
    by_language: dict[str, list[ErrorExample]] = {}
    for error in findings.errors:
        by_language.setdefault(error.language, []).append(error)
    order = sorted(
        by_language, key=lambda lg: findings.languages.index(lg) if lg in findings.languages else 10**6
    )
    in_turn = [e for turn in zip_longest(*(by_language[lg] for lg in order)) for e in turn if e is not None]
    shown = in_turn[:MAX_SHOWN]
    names = labels(findings)
    grouped = tuple(
        (lg, names.get(lg, lg), tuple(_wrong(e) for e in shown if e.language == lg)) for lg in order
    )
    return Errors(
        by_language=tuple(group for group in grouped if group[2]),
        n_shown=len(shown),
        n_given=len(findings.errors),
    )


def _wrong(error: ErrorExample) -> Wrong:
    golds = error.gold.split(BETWEEN_GOLDS) if error.is_in_context else []
    gold = next((g for g in golds if g in error.context), "")
    predicted = error.predicted if error.is_in_context else ""
    return Wrong(
        run=f"{error.arm}@{error.seed}",
        id=error.id,
        question=error.question,
        context=marked(cut(error.context, [gold, predicted]), gold, predicted),
        gold=error.gold,
        predicted=error.predicted,
    )


def cut(context: str, answers: Sequence[str]) -> str:
    """At most `MAX_CONTEXT` characters, around the first answer found; `…` where something is left out."""
    if len(context) <= MAX_CONTEXT:
        return context
    found = [place for answer in answers if answer and (place := context.find(answer)) >= 0]
    middle = min(found) if found else 0
    start = max(0, min(middle - MAX_CONTEXT // 2, len(context) - MAX_CONTEXT))
    end = start + MAX_CONTEXT
    return ("…" if start else "") + context[start:end] + ("…" if end < len(context) else "")


def marked(context: str, gold: str, predicted: str) -> tuple[tuple[str, Mark], ...]:
    """The context in pieces: first place of the gold answer, and of the predicted one where it lies apart."""
    spans: list[tuple[int, int, Mark]] = []
    for answer, mark in ((gold, "gold"), (predicted, "predicted")):
        start = context.find(answer) if answer else -1
        end = start + len(answer)
        if start >= 0 and all(end <= s or start >= e for s, e, _ in spans):
            spans.append((start, end, "gold" if mark == "gold" else "predicted"))
    pieces: list[tuple[str, Mark]] = []
    at = 0
    for start, end, mark in sorted(spans):
        pieces += [(context[at:start], ""), (context[start:end], mark)]
        at = end
    pieces.append((context[at:], ""))
    return tuple(piece for piece in pieces if piece[0])
