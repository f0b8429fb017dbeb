"""Lock: what was fetched from a hub, by revision and content; anything else is refused by name.

A lock is a JSON file beside its study:

    {"hub:OWNER/NAME": {"revision": "5f3c…", "files": {"train.parquet": "9b1d…"}, "rows": {"train": 1190}}}
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from intermezzo.data import opening
from intermezzo.data.json_text import parse
from intermezzo.data.place import Place, expected, member, shown
from intermezzo.problem import Problem

SHOWN_DIGITS = 12  # of a digest in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One data set as it was fetched."""

    revision: str
    files: Mapping[str, str]  # path inside the repository -> sha256 of its bytes as stored there
    rows: Mapping[str, int]  # split -> rows


def read_lock(path: Path) -> dict[str, Pinned] | Problem:
    """The pinned data sets by name; none where there is no lock yet."""
    if not path.exists():
        return {}
    content = opening.read_bytes(path)
    text = content if isinstance(content, Problem) else opening.decode(content, name=str(path))
    if isinstance(text, Problem):
        return text
    stored = parse(text.content, name=str(path))
    if isinstance(stored, Problem):
        return stored
    if not isinstance(stored, dict):
        return expected("an object", shown(stored), Place(str(path)))
    lock: dict[str, Pinned] = {}
    for name, entry in stored.items():
        pinned = pinned_in(entry, Place(str(path), name))
        if isinstance(pinned, Problem):
            return pinned
        lock[name] = pinned
    return lock


def pinned_in(entry: object, place: Place) -> Pinned | Problem:
    revision = member(entry, "revision", str, place)
    if isinstance(revision, Problem):
        return revision
    files = member(entry, "files", dict, place)
    if isinstance(files, Problem):
        return files
    rows = member(entry, "rows", dict, place)
    if isinstance(rows, Problem):
        return rows
    for path, digest in files.items():
        if not isinstance(digest, str):
            return expected("a sha256", shown(digest), place.key("files").key(path))
    for split, n in rows.items():
        if not isinstance(n, int) or isinstance(n, bool):
            return expected("a whole number", shown(n), place.key("rows").key(split))
    return Pinned(
        revision=revision,
        files={path: digest for path, digest in files.items() if isinstance(digest, str)},
        rows={split: n for split, n in rows.items() if isinstance(n, int)},
    )


def write_lock(path: Path, lock: Mapping[str, Pinned]) -> None:
    """Whole or not at all, and the same bytes for the same lock."""
    text = json.dumps({name: asdict(pinned) for name, pinned in lock.items()}, indent=2, sort_keys=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_text(text + "\n", encoding="utf-8", newline="\n")
    beside.replace(path)


def differences(name: str, pinned: Pinned, found: Pinned) -> list[Problem]:
    """What is not as it was when it was pinned, each file and split by name; empty if all is."""
    problems = []
    if pinned.revision != found.revision:
        problems.append(changed(f"{name}: revision", pinned.revision, found.revision))
    for path in sorted({*pinned.files, *found.files}):
        was, now = pinned.files.get(path, ""), found.files.get(path, "")
        if was != now:
            problems.append(changed(f"{name}: {path}", was and f"sha256 {was}", now and f"sha256 {now}"))
    for split in sorted({*pinned.rows, *found.rows}):
        n_was, n_now = pinned.rows.get(split), found.rows.get(split)
        if n_was != n_now:
            problems.append(changed(f"{name}: split '{split}'", in_rows(n_was), in_rows(n_now)))
    return problems


def changed(place: str, was: str, now: str) -> Problem:
    return Problem(
        place=place,
        what=f"pinned as {short(was) or 'absent'}, found {short(now) or 'absent'}.",
        remedy="Delete its entry in the study's lock to accept what is there now.",
    )


def short(what: str) -> str:
    *kind, digest = what.split(" ") if what else [""]
    is_long = len(digest) > SHOWN_DIGITS and " " not in digest
    return " ".join([*kind, f"{digest[:SHOWN_DIGITS]}…" if is_long else digest])


def in_rows(n: int | None) -> str:
    return "" if n is None else f"{n:,} rows"
