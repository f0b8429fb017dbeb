"""Upkeep: verify everything, say what takes room, remove what nobody needs, hand work on."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intermezzo.problem import STORE_AT_FAULT, Problem, Refused
from intermezzo.store.declared import declarations, declare
from intermezzo.store.failures import FOLDER as FAILED
from intermezzo.store.faults import PLACE, damaged, shortened, size_of, told
from intermezzo.store.integrity import file_names, mismatch_with
from intermezzo.store.lease import Holding, read_holding, take, touched
from intermezzo.store.partial import what_is_wrong
from intermezzo.store.record import RECORD_FILE, Record, is_record_name, read_record, record_folder
from intermezzo.store.store import Store
from intermezzo.store.workbench import abandoned, workbench


def check(store: Store) -> list[Problem]:
    """Verify every byte; what is wrong is named and, where the store can be written, set aside."""
    problems = [p for folder in _folders(store, "records/*/*/*/") for p in _check_record(store, folder)]
    for folder in _folders(store, "partial/*/*/"):
        if what := what_is_wrong(folder):
            is_aside = store.integrity.moved_aside(folder, f"partial-{folder.parent.name}-{folder.name}")
            problems.append(damaged("partial work", folder.parent.name, what, set_aside=is_aside))
    return problems


def du(store: Store) -> dict[str, int]:
    """Bytes by kind of record, and of the store's other folders by their names."""
    kinds = {folder.name: size_of(folder) for folder in _folders(store, "records/*/")}
    others = ("partial", "declared", "failed", "leases", "damaged", "tmp")
    return kinds | {name: size_of(store.root / name) for name in others if (store.root / name).exists()}


