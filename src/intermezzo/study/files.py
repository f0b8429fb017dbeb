"""Files of the user's own: whether they are there, compressed or not."""

from __future__ import annotations

import glob
from pathlib import Path

ENDINGS = ("", ".gz", ".xz", ".bz2", ".zst")  # what data/opening.py unpacks


def is_there(pattern: str, folder: Path) -> bool:
    """Whether a path, relative to a folder or absolute, or a pattern means at least one file."""
    return any(
        _is_file(folder / f"{pattern}{ending}") or _matches(f"{pattern}{ending}", folder)
        for ending in ENDINGS
    )


def is_folder(path: Path) -> bool:
    """Whether there is a folder; a path that no system can hold is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def not_found(path: str, folder: Path) -> str:
    return f"no file {path} (looked in {folder})"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _matches(pattern: str, folder: Path) -> bool:
    if not glob.has_magic(pattern):
        return False
    try:
        # Not Path.glob: it takes no absolute pattern and raises on one like "**x".
        found = glob.iglob(pattern, root_dir=folder, recursive=True)  # noqa: PTH207
        return any(_is_file(folder / match) for match in found)
    except (OSError, ValueError):
        return False
