"""The workbench: `tmp/`, where everything is written before it gets its name.

A bench is a folder signed with its owner's tag, so that what a killed process left can be told from what
is in use.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intermezzo.problem import Refused
from intermezzo.store.faults import not_a_folder, told
from intermezzo.store.owner import fate_of_tag, this_process

# A bench has no heartbeat. One whose owner cannot be asked is left alone for longer than a job may need to
# write its next file.
ABANDONED_SECONDS = 7 * 24 * 3600.0


def new_bench(root: Path) -> Path:
    """A new, empty, signed folder under `tmp/`; the caller clears it."""
    if root.exists() and not root.is_dir():
        raise Refused(not_a_folder(root))
    bench = root / "tmp" / this_process().tag
    bench.mkdir(parents=True)
    return bench


@contextmanager
def workbench(root: Path) -> Iterator[Path]:
    """A bench for the length of a block; faults of the store inside it are told as such."""
    with told(root):
        bench = new_bench(root)
        try:
            yield bench
        finally:
            clear_bench(bench)


def clear_bench(bench: Path) -> None:
    # Best effort: leftovers are only bytes, gc takes them, and an error here would hide the one that matters.
    shutil.rmtree(bench, ignore_errors=True)


def abandoned(root: Path, now: float) -> list[Path]:
    """Benches nobody will come back to; `now` is the file system's time."""
    folder = root / "tmp"
    return [b for b in sorted(folder.iterdir()) if _is_abandoned(b, now)] if folder.is_dir() else []


def _is_abandoned(bench: Path, now: float) -> bool:
    fate = fate_of_tag(bench.name)
    if fate != "unknown":
        return fate == "dead"
    touched = 0.0
    for path in [bench, *bench.rglob("*")]:
        try:
            touched = max(touched, path.lstat().st_mtime)
        except FileNotFoundError:
            return False  # somebody is at work there
    return now - touched > ABANDONED_SECONDS