What = Literal["record", "partial", "failure", "lease", "tmp", "damaged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One thing that can go, and why."""

    what: What
    name: str  # of its kind and key, or of its folder
    path: Path
    why: str
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What gc would remove from a store; nothing is gone before `remove`."""

    store: Store
    removals: tuple[Removal, ...]

    @property
    def n_bytes(self) -> int:
        return sum(r.n_bytes for r in self.removals)


def gc(store: Store, keep: set[tuple[str, str]]) -> Sweep:
    """What can go when only the records in `keep` are needed, with the partial work towards them."""
    store.needs_writing()
    with workbench(store.root) as bench:
        (bench / "clock").touch()
        now = touched(bench / "clock")
    found = [
        *_unneeded_records(store, keep),
        *_unneeded_partials(store, keep, now),
        *_old_failures(store, keep),
        *(_removal("lease", p, "its holder is gone") for p in _dead_leases(store, now)),
        *(_removal("tmp", p, "its process is gone") for p in abandoned(store.root, now)),
        *(_removal("damaged", p, "set aside") for p in _folders(store, "damaged/*/")),
    ]
    return Sweep(store=store, removals=tuple(found))


def remove(sweep: Sweep) -> int:
    """Do what the sweep says, except where somebody has come to work since; bytes removed."""
    return sum(r.n_bytes for r in sweep.removals if _remove(sweep.store, r))


def copy(
    store: Store,
    target: Store,
    keys: Iterable[tuple[str, str]],
    studies: Iterable[str] = (),
    failed: Iterable[str] = (),
) -> int:
    """Copy records, each whole or not at all, and what these studies declared and when.

    Args:
        failed: keys of jobs without a record, whose failures are handed on.

    Returns:
        how many records were not there yet.

    Raises:
        Refused if records are missing here, before anything is copied, or if one turns out damaged.
    """
    target.needs_writing()
    wanted = sorted(keys)
    if missing := [_missing(kind, key) for kind, key in wanted if not store.has(kind, key)]:
        raise Refused(missing)
    for study in studies:
        for declaration in declarations(store.root, study):
            declare(target.root, declaration)
    for key in failed:
        if why := store.failure(key):
            target.note_failure(key, why)
    return sum(_copy(store, target, kind, key) for kind, key in wanted if not target.has(kind, key))


def _folders(store: Store, pattern: str) -> list[Path]:
    return sorted(store.root.glob(pattern))


def _check_record(store: Store, folder: Path) -> list[Problem]:
    kind, key = folder.parts[-3], folder.name
    if not is_record_name(kind, key) or record_folder(store.root, kind, key) != folder:
        return [_misplaced(folder.relative_to(store.root))]
    try:
        record = read_record(folder, kind, key, store.integrity)
    except FileNotFoundError:
        record = f"{RECORD_FILE} is missing."
    except Refused as refused:
        return list(refused.problems)
    what = record if isinstance(record, str) else _first_wrong_file(record)
    if isinstance(record, str) or what:
        return [store.integrity.set_aside(kind, key, folder, what)]
    return [_stray(record, name) for name in file_names(folder) if name not in {*record.files, RECORD_FILE}]


def _first_wrong_file(record: Record) -> str:
    wrong = (mismatch_with(record.folder / name, fact, name) for name, fact in record.files.items())
    return next((what for what in wrong if what), "")


def _misplaced(folder: Path) -> Problem:
    return Problem(
        place=PLACE,
        what=f"{folder} is not where a record of that name belongs.",
        remedy="Nothing reads it. Move it elsewhere.",
        exit_code=STORE_AT_FAULT,
    )


def _stray(record: Record, name: str) -> Problem:
    return Problem(
        place=PLACE,
        what=f"record {shortened(record.key)} ({record.kind}): its job did not leave {name}.",
        remedy="Somebody put it there; nothing reads it. Move it elsewhere.",
        exit_code=STORE_AT_FAULT,
    )


def _missing(kind: str, key: str) -> Problem:
    return Problem(
        place=PLACE,
        what=f"record {shortened(key)} ({kind}) is not there.",
        remedy="Run the study first.",
        exit_code=STORE_AT_FAULT,
    )


def _unneeded_records(store: Store, keep: set[tuple[str, str]]) -> list[Removal]:
    unneeded = sorted(set(store.keys()) - keep)
    return [
        _removal(
            "record", record_folder(store.root, *each), "no study named needs it", f"{each[0]} {each[1]}"
        )
        for each in unneeded
    ]


def _unneeded_partials(store: Store, keep: set[tuple[str, str]], now: float) -> list[Removal]:
    wanted = {key for kind, key in keep if not store.has(kind, key)}
    at_work = {p.stem for p, holding in _holdings(store) if not holding.is_over(now, store.patience)}
    folders = [f for f in _folders(store, "partial/*/") if f.name not in wanted | at_work]
    return [_removal("partial", f, "its record is finished, or no study named needs it") for f in folders]


def _old_failures(store: Store, keep: set[tuple[str, str]]) -> list[Removal]:
    wanted = {key for kind, key in keep if not store.has(kind, key)}
    notes = sorted((store.root / FAILED).glob("*.json"))
    return [
        _removal("failure", p, "its job is done, or no study named needs it")
        for p in notes
        if p.stem not in wanted
    ]


def _dead_leases(store: Store, now: float) -> list[Path]:
    return [path for path, holding in _holdings(store) if holding.is_over(now, store.patience)]


def _holdings(store: Store) -> list[tuple[Path, Holding]]:
    folder = store.root / "leases"
    found = [(p, read_holding(p)) for p in sorted(folder.glob("*.json"))] if folder.is_dir() else []
    return [(path, holding) for path, holding in found if holding]


def _removal(what: What, path: Path, why: str, name: str = "") -> Removal:
    return Removal(what=what, name=name or path.stem, path=path, why=why, n_bytes=size_of(path))


def _remove(store: Store, removal: Removal) -> bool:
    if removal.what == "partial":
        lease = store.lease(removal.path.name)
        if lease is None:
            return False
        with lease:
            store.partial(removal.path.name).clear()
        return True
    if removal.what == "lease":
        lease = take(store.root, removal.path, store.patience)
        if lease is None:
            return False
        lease.release()
        return True
    with workbench(store.root) as bench:
        try:
            removal.path.rename(bench / "removed")  # at once: a reader sees a whole record or none
        except FileNotFoundError:
            return False
    return True


def _copy(store: Store, target: Store, kind: str, key: str) -> bool:
    record = store.get(kind, key)
    if record is None:
        raise Refused(_missing(kind, key))
    n_bytes = size_of(record.folder)
    with target.draft(kind, key, n_bytes) as draft, told(target.root, n_bytes=n_bytes):
        for name in record.files:
            place = draft.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(record.file(name), place)
        if draft.measured() != record.files:
            raise RuntimeError(f"record {key} ({kind}) changed while it was copied")
        draft.land((record.folder / RECORD_FILE).read_text(encoding="utf-8"))
    return True
