"""Records: what a job left, and everything needed to judge it without running it again.

`record.json` carries a seal, the hash of the rest of itself, because settings and ledger have to be trusted
as much as the files.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from intermezzo.problem import STORE_AT_FAULT, Problem, Refused
from intermezzo.store.durable import canonical
from intermezzo.store.faults import PLACE, shortened
from intermezzo.store.integrity import FileFact, Integrity

__all__ = ["FileFact", "Record", "read_record", "record_folder", "sealed"]

RECORD_FILE = "record.json"
LAYOUT = 1  # raised when record.json changes in a way old readers would misread

_KIND = re.compile(r"[a-z][a-z0-9_-]*")
_KEY = re.compile(r"[0-9a-f]{6,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A finished job: `folder` holds its files, which never change."""

    kind: str
    key: str
    folder: Path
    settings: dict[str, Any]
    reads: dict[str, str]  # role -> key
    files: dict[str, FileFact]  # name, relative and with `/` -> fact
    environment: dict[str, Any]
    started: float  # seconds since 1970
    seconds: float
    facts: dict[str, Any]  # whatever the job wants to say: ledger, throughput, yield
    integrity: Integrity = field(repr=False, compare=False)

    def file(self, name: str) -> Path:
        """A file of the record, checked against its hash when first asked for.

        Raises:
            Refused if it does not match; the record is set aside then.
        """
        if name not in self.files:
            raise KeyError(
                f"record {self.key} ({self.kind}) has no {name!r}; it has: {', '.join(self.files)}"
            )
        path = self.folder / name
        if what := self.integrity.wrong(path, self.files[name], name):
            raise Refused(self.integrity.set_aside(self.kind, self.key, self.folder, what))
        return path


def is_record_name(kind: str, key: str) -> bool:
    return bool(_KIND.fullmatch(kind) and _KEY.fullmatch(key))


def record_folder(root: Path, kind: str, key: str) -> Path:
    """Where a record lies. Names that could lead elsewhere are a caller's bug."""
    if not _KIND.fullmatch(kind):
        raise ValueError(f"a kind is a lower-case word, not {kind!r}")
    return root / "records" / kind / checked_key(key)[:2] / key


def checked_key(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"a key is 6 to 128 hexadecimal digits, not {key!r}")
    return key


def sealed(content: dict[str, Any]) -> str:
    """The text of a record.json."""
    return canonical({**content, "seal": _seal(content)})


def content_of(
    *,
    kind: str,
    key: str,
    settings: dict[str, Any],
    reads: dict[str, str],
    files: dict[str, FileFact],
    environment: dict[str, Any],
    started: float,
    seconds: float,
    facts: dict[str, Any],
) -> dict[str, Any]:
    """What a record.json says, before it is sealed."""
    return {
        "layout": LAYOUT,
        "kind": kind,
        "key": key,
        "settings": settings,
        "reads": reads,
        "files": {name: asdict(fact) for name, fact in files.items()},
        "environment": environment,
        "started": started,
        "seconds": seconds,
        "facts": facts,
    }


def read_record(folder: Path, kind: str, key: str, integrity: Integrity) -> Record | str:
    """The record in a folder, or what is wrong with its record.json.

    Raises:
        FileNotFoundError if there is none. Refused if it was written in another layout.
    """
    try:
        content = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
        seal = content.pop("seal")
    except (ValueError, AttributeError, TypeError, KeyError):
        return f"{RECORD_FILE} cannot be read."
    if seal != _seal(content):
        return f"{RECORD_FILE} does not match its seal."
    if content.pop("layout") != LAYOUT:
        raise Refused(_other_layout(kind, key))
    if (content["kind"], content["key"]) != (kind, key):
        return f"{RECORD_FILE} belongs to record {shortened(content['key'])} ({content['kind']})."
    files = {name: FileFact(**fact) for name, fact in content.pop("files").items()}
    return Record(folder=folder, files=files, integrity=integrity, **content)


def _seal(content: dict[str, Any]) -> str:
    return sha256(canonical(content).encode()).hexdigest()


def _other_layout(kind: str, key: str) -> Problem:
    return Problem(
        place=PLACE,
        what=f"record {shortened(key)} ({kind}) was written by another version of Intermezzo.",
        remedy="Use that version, or give another store with --store.",
        exit_code=STORE_AT_FAULT,
    )
