"""What a format is to the model: how examples become rows, and how what comes out of the model becomes predictions.

A file of `formats/` holds one as `FORMAT`, without torch; its head stands in `heads/`, its loss in `train/losses/`,
what planning knows of it in `tasks/_format.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from intermezzo import shelf
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Rows of some examples.

    `counts`: for the ledger; `exact`: (gold answers that tokens can express, gold answers), where that is a question.
    """

    rows: Rows
    counts: dict[str, int]
    exact: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Predictions, one an example that was asked: a text each, or several texts (a tag a word, candidates by rank).

    `columns`: numbers beside them, [E] or [E, n]; `signature`: how they were read, a part of a score's signature.
    """

    answers: Sequence[str] | Sequence[Sequence[str]]
    columns: dict[str, np.ndarray] = field(default_factory=dict)
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFormat:
    """One format.

    cut: (examples, tokenizer, settings of the features job) -> rows.
    read: (rows, what the head gave, examples, settings of the predict job, tokenizer) -> predictions for the examples
        that are asked. None where there is nothing to predict.
    choose: (as `read`) -> settings that were chosen on these data, to be used on others.
    needs_all: whether rows beyond those of the asked examples matter (candidates of retrieval).
    """

    cut: Callable[[list[Any], FastTokenizer, Settings], Cut]
    read: Callable[[Rows, np.ndarray, list[Any], Settings, FastTokenizer | None], Said] | None = None
    choose: Callable[[Rows, np.ndarray, list[Any], Settings], dict[str, Any]] | None = None
    needs_all: bool = False


def load(name: str) -> RowFormat:
    """The format of that name.

    Errors: `Refused` where the shelf has none.
    """
    found = shelf.load("intermezzo.models.formats", name, "FORMAT")
    if isinstance(found, Problem):
        raise Refused(found)
    return found  # type: ignore[no-any-return]
