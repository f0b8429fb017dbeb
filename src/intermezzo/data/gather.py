"""The job `source`: examples from the world, from files or from the hub, with a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from intermezzo.data import faq, table
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Examples, ReadOptions
from intermezzo.data.sources.file import read_files
from intermezzo.work import Work

OPTIONS = ("misplaced", "parallel", "split", "columns", "labels")  # of readers, that settings hold

# Kinds of examples the world generates -> where they are made.
GENERATORS = {
    "questions": "qa",
    "stories": "text",
    "pairs": "text",
    "phrases": "text",
    "fragments": "text",
    "word_lists": "wordlist",
    "quizzes": "quiz",
    "entailments": "inference",
    "paraphrases": "paraphrase",
    "choices": "choice",
    "entities": "tags",
    "parts_of_speech": "tags",
    "parallel": "bitext",
    "mining": "bitext",
    "faq_matching": "faq",
    "faq_pairs": "faq",
    "faq_reading": "faq",
    "chaii": "low_resource",
    "answers_across": "across",
}


def run(work: Work) -> dict[str, Any]:
    """Leave `examples.parquet`; the ledger is in the facts."""
    examples, ledger = read(work.settings, work.places)
    table.write(work.folder / "examples.parquet", examples, unit=work.settings["unit"])
    return {"ledger": ledger.to_json(), "examples": len(examples)}


def read(settings: Mapping[str, Any], places: Mapping[str, str]) -> tuple[Examples, Ledger]:
    """What the settings of a source say."""
    if settings["source"] == "world":
        return from_world(settings)
    examples, ledger = (
        from_files(settings, places) if settings["source"] == "file" else from_hub(settings, places)
    )
    if into := settings.get("into"):
        return faq.made(examples, ledger, split=settings["split"], **into)
    return examples, ledger


def from_world(settings: Mapping[str, Any]) -> tuple[Examples, Ledger]:
    """Generated examples."""
    generator = settings["generator"]
    generate = getattr(import_module(f"intermezzo.world.{GENERATORS[generator]}"), generator)
    language, split, count, seed = (settings[n] for n in ("language", "split", "count", "seed"))
    options = {"unanswerable": True} if settings["unanswerable"] else {}
    found = list(generate(language, split, count, seed=seed, **options, **settings.get("options", {})))
    return found, Ledger(read=len(found), kept=len(found))


def from_files(settings: Mapping[str, Any], places: Mapping[str, str]) -> tuple[Examples, Ledger]:
    """Files of the user, found where the plan found them."""
    paths = places["files"].split("\n")
    options = ReadOptions(**{name: settings[name] for name in OPTIONS if name in settings})
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
        unit="passage" if "into" in settings else settings["unit"],
        reader=settings.get("reader", ""),
        files=settings.get("files", ""),
        options=ReadOptions(**{name: settings[name] for name in OPTIONS if name in settings}),
    )
