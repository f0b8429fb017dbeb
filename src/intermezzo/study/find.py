"""Finding a study: a file, the text itself, or the name of one that ships with the package."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from intermezzo import shelf
from intermezzo.problem import Problem

SUFFIX = ".toml"
MAX_SHOWN = 60  # characters of a name in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A study as written."""

    name: str
    shown: str  # as messages name it
    path: Path | None
    text: str


def names() -> list[str]:
    """Studies that ship with the package."""
    folder = files("intermezzo").joinpath("studies")
    return sorted(each.name.removesuffix(SUFFIX) for each in folder.iterdir() if each.name.endswith(SUFFIX))


def find(study: Path | str) -> Written | Problem:
    """The text of a study.

    A `str` of several lines is the text itself. Else it is a path, or where no such file is one of `names()`.
    """
    if isinstance(study, str) and "\n" in study:
        return Written(name="study", shown="study", path=None, text=study.removeprefix("\ufeff"))
    try:
        path = Path(study)
        if not path.is_file():
            return shipped(str(study))
        content = path.read_bytes()
    except (OSError, ValueError):  # too long for a path, a null byte, no right to read
        return Problem(
            what=f"no study {_short(str(study))} can be read here.", remedy="intermezzo list studies"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"not valid UTF-8: byte 0x{content[error.start]:02x}."
        return Problem(place=f"{study}:{line}", what=what, remedy="Save the file as UTF-8.")
    return Written(name=path.stem, shown=str(study), path=path, text=text.removeprefix("\ufeff"))


def shipped(name: str) -> Written | Problem:
    known = names()
    if name not in known:
        if name.endswith(SUFFIX) or "/" in name:
            return Problem(what=f"no file {_short(name)}")
        near = shelf.nearest(name, known)
        hint = f"Did you mean '{near}'? " if near else ""
        return Problem(
            what=f"no study '{_short(name)}'.", remedy=f"{hint}All studies: intermezzo list studies"
        )
    path = Path(str(files("intermezzo").joinpath("studies", f"{name}{SUFFIX}")))
    return Written(name=name, shown=name, path=path, text=path.read_text("utf-8"))


def _short(name: str) -> str:
    return name if len(name) <= MAX_SHOWN else f"{name[: MAX_SHOWN - 1]}…"
