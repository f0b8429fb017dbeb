"""The job `source`: examples from the world, from files or from the hub, with a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from intermezzo.data import table
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Examples, ReadOptions
from intermezzo.data.sources.file import read_files
from intermezzo.work import Work
from intermezzo.world import qa
from intermezzo.world.quiz import quizzes
from intermezzo.world.text import fragments, pairs, phrases, stories
from intermezzo.world.wordlist import word_lists

TEXTS = {each.__name__: each for each in (stories, pairs, phrases, word_lists, quizzes, fragments)}


def run(work: Work) -> dict[str, Any]:
    """Leave `examples.parquet`; the ledger is in the facts."""
    settings = work.settings
    if settings["source"] == "world":
        examples, ledger = from_world(settings)
    elif settings["source"] == "file":
        examples, ledger = from_files(settings, work.places)
    else:
        examples, ledger = from_hub(settings, work.places)
    table.write(work.folder / "examples.parquet", examples, unit=settings["unit"])
    return {"ledger": ledger.to_json(), "examples": len(examples)}


def from_world(settings: Mapping[str, Any]) -> tuple[Examples, Ledger]:
    """Generated examples."""
    language, split, count, seed = (settings[n] for n in ("language", "split", "count", "seed"))
    found: Examples
    if settings["generator"] == "questions":
        found = list(qa.questions(language, split, count, seed=seed, unanswerable=settings["unanswerable"]))
    else:
        found = list(TEXTS[settings["generator"]](language, split, count, seed=seed))
    return found, Ledger(read=len(found), kept=len(found))


def from_files(settings: Mapping[str, Any], places: Mapping[str, str]) -> tuple[Examples, Ledger]:
    """Files of the user, found where the plan found them."""
    paths = places["files"].split("\n")
    options = ReadOptions(
        misplaced=settings["misplaced"], parallel=settings["parallel"], split=settings["split"]
    )
    return read_files(
        [Path(p) for p in paths], reader=settings["reader"], language=settings["language"], options=options
    )


def from_hub(settings: Mapping[str, Any], places: Mapping[str, str]) -> tuple[Examples, Ledger]:
    """A data set of the hub, pinned by revision, from this machine's cache."""
    from intermezzo.data.sources.hub import read_hub

    return read_hub(
        settings["repository"],
        revision=settings["revision"],
        config=settings["config"] or None,
        split=settings["their_split"],
        language=settings["language"],
        unit=settings["unit"],
        options=ReadOptions(
            misplaced=settings["misplaced"],
            parallel=settings["parallel"],
            split=settings["split"],
            columns=settings["columns"],
        ),
    )
