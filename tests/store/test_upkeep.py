"""Upkeep: everything is looked at, nothing needed is removed, what is handed on is whole."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from intermezzo.problem import STORE_AT_FAULT, Refused
from intermezzo.store import Store
from intermezzo.store.owner import this_process
from intermezzo.store.upkeep import check, copy, du, gc, remove
from intermezzo.store.workbench import ABANDONED_SECONDS

from .scenes import KEY, OTHER, WEIGHTS, commit, die_at_every_step, elsewhere


def files_of(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_check_finds_every_damage(store: Store) -> None:
    """Each is named, the damaged records are set aside, and the store is sound afterwards."""
    keys = [f"{n:040x}" for n in range(5)]
    folders = [commit(store, key=key).folder for key in keys]
    (folders[0] / WEIGHTS).write_bytes(b"Weights")
    (folders[1] / "curves" / "loss.json").unlink()
    (folders[2] / "record.json").unlink()
    (folders[3] / "notes.txt").touch()
    told = [str(p) for p in check(store)]
    assert told == [
        (
            "store: record 000000… (phase): model.safetensors does not match its hash. "
            "Set aside; it will be made again."
        ),
        "store: record 000000… (phase): curves/loss.json is missing. Set aside; it will be made again.",
        "store: record 000000… (phase): record.json is missing. Set aside; it will be made again.",
        (
            "store: record 000000… (phase): its job did not leave notes.txt. "
            "Somebody put it there; nothing reads it. Move it elsewhere."
        ),
    ]
    (folders[3] / "notes.txt").unlink()
    assert check(store) == []
    assert store.keys() == [("phase", keys[3]), ("phase", keys[4])]


def test_check_of_a_file_found_right_before(store: Store) -> None:
    """It reads every byte again, whatever was checked earlier and whatever the time of change says."""
    path = commit(store).file(WEIGHTS)
    times = path.stat()
    path.write_bytes(b"Weights")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert len(check(store)) == 1


def test_check_only_reading(store: Store) -> None:
    """A read-only store is checked without a change, so its damage is found each time."""
    (commit(store).folder / WEIGHTS).unlink()
    (store.root / "records" / "phase" / "ab" / "mine").mkdir()
    before = files_of(store.root)
    for _ in range(2):
        told = check(Store(store.root, read_only=True))
        assert len(told) == 2
        assert {p.exit_code for p in told} == {STORE_AT_FAULT}
    assert str(told[1]).startswith("store: records/phase/ab/mine is not where")
    assert files_of(store.root) == before


def test_check_of_nothing(store: Store) -> None:
    """A store that is not there has no faults and takes no room."""
    assert check(store) == []
    assert du(store) == {}


def test_du_counts_all(store: Store) -> None:
    """By kind and by folder, together the size of all files."""
    commit(store, "phase")
    commit(store, "score", weights=bytes(1000))
    store.partial(OTHER).save(1, lambda folder: (folder / WEIGHTS).write_bytes(bytes(500)))
    store.declare("study", KEY, "a claim")
    sizes = du(store)
    assert sizes["score"] - sizes["phase"] in range(990, 1000 + 10)
    assert sum(sizes.values()) == sum(len(content) for content in files_of(store.root).values())


def test_gc_says_first_and_removes_then(store: Store) -> None:
    """What named studies need stays; the rest goes, but not before it is asked to."""
    for kind, key in [("phase", KEY), ("phase", OTHER), ("score", KEY)]:
        commit(store, kind, key)
    sweep = gc(store, {("phase", KEY)})
    assert [(r.what, r.path.name) for r in sweep.removals] == [("record", OTHER), ("record", KEY)]
    assert all(r.why == "no study named needs it" for r in sweep.removals)
    assert len(store.keys()) == 3
    assert remove(sweep) == sweep.n_bytes > 0
    assert store.keys() == [("phase", KEY)]
    assert remove(sweep) == 0
    assert gc(store, {("phase", KEY)}).removals == ()


def save(store: Store, key: str) -> None:
    store.partial(key).save(1, lambda folder: (folder / WEIGHTS).write_bytes(b"1"))


def test_gc_of_partial_work(store: Store) -> None:
    """It stays while its record is wanted and not made, or while somebody works on it, even since."""
    wanted, finished, unknown, at_work, came_later = (f"{n:040x}" for n in range(5))
    for key in (wanted, finished, unknown, at_work, came_later):
        save(store, key)
    commit(store, key=finished)
    with store.lease(at_work) or pytest.fail():
        sweep = gc(store, {("phase", wanted), ("phase", finished)})
        assert {r.path.name for r in sweep.removals} == {finished, unknown, came_later}
        with store.lease(came_later) or pytest.fail():
            remove(sweep)
    left = [p.name for p in sorted((store.root / "partial").iterdir())]
    assert left == [wanted, at_work, came_later]


def test_gc_of_what_the_dead_left(store: Store) -> None:
    """Leases and drafts of dead processes and what was set aside go; those of the living stay."""
    dead = elsewhere(leave_lease_and_draft, store.root)
    assert dead.fate() == "dead"
    (store.root / "damaged" / "phase-1").mkdir(parents=True)
    foreign = replace(this_process(), host="elsewhere")
    for name, age in (("old", ABANDONED_SECONDS + 60), ("new", ABANDONED_SECONDS - 60)):
        bench = store.root / "tmp" / replace(foreign, token=name).tag
        bench.mkdir()
        os.utime(bench, (time.time() - age, time.time() - age))
    with store.lease(OTHER) or pytest.fail(), store.draft("phase", OTHER) as draft:
        sweep = gc(store, set())
        assert sorted(r.what for r in sweep.removals) == ["damaged", "lease", "tmp", "tmp"]
        remove(sweep)
        assert draft.folder.exists()
        assert [p.stem for p in (store.root / "leases").iterdir()] == [OTHER]
    assert [p.name for p in (store.root / "tmp").iterdir()] == [replace(foreign, token="new").tag]


def leave_lease_and_draft(root: Path) -> object:
    store = Store(root)
    assert store.lease(KEY)
    store.draft("phase", KEY)
    return this_process()


def test_gc_needs_writing(store: Store) -> None:
    """On a store that cannot be written there is nothing to plan."""
    with pytest.raises(Refused, match="cannot be written"):
        gc(Store(store.root, read_only=True), set())


def test_copy_hands_on_the_same_bytes(store: Store, tmp_path: Path) -> None:
    """Files and record.json, and when claims were first seen; what is there already is not copied again."""
    commit(store)
    commit(store, "score", OTHER)
    commit(store, "score", KEY)
    seen = store.declare("study", KEY, "a claim")
    target = Store(tmp_path / "target")
    wanted = {("phase", KEY), ("score", OTHER)}
    assert copy(store, target, wanted, studies=["study"]) == 2
    assert copy(store, target, wanted, studies=["study"]) == 0
    assert set(target.keys()) == wanted
    assert target.declare("study", KEY, "a claim") == seen
    source_files = files_of(store.root)
    assert all(source_files[name] == content for name, content in files_of(target.root).items())
    assert check(target) == []


def test_copy_of_what_is_missing(store: Store, tmp_path: Path) -> None:
    """All that is missing is named at once, and nothing is copied."""
    commit(store)
    target = Store(tmp_path / "target")
    with pytest.raises(Refused) as refused:
        copy(store, target, {("phase", KEY), ("phase", OTHER), ("score", OTHER)})
    assert [str(p) for p in refused.value.problems] == [
        "store: record cdcdcd… (phase) is not there. Run the study first.",
        "store: record cdcdcd… (score) is not there. Run the study first.",
    ]
    assert target.keys() == []


def test_copy_of_damage(store: Store, tmp_path: Path) -> None:
    """A damaged record is not handed on."""
    (commit(store).folder / WEIGHTS).write_bytes(b"Weights")
    target = Store(tmp_path / "target")
    with pytest.raises(Refused, match="does not match its hash"):
        copy(store, target, {("phase", KEY)})
    assert target.keys() == []
    assert list((target.root / "tmp").iterdir()) == []


def copy_out(root: Path) -> None:
    copy(Store(root.parent / "source"), Store(root), {("phase", KEY)})


def target_is_sound(root: Path) -> None:
    target = Store(root)
    assert check(target) == []
    copy_out(root)
    record = target.get("phase", KEY)
    assert record is not None
    assert record.file(WEIGHTS).read_bytes() == b"weights"


def test_copy_killed_at_every_step(tmp_path: Path) -> None:
    """Wherever copying is killed, the target holds the whole record or none."""
    commit(Store(tmp_path / "source"))
    assert elsewhere(die_at_every_step, tmp_path, copy_out, target_is_sound) > 15
