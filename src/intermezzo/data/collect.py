"""Collect: what a reader met becomes examples and a ledger; the end of every dialect but those of QA (see gold.py).

One rule finds labels that were taken out before a file was published, one leaves out what has none, one makes ids
unique.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from intermezzo.data.gold import blanked
from intermezzo.data.identity import unique
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.reader import ReadOptions, refuse
from intermezzo.example import ChoiceExample, Example, LabelExample, PassageExample, TagExample
from intermezzo.problem import Problem

UNLABELLED = "no label"  # in the ledger
MOST_ALIKE = 10  # right choices that may all be the first by chance: 1 in 1,000 with two choices

Labelled = TypeVar("Labelled", LabelExample, ChoiceExample, TagExample, PassageExample)


def collected(
    found: Iterable[Labelled | Problem],
    *,
    name: str,
    options: ReadOptions,
    notes: Mapping[str, int] | None = None,
    dropped: Mapping[str, int] | None = None,
) -> tuple[list[Labelled], Ledger]:
    """Examples and ledger of what a reader met, or `Refused` with all that is wrong with it.

    Args:
        found: the examples in the file's order, and what is wrong with it. Where a label is "" (or a word's tag, or
            the answer below 0) the example has none; so has a query without targets among candidates, which stays.
        notes: oddities of the file as a whole.
        dropped: reason -> examples the dialect has left out already.
    """
    met = list(found)
    refuse((each for each in met if isinstance(each, Problem)), name=name)
    examples = [renamed(each, options.labels) for each in met if not isinstance(each, Problem)]
    if not examples:
        refuse([Problem(place=name, what="no examples in this file.")], name=name)
    if why := without_labels(examples):
        refuse([blanked(name, options.split, why)], name=name)
    kept = [each for each in examples if not is_unlabelled(each)]
    ids, n_renamed = unique([each.id for each in kept])
    out = {**(dropped or {}), UNLABELLED: len(examples) - len(kept)}
    return [replace(each, id=id_) for each, id_ in zip(kept, ids)], Ledger(
        read=len(examples) + sum((dropped or {}).values()),
        kept=len(kept),
        dropped=merged(out),
        notes=merged({"repeated ids made unique": n_renamed}, notes or {}),
    )


def renamed(example: Labelled, labels: Mapping[str, str]) -> Labelled:
    """The example with its labels as they are called here."""
    if not labels or isinstance(example, ChoiceExample | PassageExample):
        return example
    if isinstance(example, LabelExample):
        return replace(example, label=labels.get(example.label, example.label))
    return replace(example, tags=tuple(labels.get(tag, tag) for tag in example.tags))


def is_unlabelled(example: Example) -> bool:
    """Nothing to hold a prediction against."""
    match example:
        case LabelExample():
            return not example.label
        case ChoiceExample():
            return example.answer < 0
        case TagExample():
            return not all(example.tags)
        case _:
            return False


def without_labels(examples: Sequence[Example]) -> str:
    """Why nothing in a file can be scored; "" where something can."""
    queries = [each for each in examples if isinstance(each, PassageExample) and each.role == "query"]
    if queries and not any(each.targets for each in queries):
        return "no query has a target"
    if all(map(is_unlabelled, examples)):
        return "the column of labels is missing or empty"
    answers = [each.answer for each in examples if isinstance(each, ChoiceExample)]
    if len(answers) > MOST_ALIKE and not any(answers):
        return "all labels 0"
    return ""
