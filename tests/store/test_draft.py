"""Drafts: a whole record or none, however the writer ends."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from intermezzo.problem import Refused
from intermezzo.store import Store
from intermezzo.store.upkeep import check, gc, remove

from .scenes import KEY, SPAWN, WEIGHTS, commit, die_at_every_step, elsewhere


def test_seen_only_when_committed(store: Store) -> None:
    """Until the commit there is no record, and after it the draft is gone."""
    with store.draft("phase", KEY) as draft:
        (draft.folder / WEIGHTS).write_bytes(b"weights")
        assert not store.has("phase", KEY)
        draft.commit(settings={}, reads={}, environment={}, started=0.0, seconds=0.0)
        assert store.has("phase", KEY)
    assert list((store.root / "tmp").iterdir()) == []


def test_left_without_commit(store: Store) -> None:
    """A job that fails leaves neither a record nor bytes, and its own error comes through."""
    with pytest.raises(ZeroDivisionError), store.draft("phase", KEY) as draft:
        (draft.folder / WEIGHTS).write_bytes(b"weights")
        raise ZeroDivisionError
    assert not store.has("phase", KEY)
    assert list((store.root / "tmp").iterdir()) == []


def test_the_first_commit_stays(store: Store) -> None:
    """Of two drafts of one key the first to commit is kept; the second gets that record back."""
    with store.draft("phase", KEY) as late:
        (late.folder / WEIGHTS).write_bytes(b"late")
        commit(store, weights=b"early")
        record = late.commit(settings={}, reads={}, environment={}, started=0.0, seconds=0.0)
    assert record.file(WEIGHTS).read_bytes() == b"early"
    assert list((store.root / "tmp").iterdir()) == []


def test_a_torso_gives_way(store: Store) -> None:
    """A folder without its record.json, say from an interrupted copy, does not block its key for ever."""
    place = store.root / "records" / "phase" / KEY[:2] / KEY
    place.mkdir(parents=True)
    (place / WEIGHTS).write_bytes(b"half")
    assert commit(store).file(WEIGHTS).read_bytes() == b"weights"


def test_the_stores_own_name(store: Store) -> None:
    """A job that writes a record.json itself, or links out of its folder, is a bug and is told so."""
    nothing: dict[str, dict[str, Any]] = {"settings": {}, "reads": {}, "environment": {}}
    with pytest.raises(ValueError, match="own"), store.draft("phase", KEY) as draft:
        (draft.folder / "record.json").touch()
        draft.commit(**nothing, started=0.0, seconds=0.0)
    with pytest.raises(ValueError, match="plain files only"), store.draft("phase", KEY) as draft:
        (draft.folder / "link").symlink_to("/")
        draft.commit(**nothing, started=0.0, seconds=0.0)


def commit_in(root: Path) -> None:
    commit(Store(root))


def whole_or_none(root: Path) -> None:
    """What any reader may rely on, and what cleaning up must not break."""
    store = Store(root)
    there = store.has("phase", KEY)
    for record in store.records():
        assert all(record.file(name).exists() for name in record.files)
    assert check(store) == []
    sweep = gc(store, {("phase", KEY)})
    assert {r.what for r in sweep.removals} <= {"tmp"}
    remove(sweep)
    assert not (root / "tmp").exists() or list((root / "tmp").iterdir()) == []
    assert store.has("phase", KEY) == there
    commit(store)


def test_killed_at_every_step(tmp_path: Path) -> None:
    """Wherever a commit is killed, a reader sees all or nothing, gc clears up, the next one works."""
    assert elsewhere(die_at_every_step, tmp_path, commit_in, whole_or_none) > 10


def commit_for_ever(root: Path) -> None:
    for n in range(10**6):
        commit(Store(root), key=f"{n:040x}", weights=os.urandom(10_000))


def test_killed_at_random(store: Store) -> None:
    """Many commits under a reader, the writer killed at some moment: all records that are seen are whole."""
    for round_ in range(4):
        writer = SPAWN.Process(target=commit_for_ever, args=(store.root,))
        writer.start()
        n_before = len(store.keys())
        while len(store.keys()) < n_before + round_ + 1:
            time.sleep(0.001)
        for record in store.records():  # while it writes
            assert record.file(WEIGHTS).stat().st_size == 10_000
        time.sleep(random.random() / 50)
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        assert check(store) == []
        remove(gc(store, set()))
        assert store.keys() == []
        assert list((store.root / "tmp").iterdir()) == []


def test_racing_commits(store: Store) -> None:
    """Threads that commit one key at once all get the same whole record."""
    found: list[bytes] = []

    def race(n: int) -> None:
        found.append(commit(store, weights=bytes([n]) * 1000).file(WEIGHTS).read_bytes())

    racers = [threading.Thread(target=race, args=(n,)) for n in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_refused_inside_comes_through(store: Store) -> None:
    """A refusal of the job itself is not turned into a fault of the store."""
    from intermezzo.problem import Problem

    with pytest.raises(Refused, match="its own"), store.draft("phase", KEY):
        raise Refused(Problem(what="its own"))
