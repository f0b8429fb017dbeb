"""Faults: a full disk and a closed folder are told in DESIGN's words, and nothing is lost."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from intermezzo.problem import STORE_AT_FAULT, Refused
from intermezzo.store import Store
from intermezzo.store.faults import fault, said

from .scenes import KEY, OTHER, WEIGHTS, commit, elsewhere

FULL = (
    r"store: no space left on {root} \(needs {needs}\)\. "
    r"Nothing was lost; free space and run the same command again\."
)
CLOSED = (
    "store: {root} cannot be written. "
    "Give another with --store, or use 'intermezzo report', which only reads."
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("no mount here")
    if mounted.returncode:
        pytest.skip("may not mount a small disk here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_disk_full_in_a_draft(small_disk: Path) -> None:
    """A job that fills the disk is told what it needed; what was there stays, and the space comes back."""
    store = Store(small_disk / "store")
    commit(store, key=OTHER)
    with pytest.raises(Refused) as refused:
        commit(store, weights=bytes(2_000_000))
    assert re.fullmatch(FULL.format(root=store.root, needs=r"more than [\d.]+ (kB|MB)"), str(refused.value))
    assert refused.value.problems[0].exit_code == STORE_AT_FAULT
    assert not store.has("phase", KEY)
    assert commit(store, weights=bytes(900_000)).file(WEIGHTS).stat().st_size == 900_000


def test_disk_full_with_an_estimate(small_disk: Path) -> None:
    """Who knows what a job will need has it said."""
    store = Store(small_disk / "store")
    with pytest.raises(Refused) as refused, store.draft("phase", KEY, n_bytes=1_200_000_000) as draft:
        (draft.folder / WEIGHTS).write_bytes(bytes(2_000_000))
    assert re.fullmatch(FULL.format(root=store.root, needs=r"about 1\.2 GB"), str(refused.value))


def test_disk_full_in_partial_work(small_disk: Path) -> None:
    """A checkpoint that does not fit leaves the ones before it."""
    partial = Store(small_disk / "store").partial(KEY)
    partial.save(10, lambda folder: (folder / WEIGHTS).write_bytes(b"ten"))
    with pytest.raises(Refused, match="no space left"):
        partial.save(20, lambda folder: (folder / WEIGHTS).write_bytes(bytes(2_000_000)))
    found = partial.newest()
    assert found is not None
    assert found[0] == 10


def test_disk_full_and_leases(small_disk: Path) -> None:
    """On a full disk no lease is given, and one that is held can still be released."""
    store = Store(small_disk / "store")
    held = store.lease(KEY)
    assert held is not None
    with (small_disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC
    with pytest.raises(Refused, match="no space left"):
        store.lease(OTHER)
    held.release()
    assert not held.path.exists()


def commit_above_a_limit(root: Path) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    try:
        commit(Store(root), weights=bytes(200_000))
    except Refused as refused:
        return str(refused)
    return "no fault"


def test_a_file_above_the_limit(store: Store) -> None:
    """A limit on file sizes is told as that, and not as a full disk."""
    told = elsewhere(commit_above_a_limit, store.root)
    assert told == (
        f"store: a file in {store.root} grew past what its file system or this process may write "
        "(needs more than 100.0 kB). "
        "Nothing was lost; raise the limit (ulimit -f), or give another folder with --store."
    )
    assert not store.has("phase", KEY)
    assert list((store.root / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        RuntimeError(f"Error while serializing: IoError({os.strerror(errno.ENOSPC)} (os error 28))"),
    ],
)
def test_a_full_disk_behind_a_library(error: Exception, tmp_path: Path) -> None:
    """Also where a writer wraps the system's error or hands over only its words."""
    outer = ValueError("could not save")
    outer.__cause__ = error
    problem = fault(outer, tmp_path, "more")
    assert problem is not None
    assert "no space left" in str(problem)


def test_faults_of_other_folders(tmp_path: Path) -> None:
    """A file of the user that cannot be read, or another disk that is full, is not the store's fault."""
    mine = str(tmp_path.parent / "mine" / "data.json")
    for number in (errno.EACCES, errno.ENOSPC, errno.EROFS):
        assert fault(OSError(number, os.strerror(number), mine), tmp_path / "store", "more") is None
    assert fault(PermissionError(errno.EACCES, "no"), tmp_path / "store", "more") is None


def test_read_only(store: Store) -> None:
    """A store opened to read refuses whatever writes, before it writes, and reads."""
    commit(store)
    before = sorted(store.root.rglob("*"))
    reader = Store(store.root, read_only=True)
    for write in (
        lambda: reader.draft("phase", OTHER),
        lambda: reader.lease(KEY),
        lambda: reader.declare("study", KEY, "a helps"),
        lambda: reader.partial(KEY).save(1, lambda _folder: None),
        lambda: reader.partial(KEY).clear(),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert str(refused.value) == CLOSED.format(root=store.root)
        assert refused.value.problems[0].exit_code == STORE_AT_FAULT
    record = reader.get("phase", KEY)
    assert record is not None
    assert record.file(WEIGHTS).exists()
    assert reader.partial(KEY).newest() is None
    assert reader.first_seen("study", KEY) is None
    assert sorted(store.root.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_closed_folder(tmp_path: Path) -> None:
    """A folder without the right to write is told like a store opened to read."""
    root = tmp_path / "store"
    root.mkdir(mode=0o500)
    with pytest.raises(Refused) as refused:
        commit(Store(root))
    assert str(refused.value) == CLOSED.format(root=root)


def test_a_closed_disk(small_disk: Path) -> None:
    """So is a disk that is mounted to be read only."""
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store = Store(small_disk / "store")
    for write in (lambda: commit(store), lambda: store.lease(KEY), lambda: store.declare("s", KEY, "t")):
        with pytest.raises(Refused) as refused:
            write()
        assert str(refused.value) == CLOSED.format(root=store.root)


def test_a_file_where_the_store_should_be(tmp_path: Path) -> None:
    """A file given as the store is told so; reading it finds nothing."""
    (tmp_path / "store").touch()
    store = Store(tmp_path / "store")
    assert not store.has("phase", KEY)
    assert store.get("phase", KEY) is None
    with pytest.raises(Refused, match="is not a folder"):
        commit(store)


@pytest.mark.parametrize(
    ("n_bytes", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (1_234_567_890, "1.2 GB"),
        (5 * 10**13, "50.0 TB"),
    ],
)
def test_sizes_as_people_say_them(n_bytes: int, words: str) -> None:
    """Decimal units, one digit."""
    assert said(n_bytes) == words
