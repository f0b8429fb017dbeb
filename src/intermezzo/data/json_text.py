"""JSON and JSON lines, with the place of what is broken."""

from __future__ import annotations

import json
from collections.abc import Iterator

from intermezzo.data.place import Place
from intermezzo.problem import Problem

JSON_LINES = 'If each line is a record of its own, set reader = "jsonl-qa".'


def parse(text: str, *, name: str, first_line: int = 1, remedy: str = JSON_LINES) -> object | Problem:
    """A JSON document; `first_line` is the line of the file it begins in, `remedy` is for a second one after it."""
    try:
        document: object = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"not valid JSON: {error.msg} (column {error.colno})"
        place = f"{name}:{first_line + error.lineno - 1}"
        if error.msg == "Extra data":
            return Problem(place=place, what=f"{what}.", remedy=remedy)
        return Problem(place=place, what=what)
    except RecursionError:
        return Problem(place=f"{name}:{first_line}", what="not usable JSON: nested too deeply")
    except ValueError:  # the interpreter's bound on the digits of a number, which JSON does not have
        return Problem(place=f"{name}:{first_line}", what="not usable JSON: a number with too many digits")
    return document


def parse_lines(text: str, *, name: str) -> Iterator[tuple[Place, object | Problem]]:
    """Each line that is not blank. Only line feeds end a line: U+2028 and its like stand inside texts."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield Place(f"{name}:{number}"), parse(line, name=name, first_line=number, remedy="")
