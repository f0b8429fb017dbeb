"""Integrity: files are measured when written and checked when first loaded; damaged ones are set aside."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from intermezzo.problem import Problem
from intermezzo.store.durable import make_folder
from intermezzo.store.faults import damaged
from intermezzo.store.owner import this_process


@dataclass(frozen=True, slots=True)
class FileFact:
    """What is known of a stored file: its size and the hash of its bytes."""

    bytes: int
    sha256: str


def measure(path: Path, *, flush: bool = False) -> FileFact:
    """Size and hash of a file; `flush` puts it on disk before its hash is believed."""
    with path.open("rb") as file:
        if flush:
            os.fsync(file.fileno())
        digest = file_digest(file, "sha256").hexdigest()
        return FileFact(file.tell(), digest)


def file_names(folder: Path) -> list[str]:
    """Names of all files under a folder, relative and with `/`, sorted."""
    return sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_symlink() or not p.is_dir()
    )


def mismatch_with(path: Path, fact: FileFact, name: str) -> str:
    """What is wrong with a file, as a sentence; "" if nothing is."""
    try:
        if path.stat().st_size != fact.bytes or measure(path) != fact:
            return f"{name} does not match its hash."
    except FileNotFoundError:
        return f"{name} is missing."
    except OSError as error:
        if error.errno != errno.EIO:
            raise  # a closed door is not damage
        return f"{name} cannot be read from the disk."
    return ""


@dataclass(frozen=True, slots=True)
class Integrity:
    """A store's memory of the files it has checked, and its right to set records aside."""

    root: Path
    read_only: bool
    checked: dict[Path, tuple[int, int, int]] = field(default_factory=dict, repr=False, compare=False)

    def wrong(self, path: Path, fact: FileFact, name: str) -> str:
        """What is wrong with a file, "" if nothing. One found right is not read again while untouched."""
        signature = _signature(path)
        if signature and self.checked.get(path) == signature:
            return ""
        what = mismatch_with(path, fact, name)
        if not what and signature:
            self.checked[path] = signature
        return what

    def set_aside(self, kind: str, key: str, folder: Path, what: str) -> Problem:
        """Move a damaged record out of the way, so that it is made again, and say so."""
        return damaged(kind, key, what, set_aside=self.moved_aside(folder, f"{kind}-{key}"))

    def moved_aside(self, folder: Path, name: str) -> bool:
        """Move a damaged folder to `damaged/`; False if the store cannot be written."""
        if self.read_only:
            return False
        try:
            make_folder(self.root / "damaged")
            folder.rename(self.root / "damaged" / f"{name}-{this_process().token}")
        except FileNotFoundError:
            return True  # somebody else found it too, and was faster
        except OSError:
            return False
        return True

    def __reduce__(self) -> tuple[Any, ...]:
        return (Integrity, (self.root, self.read_only))  # another process trusts its own eyes


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)
