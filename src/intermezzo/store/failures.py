"""Failures: why a job failed when it was last tried, kept until somebody gets it done.

A job that is done leaves a record; of one that failed nothing would be left but what a terminal has scrolled away,
and a report written later has to name it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from intermezzo.store.durable import canonical, make_folder, sync_folder, write_durably
from intermezzo.store.record import checked_key
from intermezzo.store.workbench import workbench

FOLDER = "failed"


def note_failure(root: Path, key: str, told: Sequence[str]) -> None:
    """Keep what was told of a failed job; the last time it was tried counts."""
    place = failure_path(root, key)
    with workbench(root) as bench:
        note = bench / place.name
        write_durably(note, canonical({"problems": list(told)}))
        make_folder(place.parent)
        note.replace(place)
        sync_folder(place.parent)


def read_failure(root: Path, key: str) -> tuple[str, ...]:
    """Why a job failed; nothing if it did not, or if the note cannot be read."""
    try:
        return tuple(str(each) for each in json.loads(failure_path(root, key).read_text("utf-8"))["problems"])
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError, KeyError):
        return ()


def forget_failure(root: Path, key: str) -> None:
    """The job is done after all."""
    failure_path(root, key).unlink(missing_ok=True)


def failure_path(root: Path, key: str) -> Path:
    return root / FOLDER / f"{checked_key(key)}.json"
