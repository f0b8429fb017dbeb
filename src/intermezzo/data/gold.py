"""Gold answers: from what a file says to examples whose answers are slices of their contexts.

Every QA dialect ends here, so one rule places answers, one finds blanked labels, one makes ids unique.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from intermezzo.data.asked import Asked
from intermezzo.data.identity import paragraphs, unique
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.place import brief
from intermezzo.data.reader import ReadOptions, refuse
from intermezzo.example import Answer, QAExample
from intermezzo.problem import Problem

GO_ON = 'Set misplaced = "repair" or "drop" to go on.'

# Reasons in the ledger.
EMPTY = "empty"
ABSENT = "not in the context"
SAID_ABSENT = "marked as not in the context"
MISPLACED = "misplaced"
NO_ANSWER_LEFT = "no answer left"
NO_CONTEXT = "no context"


def settle(
    asked: Iterable[Asked | Problem],
    *,
    name: str,
    language: str,
    options: ReadOptions,
    notes: Mapping[str, int],
    dropped: Mapping[str, int] | None = None,
) -> tuple[list[QAExample], Ledger]:
    """Examples and ledger of one file, or `Refused` with all that is wrong with it.

    Args:
        asked: the questions in the file's order, and what is wrong with its structure.
        notes: oddities of the file as a whole.
        dropped: reason -> questions the dialect has left out already.
    """
    met = list(asked)
    questions = [each for each in met if isinstance(each, Asked)]
    if len(questions) == len(met):  # a broken file's labels are not judged
        refuse(without_labels(questions, name, options), name=name)
    settled = [each if isinstance(each, Problem) else answered(each, options) for each in met]
    refuse(problems_of(met, settled, name), name=name)

    ids, n_renamed = unique([str(q.id) for q in questions])
    clusters = paragraphs(
        ((q.context, str(q.id)) for q in questions if q.context is not None), parallel=options.parallel
    )
    outcomes = [each for each in settled if isinstance(each, Outcome)]
    examples = [
        QAExample(
            id=unique_id,
            language=language,
            question=q.question,
            context=q.context,
            answers=outcome.answers,
            group=str(q.id) if options.parallel else "",
            cluster=clusters[q.context],
        )
        for q, unique_id, outcome in zip(questions, ids, outcomes)
        if q.context is not None and not outcome.dropped
    ]
    lost = Counter(outcome.dropped for outcome in outcomes if outcome.dropped)
    n_unplaced = sum(answer.start < 0 for example in examples for answer in example.answers)
    odd = {**oddities(questions), "repeated ids made unique": n_renamed, "unplaced golds kept": n_unplaced}
    return examples, Ledger(
        read=len(questions) + sum((dropped or {}).values()),
        kept=len(examples),
        dropped=merged(lost, dropped or {}),
        answers=sum(len(q.golds) for q in questions),
        repaired=sum(outcome.n_repaired for outcome in outcomes),
        answers_dropped=merged(Counter(reason for outcome in outcomes for reason in outcome.answers_dropped)),
        notes=merged(odd, notes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a question's answers."""

    answers: tuple[Answer, ...] = ()
    n_repaired: int = 0
    answers_dropped: tuple[str, ...] = ()  # a reason for each
    dropped: str = ""  # why the question itself was left out


def answered(asked: Asked, options: ReadOptions) -> Outcome | list[Problem]:
    if asked.context is None:
        if options.misplaced == "error":
            return [Problem(what="the context is null.", remedy=GO_ON)]
        return Outcome(dropped=NO_CONTEXT, answers_dropped=(NO_CONTEXT,) * len(asked.golds))
    if asked.is_impossible and asked.golds:
        n = len(asked.golds)
        return [Problem(what=f"expected no answers where is_impossible is true, found {n}")]
    starts = [None if gold.start is None else int(gold.start) for gold in asked.golds]
    found = [placed(str(g.text), start, asked.context, options) for g, start in zip(asked.golds, starts)]
    if problems := [each for each in found if isinstance(each, Problem)]:
        return problems
    answers = tuple(each for each in found if isinstance(each, Answer))
    return Outcome(
        answers=answers,
        n_repaired=sum(
            isinstance(a, Answer) and a.start not in (start, -1) for a, start in zip(found, starts)
        ),
        answers_dropped=tuple(each for each in found if isinstance(each, str)),
        dropped=NO_ANSWER_LEFT if asked.golds and not answers else "",
    )


