"""Places in a document: where a value stands, and whether it is what it should be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from intermezzo.problem import Problem, Refused

MAX_SHOWN = 60  # characters of a value in a message; longer ones wrap on a terminal of usual width
MAX_KEYS_SHOWN = 8

T = TypeVar("T", str, list[object], dict[str, object], bool)
Value = TypeVar("Value")

KINDS = {str: "text", list: "a list", dict: "an object", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Place:
    """A file (with its line, where lines are records) and the way to a value in it: `data[3].qas[0]`."""

    file: str
    path: str = ""

    def key(self, key: str) -> Place:
        return Place(self.file, f"{self.path}.{key}" if self.path else key)

    def item(self, index: int) -> Place:
        return Place(self.file, f"{self.path}[{index}]")

    def __str__(self) -> str:
        return f"{self.file}: {self.path}" if self.path else self.file


def expected(what: str, found: str, place: Place) -> Problem:
    return Problem(place=str(place), what=f"expected {what}, found {found}")


def member(record: object, key: str, kind: type[T], place: Place) -> T | Problem:
    """The value under `key`, of the kind it has to have."""
    if not isinstance(record, dict):
        return expected("an object", shown(record), place)
    if key not in record:
        return expected(f"a field '{key}'", keys(record), place)
    return of_kind(record[key], kind, place.key(key))


def of_kind(value: object, kind: type[T], place: Place) -> T | Problem:
    if not isinstance(value, kind):
        return expected(KINDS[kind], shown(value), place)
    if isinstance(value, str) and (lone := lone_surrogate(value)):
        return expected("text", lone, place)
    return value


def sure(value: Value | Problem) -> Value:
    """The value where it is one, for a dialect that stops at the first thing wrong with a record.

    Errors:
        Refused with the problem otherwise.
    """
    if isinstance(value, Problem):
        raise Refused(value)
    return value


def lone_surrogate(text: str) -> str | None:
    """JSON's escapes can write half a character, which no file, table or tokenizer can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"half a character (\\u{ord(text[error.start]):04x}) at {error.start}"
    return None


def shown(value: object) -> str:
    """A JSON value as messages show it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{brief(value)}"'
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"an object with {keys(value)}"
    return brief(str(value))


def keys(record: dict[str, object]) -> str:
    named = [brief(str(key)) for key in record][:MAX_KEYS_SHOWN]
    return ", ".join(named + ["…"] * (len(record) > MAX_KEYS_SHOWN)) or "no fields"


def brief(text: str) -> str:
    """Short and on one line, with what cannot be seen written out."""
    cut = text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
