"""Reading a study: a file in, a `Study` or all its mistakes out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from intermezzo.problem import Problem
from intermezzo.study.changes import changed
from intermezzo.study.find import Written, find
from intermezzo.study.lines import in_one_line, line_map, parse
from intermezzo.study.model import Study
from intermezzo.study.node import Door, Node
from intermezzo.study.resolve import MAX_SEEDS, resolve

LOCK = ".lock"  # STUDY.lock lies beside STUDY.toml


def read(
    study: Path | str,
    *,
    changes: Sequence[str] = (),
    seeds: int | None = None,
    scale: float | None = None,
    data_folder: Path | None = None,
    is_fetched: bool = True,
) -> Study | list[Problem]:
    """The study, resolved into arms, or everything that is wrong with it, by line.

    Args:
        study: a path, the name of a study that ships, or the text itself (of several lines).
        changes: `KEY.KEY=VALUE`, each made before anything is checked.
        seeds: how many seeds instead of the study's own.
        scale: what budgets and limits of examples are multiplied with.
        data_folder: what paths in the study are relative to, where not to the study.
        is_fetched: whether data of a hub must be here by now, or at least pinned.
    """
    written = find(study)
    if isinstance(written, Problem):
        return [in_line(written)]
    parsed = parse(written.text)
    if isinstance(parsed, Problem):
        return [in_line(Problem(place=f"{written.shown}:{parsed.place}", what=parsed.what))]
    raw, keys, problems = changed(parsed, list(changes))
    problems += arguments(raw, seeds, scale, data_folder)
    root = Node(value=raw, path=(), door=opened(written, parsed, keys, data_folder, is_fetched))
    resolved = resolve(root, scale=scale if scale and math.isfinite(scale) and scale > 0 else 1)
    problems += root.door.problems()
    if problems:
        return [in_line(problem) for problem in problems]
    told = [f"{name}={value}" for name, value in (("seeds", seeds), ("scale", scale)) if value is not None]
    return Study(
        **resolved.about,
        name=written.name,
        path=written.path,
        axes=root.door.axes,
        arms=resolved.arms,
        claims=resolved.claims,
        data=root.door.data,
        changed=(*changes, *told),
        text=written.text,
        shown=written.shown,
        data_folder=data_folder,
    )


def in_line(problem: Problem) -> Problem:
    """A message is one line, whatever the names and values in it."""
    return replace(
        problem,
        what=in_one_line(problem.what),
        place=in_one_line(problem.place),
        remedy=in_one_line(problem.remedy),
    )


def arguments(
    raw: dict[str, Any], seeds: int | None, scale: float | None, data_folder: Path | None
) -> list[Problem]:
    """What is wrong with the other arguments. The number of seeds goes into the tables."""
    problems = []
    if seeds is not None and not 0 < seeds <= MAX_SEEDS:
        problems.append(Problem(place="--seeds", what=f"expected a whole number above 0, found {seeds}"))
    elif seeds is not None and isinstance(raw.get("study"), dict):
        raw["study"]["seeds"] = seeds
    if scale is not None and not (math.isfinite(scale) and scale > 0):
        problems.append(Problem(place="--scale", what=f"expected a number above 0, found {scale:g}"))
    if data_folder is not None and not data_folder.is_dir():
        problems.append(Problem(place="--data", what=f"no folder {data_folder}"))
    return problems


def opened(
    written: Written,
    raw: dict[str, Any],
    keys: tuple[Any, ...],
    data_folder: Path | None,
    is_fetched: bool,
) -> Door:
    """The door of one reading."""
    beside = written.path.parent if written.path else Path()
    lock = written.path.with_suffix(LOCK) if written.path else None
    axes = raw.get("axes")
    return Door(
        shown=written.shown,
        lines=line_map(written.text),
        folder=data_folder or beside,
        has_data_folder=data_folder is not None,
        may_be_on_hub=not is_fetched or (lock is not None and lock.exists()),
        changed=keys,
        written={k: tuple(v) for k, v in axes.items() if isinstance(v, list)}
        if isinstance(axes, dict)
        else {},
    )
