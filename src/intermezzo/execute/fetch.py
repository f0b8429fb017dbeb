"""Fetch: what a study takes from the hub, brought to this machine, so that everything else works offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from intermezzo.data import lock
from intermezzo.data.lock import Pinned
from intermezzo.data.place import Place, expected
from intermezzo.data.sources import hub
from intermezzo.data.sources.file import find
from intermezzo.plan.build import on_hub
from intermezzo.plan.hub import lock_path
from intermezzo.plan.outside import ENCODER_PATTERNS
from intermezzo.problem import Problem, Refused
from intermezzo.study.model import Study
from intermezzo.tasks import HubSource


def fetch(study: Study) -> Iterator[str]:
    """Bring encoders and data sets, and pin in the study's lock what its tasks do not pin; a line each.

    A data set that the lock has is brought at its commit, and must be what it was.

    Errors: `Refused` where something cannot be brought, or is not as it was pinned. What came before it stays.
    """
    encoders, data = on_hub(study)
    for name in encoders:
        yield encoder(name)
    path = lock_path(study)
    locked = lock.read_lock(path)
    if isinstance(locked, Problem):
        raise Refused(locked)
    for repository, revision in dict.fromkeys((source.repository, source.revision) for source in data):
        name = f"hub:{repository}"
        before = None if revision else locked.get(name)
        commit, folder = brought(repository, revision=revision or (before.revision if before else None))
        wanted = [each for each in data if (each.repository, each.revision) == (repository, revision)]
        rows = counted(folder, name, wanted)
        if not revision:
            locked[name] = pinned(name, folder, commit, rows, before)
            lock.write_lock(path, locked)
        where = "" if revision else f", pinned in {path}"
        n, unit = sum(rows.values()), "file" if all(source.files for source in wanted) else "row"
        yield f"{name}@{commit}: {n:,} {unit}{'s' if n != 1 else ''}{where}"
    if not encoders and not data:
        yield "This study takes nothing from the hub."


def encoder(name: str) -> str:
    """An encoder with a revision of its own."""
    repository, _, revision = name.removeprefix("hub:").partition("@")
    commit, _ = brought(repository, revision=revision, is_encoder=True)
    return f"hub:{repository}@{commit}: an encoder"


def brought(repository: str, *, revision: str | None, is_encoder: bool = False) -> tuple[str, Path]:
    """Commit and folder of what the hub has under this name."""
    found = (
        hub.fetch(repository, revision=revision, kind="model", patterns=ENCODER_PATTERNS)
        if is_encoder
        else hub.fetch(repository, revision=revision)
    )
    if isinstance(found, Problem):
        raise Refused(found)
    return found


def counted(folder: Path, name: str, wanted: Iterable[HubSource]) -> dict[str, int]:
    """Rows of each configuration and split, and files of each pattern, which also shows that they are there."""
    rows = {}
    sources = list(wanted)
    for pattern in dict.fromkeys(line for each in sources if each.files for line in each.files.split("\n")):
        names = find([pattern], folder)
        if isinstance(names, Problem):
            raise Refused(expected(f"a file {pattern}", hub.names_in(folder), Place(name)))
        rows[pattern] = len(names)
    for config, split in dict.fromkeys(table for each in sources for table in each.tables):
        found = hub.rows_of(folder, name=name, config=config or None, split=split)
        if isinstance(found, Problem):
            raise Refused(found)
        rows[f"{config}/{split}" if config else split] = len(found)
    return rows


def pinned(name: str, folder: Path, commit: str, rows: dict[str, int], before: Pinned | None) -> Pinned:
    """What the lock says from now on: what it said, and splits that were not asked for before."""
    found = hub.pinned(folder, revision=commit, rows={**(before.rows if before else {}), **rows})
    if before is None:
        return found
    if changes := lock.differences(name, replace(before, rows={**rows, **before.rows}), found):
        raise Refused(changes)
    return found
