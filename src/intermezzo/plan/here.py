"""Here: which languages of a task have data on this machine, by looking at names of files only."""

from __future__ import annotations

from pathlib import Path

from intermezzo.data.sources import hub
from intermezzo.plan.outside import expand
from intermezzo.study.model import TEST
from intermezzo.tasks import FileSource, Source, Task, WorldSource, named

BUILT_IN, FILES, HUB, NOT_HERE = "built in", "files", "hub", "no"


def where(task: Task, folder: Path) -> str:
    """`built in`, `files`, `hub`, `files, 3 of 12` or `no`: of the languages of the split that is evaluated."""
    split = task.splits.get(TEST) or list(task.splits.values())[-1]
    found = {language: is_here(split.sources, language, folder) for language in split.languages}
    ways = [way for way in (BUILT_IN, FILES, HUB) if way in found.values()]
    n = sum(way != NOT_HERE for way in found.values())
    if not n:
        return NOT_HERE
    return " and ".join(ways) + (f", {n} of {len(found)}" if n < len(found) else "")


def is_here(sources: tuple[Source, ...], language: str, folder: Path) -> str:
    """The first way in which a language can be read."""
    for source in sources:
        if isinstance(source, WorldSource):
            return BUILT_IN
        if isinstance(source, FileSource):
            for pattern in source.patterns:
                if all(expand(one, folder) for one in named(source, pattern, language).split("\n")):
                    return FILES
        elif hub.is_cached(source.repository):
            return HUB
    return NOT_HERE
