"""What the tests of execute/ share: a store that has all data and nothing trained, and what runs left and told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import miniature
from intermezzo.plan.job import Job
from intermezzo.store import Record, Store

READ = ("source", "tokenizer", "features")
SAVE_OFTEN = ("--json", "--save-every", "0")  # a state after every step


def untrained(finished: miniature.Place, folder: Path, text: str = miniature.STUDY) -> miniature.Place:
    """The miniature study in a folder of its own, with data read and rows cut, and nothing trained."""
    place = miniature.put(folder, text)
    for kind in READ:
        shutil.copytree(finished.store / "records" / kind, place.store / "records" / kind)
    return place


def copy(finished: miniature.Place, folder: Path) -> miniature.Place:
    """All of it, to change something in."""
    shutil.copytree(finished.folder, folder)
    return miniature.Place(folder)


def records(store: Path, kind: str) -> list[Record]:
    return list(Store(store, read_only=True).records(kind))


def record_of(store: Path, job: Job) -> Record:
    record = Store(store, read_only=True).get(job.kind, job.key)
    assert record, job.what
    return record


def told(run: miniature.Started) -> list[dict[str, Any]]:
    """Every event of a run that is over."""
    return list(run.events())


def made(events: list[dict[str, Any]]) -> list[str]:
    """Short keys of the jobs that a run did itself."""
    return [event["job"] for event in events if event["event"] == "done" and event["made"]]


def saved_steps(place: miniature.Place, key: str) -> list[int]:
    """Steps of a job under way that a store has states of, newest first."""
    return Store(place.store, read_only=True).partial(key).steps()


def assert_as_undisturbed(place: miniature.Place, finished: miniature.Place) -> None:
    """Every file of every record is that of the undisturbed run; nothing under way is left, and nobody holds a lease."""
    assert miniature.contents(place.store) == miniature.contents(finished.store)
    for name in ("partial", "leases", "failed"):
        assert list(files_below(place.store / name)) == []
    assert not (place.store / "damaged").exists()


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def holder(place: miniature.Place, short: str) -> tuple[str, int]:
    """Key and process of who is at the job whose key begins so."""
    (lease,) = (place.store / "leases").glob(f"{short}*.json")
    return lease.stem, json.loads(lease.read_text())["pid"]
