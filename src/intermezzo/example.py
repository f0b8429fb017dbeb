"""Examples: one item as people see it, before any tokenizer.

Offsets count code points of the text as it stands; nothing here normalises.
"""

from __future__ import annotations

from dataclasses import dataclass


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
