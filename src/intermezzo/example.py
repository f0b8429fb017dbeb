"""Examples: one item as people see it, before any tokenizer.

Offsets count code points of the text as it stands; nothing here normalises. `gold` is what a prediction is held
against: texts of answers, a label, the number of a choice, tags, or the ids of the passages that are right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A gold answer: `context[start:start + len(text)] == text` unless `start` is -1 (an unplaced gold)."""

    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QAExample:
    """A question with its context and gold answers; no answers means: known to be unanswerable."""

    id: str
    language: str  # of the context, which decides how answers are scored
    question: str
    context: str
    answers: tuple[Answer, ...]
    group: str = ""  # examples of several languages that say the same share it; "" stands alone
    cluster: str = ""  # examples that are not independent (one paragraph) share it; the unit of resampling

    @property
    def gold(self) -> tuple[str, ...]:
        """Texts of all gold answers; none where there is no answer."""
        return tuple(answer.text for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextExample:
    """A line of raw text, for masked-language-model training and for training tokenizers.

    `second` holds the same content in another language where the source is parallel
    (a row for translation-language modelling); it is empty for ordinary text.
    """

    id: str
    language: str
    text: str
    second: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelExample:
    """A text, or a pair of texts, and its label: for sequence classification."""

    id: str
    language: str
    text: str
    second: str = ""
    label: str
    group: str = ""
    cluster: str = ""

    @property
    def gold(self) -> str:
        """The label."""
        return self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceExample:
    """What is known, what is asked (either may be empty), and choices of which `choices[answer]` is right."""

    id: str
    language: str
    context: str
    question: str = ""
    choices: tuple[str, ...]
    answer: int
    group: str = ""
    cluster: str = ""

    @property
    def gold(self) -> str:
        """The number of the right choice, as text: predictions are texts."""
        return str(self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagExample:
    """The words of a sentence and a tag for each."""

    id: str
    language: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    group: str = ""
    cluster: str = ""

    @property
    def gold(self) -> tuple[str, ...]:
        """A tag a word."""
        return self.tags


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageExample:
    """A query, or a candidate that queries may find: for retrieval, mining and the training of dual encoders.

    `targets` of a query are the ids of the candidates that are right; a candidate has none. `context` is read after
    the text where a text is not understood alone. Passages of one group are never negatives of each other.
    """

    id: str
    language: str
    text: str
    context: str = ""
    role: Literal["query", "candidate"] = "query"
    targets: tuple[str, ...] = ()
    group: str = ""
    cluster: str = ""

    @property
    def gold(self) -> tuple[str, ...]:
        """Ids of the candidates that are right."""
        return self.targets


Scored = QAExample | LabelExample | ChoiceExample | TagExample | PassageExample  # what has a gold
Example = Scored | TextExample

# What readers read and tables hold, by name.
UNITS: dict[str, type[Example]] = {
    "qa": QAExample,
    "text": TextExample,
    "label": LabelExample,
    "choice": ChoiceExample,
    "tags": TagExample,
    "passage": PassageExample,
}


def asked(examples: Iterable[Example], *, limit: int = 0) -> list[Scored]:
    """The examples that are to be answered, the first `limit` of them (0: all): not text, not mere candidates."""
    found = [
        each
        for each in examples
        if not isinstance(each, TextExample) and getattr(each, "role", "query") == "query"
    ]
    return found[: limit or None]


def texts_of(example: Example) -> list[str]:
    """All text of an example, for training tokenizers."""
    match example:
        case QAExample():
            return [example.question, example.context]
        case TextExample() | LabelExample():
            found = [example.text, example.second]
        case ChoiceExample():
            found = [example.context, example.question, *example.choices]
        case TagExample():
            found = [" ".join(example.words)]
        case PassageExample():
            found = [example.text, example.context]
    return [text for text in found if text]
