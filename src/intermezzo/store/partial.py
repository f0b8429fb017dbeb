"""Partial work: checkpoints of a job under way, so that what kills it costs a stretch and not the whole.

The newest two are kept: the one before the last is what is left when the last turns out damaged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from intermezzo.problem import Refused
from intermezzo.store.durable import canonical, move_folder, sync_folder, write_durably
from intermezzo.store.faults import cannot_write, told
from intermezzo.store.integrity import FileFact, Integrity, file_names, measure, mismatch_with
from intermezzo.store.workbench import workbench

CHECKSUMS_FILE = "checksums.json"
N_KEPT = 2  # one to go on from, one to fall back on


@dataclass(frozen=True, slots=True)
class Partial:
    """The checkpoints of one key. Whoever holds the key's lease writes; nobody else does."""

    integrity: Integrity
    key: str

    @property
    def folder(self) -> Path:
        return self.integrity.root / "partial" / self.key

    def save(self, step: int, write: Callable[[Path], object]) -> None:
        """Keep what `write` puts into the folder it is given as the state after `step` steps.

        Until it is whole, and if it fails, the checkpoints before it stay as they are.
        """
        self._needs_writing()
        with workbench(self.integrity.root) as bench:
            draft = bench / "new"
            draft.mkdir()
            with told(self.integrity.root, n_bytes=None, written=draft):
                write(draft)
                facts = {name: asdict(measure(draft / name, flush=True)) for name in file_names(draft)}
                write_durably(draft / CHECKSUMS_FILE, canonical(facts))
                for inner in sorted((p for p in draft.rglob("*") if p.is_dir()), reverse=True):
                    sync_folder(inner)
                sync_folder(draft)
                place = self.folder / str(step)
                if place.exists():  # saved before, and come by again after a fall back
                    place.rename(bench / "replaced")
                if not move_folder(draft, place):
                    raise RuntimeError(
                        f"two processes save step {step} of {self.key}: one of them has no lease"
                    )
                for old in self.steps()[N_KEPT:]:
                    (self.folder / str(old)).rename(bench / f"old-{old}")

    def newest(self) -> tuple[int, Path] | None:
        """The last step that can be gone on from, with its folder; a damaged one is set aside."""
        for step in self.steps():
            folder = self.folder / str(step)
            if not what_is_wrong(folder):
                return step, folder
            self.integrity.moved_aside(folder, f"partial-{self.key}-{step}")
        return None

    def steps(self) -> list[int]:
        """Steps that were saved, newest first, checked or not."""
        try:
            return sorted((int(p.name) for p in self.folder.iterdir() if p.name.isdecimal()), reverse=True)
        except FileNotFoundError:
            return []

    def clear(self) -> None:
        """Forget all of it; the record is there, or nobody wants it."""
        self._needs_writing()
        if not self.folder.exists():
            return
        with workbench(self.integrity.root) as bench:
            self.folder.rename(bench / "cleared")

    def _needs_writing(self) -> None:
        if self.integrity.read_only:
            raise Refused(cannot_write(self.integrity.root))


def what_is_wrong(folder: Path) -> str:
    """What is wrong with a checkpoint, as a sentence; "" if nothing is."""
    try:
        stated = json.loads((folder / CHECKSUMS_FILE).read_text(encoding="utf-8"))
        facts = {name: FileFact(**fact) for name, fact in stated.items()}
    except (ValueError, AttributeError, TypeError, FileNotFoundError):
        return f"{CHECKSUMS_FILE} cannot be read."
    wrong = (mismatch_with(folder / name, fact, name) for name, fact in facts.items())
    return next((what for what in wrong if what), "")
