"""Shown: an example as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intermezzo.example import ChoiceExample, Example, LabelExample, PassageExample, QAExample, TagExample

BETWEEN_GOLDS = " · "
NOTHING = "(no answer)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is asked, what it is asked of, and what is right. What a kind of example does not have is ""."""

    context: str = ""
    asked: str = ""
    choices: str = ""
    gold: str = ""


def shown(example: Example, passages: Mapping[str, str] | None = None) -> Shown:
    """An example in words; `passages` are texts of candidates by id, for queries."""
    match example:
        case QAExample():
            gold = BETWEEN_GOLDS.join(dict.fromkeys(example.gold)) or NOTHING
            return Shown(asked=example.question, context=example.context, gold=gold)
        case LabelExample():
            return Shown(asked=example.second, context=example.text, gold=example.label)
        case ChoiceExample():
            return Shown(
                asked=example.question,
                context=example.context,
                choices="\n".join(numbered(example.choices)),
                gold=said(example, str(example.answer)),
            )
        case TagExample():
            return Shown(context=" ".join(example.words), gold=said(example, example.tags))
        case PassageExample():
            gold = said(example, example.targets, passages) if example.role == "query" else ""
            return Shown(asked=example.text, context=example.context, gold=gold)
        case _:
            return Shown(context="\n".join(text for text in (example.text, example.second) if text))


def said(
    example: Example, answer: str | tuple[str, ...] | list[str], passages: Mapping[str, str] | None = None
) -> str:
    """A prediction (or a gold) for an example, in words."""
    if isinstance(example, ChoiceExample):
        number = str(answer)
        is_one = number.isdigit() and int(number) < len(example.choices)
        return f"{int(number) + 1}. {example.choices[int(number)]}" if is_one else number
    if isinstance(example, TagExample):
        tagged = zip(example.words, answer)
        return " ".join(f"{word}/{tag or '?'}" for word, tag in tagged if tag != "O") or "O"
    if isinstance(example, PassageExample):
        found = [answer] if isinstance(answer, str) else list(answer)
        return BETWEEN_GOLDS.join((passages or {}).get(each, each) for each in found) or NOTHING
    return str(answer)


def numbered(choices: tuple[str, ...]) -> list[str]:
    """Choices with numbers from 1."""
    return [f"{i}. {choice}" for i, choice in enumerate(choices, 1)]
