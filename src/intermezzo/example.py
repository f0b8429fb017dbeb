"""Examples: one item as people see it, before any tokenizer.

Offsets count code points of the text as it stands; nothing here normalises.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TagExample:
    """The words of a sentence and a tag for each."""

    id: str
    language: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    group: str = ""
    cluster: str = ""


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


Example = QAExample | TextExample | LabelExample | ChoiceExample | TagExample | PassageExample
