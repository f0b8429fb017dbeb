"""Faults of the store: the disk is full, the folder cannot be written, a record is damaged.

The texts are DESIGN section 5's. `told` turns what the system reports into them, also when a library on the
way has wrapped it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intermezzo.problem import STORE_AT_FAULT, Problem, Refused

PLACE = "store"
NOTE_BYTES = 4096  # what a lease or another note takes on disk: one block of the usual file systems

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def disk_full(root: Path, needs: str) -> Problem:
    return Problem(
        place=PLACE,
        what=f"no space left on {root} (needs {needs}).",
        remedy="Nothing was lost; free space and run the same command again.",
        exit_code=STORE_AT_FAULT,
    )


def file_too_large(root: Path, needs: str) -> Problem:
    return Problem(
        place=PLACE,
        what=f"a file in {root} grew past what its file system or this process may write (needs {needs}).",
        remedy="Nothing was lost; raise the limit (ulimit -f), or give another folder with --store.",
        exit_code=STORE_AT_FAULT,
    )


def cannot_write(root: Path) -> Problem:
    return Problem(
        place=PLACE,
        what=f"{root} cannot be written.",
        remedy="Give another with --store, or use 'intermezzo report', which only reads.",
        exit_code=STORE_AT_FAULT,
    )


def not_a_folder(root: Path) -> Problem:
    return Problem(
        place=PLACE,
        what=f"{root} is not a folder.",
        remedy="Give one with --store.",
        exit_code=STORE_AT_FAULT,
    )


def damaged(kind: str, key: str, what: str, *, set_aside: bool) -> Problem:
    return Problem(
        place=PLACE,
        what=f"record {shortened(key)} ({kind}): {what}",
        remedy="Set aside; it will be made again."
        if set_aside
        else "Not set aside, as the store cannot be written; do not use it.",
        exit_code=STORE_AT_FAULT,
    )


def shortened(key: str) -> str:
    return f"{key[:6]}…"


def said(n_bytes: int) -> str:
    """Bytes as people say them: `1.2 GB`."""
    size = float(n_bytes)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files under a folder; what vanishes meanwhile counts nothing."""
    total = 0
    for file in [path, *path.rglob("*")]:
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def fault(error: BaseException, root: Path, needs: str) -> Problem | None:
    """The store's fault behind an exception, if there is one."""
    seen: BaseException | None = error
    while seen is not None:
        number = _number(seen)
        if number in _FULL | {errno.EFBIG} and _concerns(seen, root, unnamed=True):
            return (file_too_large if number == errno.EFBIG else disk_full)(root, needs)
        # A job reads files of the user as well; only what names the store's folder is about the store.
        if number in _FORBIDDEN and _concerns(seen, root, unnamed=False):
            return cannot_write(root)
        seen = seen.__cause__ or seen.__context__
    return None


@contextmanager
def told(root: Path, *, n_bytes: int | None = NOTE_BYTES, written: Path | None = None) -> Iterator[None]:
    """Faults of the store inside the block are raised as `Refused`.

    Args:
        n_bytes: what the block is known to need on disk; None if nobody knows.
        written: the folder it writes to; what lies there when it fails is the least it needs.
    """
    try:
        yield
    except Exception as error:
        if not isinstance(error, Refused) and (problem := fault(error, root, needs(n_bytes, written))):
            raise Refused(problem) from error
        raise


def needs(n_bytes: int | None, written: Path | None) -> str:
    if n_bytes is not None:
        return f"about {said(n_bytes)}"
    return f"more than {said(size_of(written))}" if written else "more"


def _number(error: BaseException) -> int | None:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    # Writers in Rust and C++ hand over the system's words and lose its number.
    return next((n for n in (errno.ENOSPC, errno.EFBIG) if os.strerror(n) in str(error)), None)


def _concerns(error: BaseException, root: Path, *, unnamed: bool) -> bool:
    named = [getattr(error, "filename", None), getattr(error, "filename2", None)]
    paths = [Path(n).absolute() for n in named if isinstance(n, str | Path)]
    # A parent counts too: the root itself may be what could not be made.
    return any(p.is_relative_to(root) or root.is_relative_to(p) for p in paths) or (unnamed and not paths)
