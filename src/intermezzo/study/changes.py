"""Changes from the command line: `--set phase.target.budget.steps=20` and the file's tables after."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

from intermezzo.problem import Problem
from intermezzo.study.lines import KeyPath


def changed(
    raw: dict[str, Any], changes: list[str]
) -> tuple[dict[str, Any], tuple[KeyPath, ...], list[Problem]]:
    """The tables with every change made, the keys that were set, and what was wrong with a change.

    `claim.2.metric=em` changes the second claim, as messages count them.
    """
    raw = copy.deepcopy(raw)
    paths: list[KeyPath] = []
    problems: list[Problem] = []
    for change in changes:
        read = parsed(change)
        made = read if isinstance(read, Problem) else _set(raw, *read)
        if isinstance(made, Problem):
            problems.append(made.at(f"--set {' '.join(change.split())}"))
        else:
            paths.append(made)
    return raw, tuple(paths), problems


def parsed(change: str) -> tuple[list[str], Any] | Problem:
    """Keys and value. A value that is no TOML is text: `encoder.name=world-tiny` needs no quotes."""
    name, equals, value = change.partition("=")
    wrong = Problem(what="expected KEY.KEY=VALUE.", remedy="For example phase.target.budget.steps=20")
    if not equals or not name.strip() or "\n" in change:
        return wrong
    try:
        keys = _keys(tomllib.loads(f"{name} = 0"))
    except (ValueError, RecursionError):
        return wrong
    try:
        return keys, tomllib.loads(f"value = {value}")["value"]
    except (ValueError, RecursionError):
        return keys, value.strip()


def _keys(table: Any) -> list[str]:
    keys = []
    while isinstance(table, dict):
        ((key, table),) = table.items()
        keys.append(key)
    return keys


def _set(raw: dict[str, Any], keys: list[str], value: Any) -> KeyPath | Problem:
    table: Any = raw
    path: KeyPath = ()
    for i, key in enumerate(keys):
        is_last = i == len(keys) - 1
        at: str | int = key
        if isinstance(table, list):
            if not (key.isdecimal() and 1 <= int(key) <= len(table)):
                return Problem(
                    what=f"'{'.'.join(keys[:i])}' is a list of {len(table)}, and '{key}' is not in it."
                )
            at = int(key) - 1
        elif not isinstance(table, dict):
            return Problem(what=f"'{'.'.join(keys[:i])}' is a value and holds no '{key}'.")
        path = (*path, at)
        if is_last:
            table[at] = value
        elif isinstance(table, dict):
            table = table.setdefault(key, {})
        else:
            table = table[at]
    return path
