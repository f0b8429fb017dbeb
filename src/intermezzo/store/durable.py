"""Durable steps: what a power cut or a kill must find either done or not begun.

On macOS `fsync` hands data to the drive and does not wait for its cache; what a power cut tears there is
found by its hash and made again.
"""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

# What file systems without hard links answer (exFAT, SMB and some in user space).
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})
_TAKEN = frozenset({errno.ENOTEMPTY, errno.EEXIST})


def canonical(value: Any) -> str:
    """JSON with one spelling for one value: sorted names, no NaN, one line a leaf for people to read."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names: without it a power cut may forget a rename that was seen to work."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, each flushed into the one above."""
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        sync_folder(one.parent)


def move_folder(source: Path, target: Path) -> bool:
    """Rename a flushed folder to where nothing lies yet; False if something does, which stays as it is."""
    make_folder(target.parent)
    try:
        source.rename(target)  # POSIX: fails on a folder with anything in it
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    sync_folder(target.parent)
    return True


def place_once(source: Path, target: Path) -> bool:
    """Give a finished file the name `target`, unless that name is taken; of all who try, one gets True.

    The name appears with its whole content, since the file is linked and not written in place.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        # NFS may repeat a request whose answer was lost and meet its own success; open(2) has this way out.
        return source.stat().st_nlink == 2
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        return create_once(source.read_bytes(), target)
    return True


def create_once(content: bytes, target: Path) -> bool:
    """`place_once` where there are no hard links: as exclusive, but a reader may meet half a file."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            target.unlink()  # a name without its content would only block
            raise
    return True
