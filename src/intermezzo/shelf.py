"""Shelves: a registry is a folder, one thing a file.

`names` reads file names and imports nothing; `load` imports the one asked for. A package of somebody else's adds
its own through the entry-point group `intermezzo.SHELF` (for example `intermezzo.metrics`).
"""

from __future__ import annotations

import ast
import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import Any

from intermezzo.problem import Problem


@cache
def _guests(shelf: str) -> dict[str, EntryPoint]:
    """What other packages put on a shelf. Reading it walks every installed package, so once is enough."""
    return {entry.name: entry for entry in entry_points(group=shelf)}


def names(shelf: str) -> list[str]:
    """Names on a shelf such as `intermezzo.metrics`, as users write them (hyphens for underscores)."""
    package = import_module(shelf)
    own = [m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")]
    return sorted({n.replace("_", "-") for n in own} | set(_guests(shelf)))


def about(shelf: str, name: str) -> str:
    """The first line of the docstring of a thing's file, less its name; read, not imported. "" for a guest."""
    found = files(shelf) / f"{name.replace('-', '_')}.py"
    if not found.is_file():
        return ""
    told = ast.get_docstring(ast.parse(found.read_text("utf-8"))) or ""
    return told.partition("\n")[0].partition(": ")[2].rstrip(":;.,")


def load(shelf: str, name: str, constant: str) -> Any:
    """The value called `constant` in the file of that name; a `Problem` naming what there is otherwise."""
    if name in _guests(shelf):
        return _guests(shelf)[name].load()
    if name not in names(shelf):
        return unknown(shelf.rsplit(".", 1)[-1], name, names(shelf))
    return getattr(import_module(f"{shelf}.{name.replace('-', '_')}"), constant)


def unknown(kind: str, name: str, known: list[str]) -> Problem:
    """`no task 'xquadd'. Did you mean 'xquad'? All tasks: intermezzo list tasks`."""
    near = nearest(name, known)
    hint = f"Did you mean '{near}'? " if near else ""
    return Problem(
        what=f"no {kind.removesuffix('s')} '{name}'.", remedy=f"{hint}All {kind}: intermezzo list {kind}"
    )


def nearest(name: str, known: list[str]) -> str | None:
    """The known name a slip of the hand away, if there is one."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(name, known, scorer=OSA.normalized_similarity, score_cutoff=0.5)
    return found[0] if found else None
