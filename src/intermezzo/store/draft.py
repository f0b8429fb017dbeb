"""Drafts: a record being written. Until it is committed nobody sees it; afterwards nobody changes it."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from intermezzo.problem import Refused
from intermezzo.store.durable import move_folder, sync_folder, write_durably
from intermezzo.store.faults import fault, needs, told
from intermezzo.store.integrity import FileFact, Integrity, file_names, measure
from intermezzo.store.record import RECORD_FILE, Record, content_of, read_record, record_folder, sealed
from intermezzo.store.workbench import clear_bench, new_bench


class Draft:
    """A folder to write a job's files into, and the step that makes a record of it.

    Left without a commit, it is removed; a full disk inside its block is told as such.
    """

    def __init__(self, integrity: Integrity, kind: str, key: str, n_bytes: int | None = None) -> None:
        self.kind = kind
        self.key = key
        self._integrity = integrity
        self._n_bytes = n_bytes
        self._target = record_folder(integrity.root, kind, key)
        with told(integrity.root):
            self._bench = new_bench(integrity.root)
            self.folder = self._bench / "record"
            self.folder.mkdir()

    def commit(
        self,
        *,
        settings: dict[str, Any],
        reads: dict[str, str],
        environment: dict[str, Any],
        started: float,
        seconds: float,
        facts: dict[str, Any] | None = None,
    ) -> Record:
        """Flush, describe and name the record. If somebody committed the same key before, theirs is kept."""
        with told(self._integrity.root, n_bytes=self._n_bytes, written=self.folder):
            content = content_of(
                kind=self.kind,
                key=self.key,
                settings=settings,
                reads=reads,
                files=self.measured(),
                environment=environment,
                started=started,
                seconds=seconds,
                facts=facts or {},
            )
            return self.land(sealed(content))

    def measured(self) -> dict[str, FileFact]:
        """Facts of the files in the draft, each flushed to disk."""
        names = file_names(self.folder)
        if RECORD_FILE in names:
            raise ValueError(f"{RECORD_FILE} is the store's own; {self.kind} {self.key} wrote one")
        for name in names:
            path = self.folder / name
            if path.is_symlink() or not path.is_file():
                raise ValueError(f"a record holds plain files only; {self.kind} {self.key} left {name}")
        return {name: measure(self.folder / name, flush=True) for name in names}

    def land(self, record_text: str) -> Record:
        """Give the flushed files their record.json and their place."""
        write_durably(self.folder / RECORD_FILE, record_text)
        for inner in sorted((p for p in self.folder.rglob("*") if p.is_dir()), reverse=True):
            sync_folder(inner)
        sync_folder(self.folder)
        if not move_folder(self.folder, self._target) and not self._is_whole():
            # A damaged record, or the torso of one that was copied by hand, gives way to ours.
            self._integrity.moved_aside(self._target, f"{self.kind}-{self.key}")
            move_folder(self.folder, self._target)
        self.discard()
        record = read_record(self._target, self.kind, self.key, self._integrity)
        if isinstance(record, str):
            raise Refused(self._integrity.set_aside(self.kind, self.key, self._target, record))
        return record

    def _is_whole(self) -> bool:
        try:
            return not isinstance(read_record(self._target, self.kind, self.key, self._integrity), str)
        except FileNotFoundError:
            return False

    def discard(self) -> None:
        clear_bench(self._bench)

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, Refused):
            self.discard()
            return
        problem = fault(error, self._integrity.root, needs(self._n_bytes, self.folder))
        self.discard()
        if problem:
            raise Refused(problem) from error
