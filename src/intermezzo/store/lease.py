"""Leases: a process's temporary right to make a record.

    leases/KEY.json          who holds KEY; its time of change is the heartbeat
    leases/KEY.TOKEN.json    the guard: who is just now ending the holding that bears TOKEN

A free name is taken by exclusive creation. A dead holder's name is taken over by one atomic rename, and
only under the guard of that very holding: two processes may both find a holder dead, but one of them gets
the guard, and the other, late, finds another token under the name and lets go. The guard is itself taken
like a name, so that a process that dies while it takes over is succeeded in the same way. No file locks:
over a network they are often not there.

What this cannot rule out is a process on another host that is stopped for longer than the silence and then
wakes. It asks `still_ours` before it commits, and a commit keeps what was there first.
"""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from intermezzo.problem import Refused
from intermezzo.store.durable import canonical, place_once
from intermezzo.store.owner import Owner, owner_from, this_process
from intermezzo.store.workbench import workbench

HEARTBEAT_SECONDS = 10.0  # one small write; often enough that a loss is noticed within a minute
SILENCE_SECONDS = 60.0  # six beats: a file server that hangs for a few is no reason to train something twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a holder is heard of, and how long a silent one on another host is believed to live."""

    heartbeat_seconds: float = HEARTBEAT_SECONDS
    silence_seconds: float = SILENCE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a lease file says at one moment."""

    owner: Owner | None  # None: cut short or not ours; only silence can end it
    beat: float  # the file system's time of the last heartbeat

    @property
    def token(self) -> str:
        return self.owner.token if self.owner else "unreadable"

    def is_over(self, now: float, patience: Patience) -> bool:
        fate = self.owner.fate() if self.owner else "unknown"
        if fate == "unknown":
            return now - self.beat > patience.silence_seconds
        return fate == "dead"


class Lease:
    """A lease that is held. A daemon thread keeps its heart beating until released, or the process ends."""

    def __init__(self, root: Path, path: Path, owner: Owner, patience: Patience) -> None:
        self.path = path
        self.owner = owner
        self._root = root
        self._patience = patience
        self._released = threading.Event()
        threading.Thread(target=self._beat, name=f"lease {path.stem}", daemon=True).start()

    def still_ours(self) -> bool:
        """Whether the lease still names this holder; asked before a commit."""
        holding = read_holding(self.path)
        return not self._released.is_set() and holding is not None and holding.token == self.owner.token

    def release(self) -> None:
        """Let others have it. A lease that was taken over meanwhile is left to its new holder."""
        if self._released.is_set():
            return
        self._released.set()
        try:
            with guarded(self._root, self.path, self.owner.token, self._patience) as is_ours:
                if is_ours:
                    self.path.unlink(missing_ok=True)
        except Refused:
            # The guard is a file and the disk may be full. Then the guard's own look must do.
            holding = read_holding(self.path)
            if holding and holding.token == self.owner.token:
                self.path.unlink(missing_ok=True)

    def __enter__(self) -> Lease:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.release()

    def _beat(self) -> None:
        while not self._released.wait(self._patience.heartbeat_seconds):
            # A file server may be away for a while. If it was away for too long, `still_ours` says so.
            with suppress(OSError):
                if not self.still_ours():
                    return  # to touch it now would make the next holder look alive
                os.utime(self.path)


def lease_path(root: Path, key: str) -> Path:
    return root / "leases" / f"{key}.json"


def take(root: Path, path: Path, patience: Patience) -> Lease | None:
    """The lease under that name, or None if somebody alive holds it or is just taking it."""
    owner = this_process()
    if not seize(root, path, owner, patience):
        return None
    return Lease(root, path, owner, patience)


def seize(root: Path, path: Path, owner: Owner, patience: Patience) -> bool:
    """Make `path` name `owner` unless somebody alive holds it; of all who try at once, one gets True."""
    with workbench(root) as bench:
        note = bench / path.name
        note.write_text(canonical(owner.to_json()), encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        while not place_once(note, path):
            holding = read_holding(path)
            if holding is None:
                continue  # released between our two looks: try again
            if not holding.is_over(touched(note), patience):
                return False
            with guarded(root, path, holding.token, patience) as is_theirs:
                if is_theirs is None:
                    return False  # somebody alive is about to take it
                # Asked again under the guard: a silent holder may have woken, a dead one have a successor.
                found = read_holding(path) if is_theirs else None
                if found and found.is_over(touched(note), patience):
                    note.replace(path)
                    return True
        return True


@contextmanager
def guarded(root: Path, path: Path, token: str, patience: Patience) -> Iterator[bool | None]:
    """The sole right to end the holding that bears `token`.

    Yields:
        whether `path` still bears that token; None if somebody else has the right.
    """
    guard = path.with_name(f"{path.stem}.{token}.json")
    owner = this_process()
    if not seize(root, guard, owner, patience):
        yield None
        return
    try:
        holding = read_holding(path)
        yield holding is not None and holding.token == token
    finally:
        guard.unlink(missing_ok=True)


def read_holding(path: Path) -> Holding | None:
    """Who holds the name; None if nobody does."""
    try:
        # Time and content from one opened file: opening is what makes NFS ask its server anew for both.
        with path.open("rb") as file:
            beat = os.fstat(file.fileno()).st_mtime
            text = file.read()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ESTALE):  # stale: replaced while we had it open
            return None
        raise
    try:
        return Holding(owner=owner_from(json.loads(text)), beat=beat)
    except ValueError:
        return Holding(owner=None, beat=beat)


def touched(note: Path) -> float:
    """The time by the file system's own clock, which hosts share even where their clocks differ."""
    os.utime(note)
    return note.stat().st_mtime
