"""A submission's files: paths, lines, sentences, JSON; read as the script reads them."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intermezzo.problem import Problem, Refused, mismatch

Texts = Mapping[str, str]  # path, with slashes -> text


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a submission."""

    path: str
    text: str

    def lines(self) -> list[str]:
        """Lines without white space around them; a last line end begins no other line."""
        return [line.strip() for line in io.StringIO(self.text, newline=None)]

    def sentences(self) -> list[list[str]]:
        """One tag a line; a blank line ends a sentence, so two in a row make an empty one."""
        found: list[list[str]] = []
        sentence: list[str] = []
        for tag in self.lines():
            if tag:
                sentence.append(tag)
            else:
                found.append(sentence)
                sentence = []
        return [*found, sentence] if sentence else found

    def json(self) -> Any:
        """The value in the file.

        Errors:
            Refused if it is no JSON.
        """
        return _json(self.text, self.path)

    def data(self) -> Any:
        """The value in the file, or what stands under "data" in it: questions and answers of QA."""
        value = self.json()
        return value["data"] if isinstance(value, dict) and "data" in value else value

    def json_lines(self) -> list[Any]:
        """A value a line.

        Errors:
            Refused if a line is none, an empty one included.
        """
        return [_json(line, f"{self.path}:{number}") for number, line in enumerate(self.lines(), start=1)]


def _json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        what = f"not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise Refused(Problem(place=place, what=what)) from error


def folders(files: Texts, root: str) -> set[str]:
    """The folders directly under a root that hold a file."""
    inside = (path.removeprefix(f"{root}/") for path in files if path.startswith(f"{root}/"))
    return {path.partition("/")[0] for path in inside if "/" in path}


def read_folder(folder: Path, *roots: str) -> dict[str, str]:
    """All files TASK/NAME under these folders of a folder; predictions and labels where none is named.

    Errors:
        Refused for a root that is not there and for files that are not UTF-8.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for root in roots or ("predictions", "labels"):
        if not (folder / root).is_dir():
            problems.append(Problem(place=str(folder / root), what="no such folder."))
        for path in sorted((folder / root).glob("*/*")):
            if path.is_file():
                try:
                    texts[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
                except UnicodeDecodeError as error:
                    found = f"byte {error.start} that is not"
                    problems.append(mismatch(place=str(path), expected="UTF-8", found=found))
    if problems:
        raise Refused(problems)
    return texts