def problems_of(
    met: list[Asked | Problem], settled: list[Problem | Outcome | list[Problem]], name: str
) -> Iterator[Problem]:
    """In the file's order, each with the place it is at."""
    for each, outcome in zip(met, settled):
        if isinstance(each, Problem):
            yield each
        elif isinstance(outcome, list):
            yield from (problem.at(f"{name}: question {brief(str(each.id))}") for problem in outcome)


def placed(text: str, start: int | None, context: str, options: ReadOptions) -> Answer | str | Problem:
    """The answer where its text stands, the reason it was dropped, or what is wrong with it.

    Args:
        start: None if the dialect gives no positions (the first occurrence is taken); negative if the file
            says that the answer is not in the context. Such an answer is never moved: AfriQA's "no" would
            be found inside "not" and "known".
    """
    if text and start is not None and start >= 0 and context.startswith(text, start):
        return Answer(text=text, start=start)
    if options.misplaced == "error":
        there = context[start : start + len(text)] if start is not None and start >= 0 else ""
        return Problem(
            what=f"the answer '{brief(text)}' is not at {start} in its context (there: '{brief(there)}').",
            remedy=GO_ON,
        )
    if not text:
        return EMPTY
    if options.misplaced == "drop":
        return MISPLACED
    is_said_absent = start is not None and start < 0
    near = -1 if is_said_absent else nearest(text, context, start or 0)
    if near >= 0 or options.unplaced == "keep":
        return Answer(text=text, start=near)
    return SAID_ABSENT if is_said_absent else ABSENT


def nearest(text: str, context: str, start: int) -> int:
    """Where `text` occurs nearest to `start`, the earlier of two as near; -1 if nowhere.

    Overlapping occurrences count: in "ananas", "ana" stands at 0 and at 2.
    """
    best = at = context.find(text)
    while at >= 0 and at <= start + abs(best - start):
        if abs(at - start) < abs(best - start):
            best = at
        at = context.find(text, at + 1)
    return best


def without_labels(questions: list[Asked], name: str, options: ReadOptions) -> list[Problem]:
    """A file has no questions, no labels, or no positions."""
    if not questions:
        return [Problem(place=name, what="no questions in this file.")]
    has_answers = any(str(gold.text) for q in questions for gold in q.golds)
    if not has_answers and not all(q.is_impossible or q.context is None for q in questions):
        return [blanked(name, options.split, "all answers empty")]
    n_without = sum(gold.start is None for q in questions for gold in q.golds)
    if n_without and options.misplaced != "repair":
        return [
            Problem(
                place=name,
                what=f"{n_without:,} answers have no position, as this dialect gives none.",
                remedy='Set misplaced = "repair" to take the first occurrence of each.',
            )
        ]
    return []


def blanked(name: str, split: str, why: str) -> Problem:
    """Published without its labels. Nobody is sent from 'dev' to 'dev'."""
    other = "another split" if split == "dev" else "'dev'"
    return Problem(
        place=name,
        what=f"split '{split}' has no labels ({why})." if split else f"no labels ({why}).",
        remedy=f"Its labels are not public; evaluate on {other}, or write a submission.",
    )


def oddities(questions: list[Asked]) -> Counter[str]:
    """What is unusual about a file's questions and was taken as it stands or turned into text."""
    golds = [gold for q in questions for gold in q.golds]
    return Counter(
        {
            "whole-number ids turned into text": sum(isinstance(q.id, int) for q in questions),
            "unanswerable without a mark": sum(
                not q.golds and not q.is_impossible and q.context is not None for q in questions
            ),
            "answers with outer space": sum(str(g.text) != str(g.text).strip() for g in golds),
            "numbers turned into text": sum(not isinstance(g.text, str) for g in golds),
            "positions written as text": sum(isinstance(g.start, str) for g in golds),
        }
    )
