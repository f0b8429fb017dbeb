"""The store: one folder, and the way from a key to a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intermezzo.problem import Refused
from intermezzo.store.declared import declare, first_seen, now_seen
from intermezzo.store.draft import Draft
from intermezzo.store.failures import forget_failure, note_failure, read_failure
from intermezzo.store.faults import cannot_write, told
from intermezzo.store.integrity import Integrity
from intermezzo.store.lease import Lease, Patience, lease_path, take
from intermezzo.store.partial import Partial
from intermezzo.store.record import (
    RECORD_FILE,
    Record,
    checked_key,
    is_record_name,
    read_record,
    record_folder,
)


@dataclass(frozen=True, slots=True)
class Store:
    """A store folder. Nothing is made before something is written; `read_only` promises that nothing is."""

    root: Path
    read_only: bool = False
    patience: Patience = Patience()  # noqa: RUF009 (frozen)
    integrity: Integrity = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", Path(self.root).absolute())  # a job may change folder
        object.__setattr__(self, "integrity", Integrity(self.root, self.read_only))

    def has(self, kind: str, key: str) -> bool:
        """Whether the record is there; its files are checked when they are loaded."""
        return (record_folder(self.root, kind, key) / RECORD_FILE).is_file()

    def get(self, kind: str, key: str) -> Record | None:
        """The record, or None if there is none.

        Raises:
            Refused if its record.json is damaged; it is set aside then.
        """
        folder = record_folder(self.root, kind, key)
        try:
            record = read_record(folder, kind, key, self.integrity)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if isinstance(record, str):
            raise Refused(self.integrity.set_aside(kind, key, folder, record))
        return record

    def records(self, kind: str | None = None) -> Iterator[Record]:
        """All records, or those of one kind, by kind and key."""
        for found, key in self.keys(kind):
            record = self.get(found, key)
            if record is not None:  # removed since we listed it
                yield record

    def keys(self, kind: str | None = None) -> list[tuple[str, str]]:
        """Kind and key of all records, or of one kind's, read from folder names."""
        found = {(p.parts[-4], p.parts[-2]) for p in self.root.glob(f"records/*/*/*/{RECORD_FILE}")}
        wanted = [(k, key) for k, key in found if is_record_name(k, key) and kind in (None, k)]
        return sorted((k, key) for k, key in wanted if self.has(k, key))

    def draft(self, kind: str, key: str, n_bytes: int | None = None) -> Draft:
        """A record to be written; `n_bytes`, what it will take on disk, serves the message of a full one."""
        self.needs_writing()
        return Draft(self.integrity, kind, key, n_bytes)

    def partial(self, key: str) -> Partial:
        """The checkpoints of a job under way."""
        return Partial(self.integrity, checked_key(key))

    def lease(self, key: str) -> Lease | None:
        """The right to make this record; None while somebody alive has it."""
        self.needs_writing()
        return take(self.root, lease_path(self.root, checked_key(key)), self.patience)

    def declare(self, study_name: str, claim_key: str, text: str) -> float:
        """When a claim was first seen, in seconds since 1970: now, if never before."""
        self.needs_writing()
        return declare(self.root, now_seen(study_name, claim_key, text)).seen

    def first_seen(self, study_name: str, claim_key: str) -> float | None:
        """When a claim was first seen; None if never. Writes nothing."""
        return first_seen(self.root, study_name, claim_key)

    def note_failure(self, key: str, problems: Sequence[str]) -> None:
        """Keep why a job failed, for a report written later."""
        self.needs_writing()
        note_failure(self.root, key, problems)

    def failure(self, key: str) -> tuple[str, ...]:
        """Why a job failed when it was last tried; nothing if it did not. Who has its record need not ask."""
        return read_failure(self.root, key)

    def forget_failure(self, key: str) -> None:
        """The job is done after all."""
        self.needs_writing()
        with told(self.root):
            forget_failure(self.root, key)

    def needs_writing(self) -> None:
        if self.read_only:
            raise Refused(cannot_write(self.root))
