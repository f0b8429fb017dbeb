"""Declared: when each claim of a study was first seen.

A claim written after the result it rests on is exploratory; the report can only say so if somebody noted the
time. A note is made once and kept: another text has another key and so another note.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from intermezzo.store.durable import canonical, make_folder, place_once, sync_folder, write_durably
from intermezzo.store.record import checked_key
from intermezzo.store.workbench import workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A claim, word for word, and when it was first seen, in seconds since 1970."""

    study: str
    claim: str  # its key
    text: str
    seen: float


def declare(root: Path, declaration: Declaration) -> Declaration:
    """Note a claim unless it was noted before; what stands in the store afterwards."""
    place = _place(root, declaration.study, declaration.claim)
    if known := read_declaration(place):
        return known
    with workbench(root) as bench:
        note = bench / place.name
        write_durably(note, canonical(asdict(declaration)))
        make_folder(place.parent)
        if not place_once(note, place):
            if known := read_declaration(place):
                return known
            note.replace(place)  # unreadable, so its time is lost; ours is later, which flatters nobody
        sync_folder(place.parent)
    return declaration


def first_seen(root: Path, study: str, claim: str) -> float | None:
    """When a claim was first seen; None if never."""
    known = read_declaration(_place(root, study, claim))
    return known.seen if known else None


def declarations(root: Path, study: str) -> list[Declaration]:
    """All that a study ever claimed, in the order it was seen."""
    folder = _folder(root, study)
    found = [read_declaration(p) for p in folder.glob("*.json")] if folder.is_dir() else []
    return sorted((d for d in found if d), key=lambda d: (d.seen, d.claim))


def read_declaration(place: Path) -> Declaration | None:
    try:
        return Declaration(**json.loads(place.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def now_seen(study: str, claim: str, text: str) -> Declaration:
    return Declaration(study=study, claim=claim, text=text, seen=time.time())


def _place(root: Path, study: str, claim: str) -> Path:
    return _folder(root, study) / f"{checked_key(claim)}.json"


def _folder(root: Path, study: str) -> Path:
    # A study's name is the user's: what is made of it leads nowhere else and clashes with no other.
    readable = re.sub(r"[^A-Za-z0-9_-]", "_", study)[:60]
    return root / "declared" / f"{readable}-{sha256(study.encode()).hexdigest()[:8]}"
