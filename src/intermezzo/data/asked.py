"""Asked: a question as a file has it, its structure checked and its answers not yet placed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from intermezzo.data.place import Place, expected, keys, member, of_kind, shown
from intermezzo.problem import Problem

WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")  # what 64 bits hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """An answer as a file has it: numbers may stand for texts, texts for positions."""

    text: str | int | float
    start: int | str | None  # a text is a whole number; None: the dialect gives no positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    id: str | int
    question: str
    context: str | None
    golds: tuple[Gold, ...]
    is_impossible: bool = False


def id_in(record: dict[str, object], key: str, place: Place) -> str | int | Problem:
    """Texts are the rule; PIAF's early export and TQuad have numbers."""
    if key not in record:
        return expected(f"a field '{key}'", keys(record), place)
    value = record[key]
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return of_kind(value, str, place.key(key))
    return expected("text or a whole number", shown(value), place.key(key))


def context_in(record: object, key: str, place: Place) -> str | Problem | None:
    """Null where a data set found no passage for a question, as in AfriQA."""
    if isinstance(record, dict) and key in record and record[key] is None:
        return None
    return member(record, key, str, place)


def gold_in(record: object, place: Place) -> Gold | Problem:
    """An answer of the form `{"text": ..., "answer_start": ...}`."""
    if not isinstance(record, dict):
        return expected("an object", shown(record), place)
    for key in ("text", "answer_start"):
        if key not in record:
            return expected(f"a field '{key}'", keys(record), place)
    return gold_of(record["text"], record["answer_start"], place.key("text"), place.key("answer_start"))


def gold_of(text: object, start: object, text_place: Place, start_place: Place) -> Gold | Problem:
    checked = answer_text(text, text_place)
    if isinstance(checked, Problem):
        return checked
    is_number = isinstance(start, int) and not isinstance(start, bool)
    if not is_number and not (isinstance(start, str) and WHOLE_NUMBER.fullmatch(start)):
        return expected("a whole number", shown(start), start_place)
    assert isinstance(start, int | str)
    return Gold(text=checked, start=start)


def answer_text(value: object, place: Place) -> str | int | float | Problem:
    """Texts are the rule; CMRC's native files have numbers where a spreadsheet saw some."""
    is_number = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
    if is_number and not isinstance(value, bool):
        assert isinstance(value, int | float)
        return value
    return of_kind(value, str, place)


def first_problem(*values: object) -> Problem | None:
    return next((each for each in values if isinstance(each, Problem)), None)


def without_problems(golds: Sequence[Gold | Problem]) -> tuple[Gold, ...] | Problem:
    return first_problem(*golds) or tuple(each for each in golds if isinstance(each, Gold))
