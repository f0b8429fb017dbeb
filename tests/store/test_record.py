"""Records: what comes back is what was left, and what does not match is never used."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from intermezzo.problem import STORE_AT_FAULT, Refused
from intermezzo.store import Record, Store
from intermezzo.store.integrity import FileFact

from .scenes import KEY, OTHER, WEIGHTS, commit


def test_a_record_says_what_was_committed(store: Store) -> None:
    """Every field comes back from disk as the job gave it, and every file with its bytes."""
    commit(store)
    record = store.get("phase", KEY)
    assert record is not None
    assert record.settings == {"rate": 3e-5, "languages": ["en", "日本語"]}
    assert record.reads == {"features": OTHER}
    assert record.environment == {"torch": "2.6.0"}
    assert (record.started, record.seconds) == (1000.0, 2.5)
    assert record.facts == {"ledger": {"read": 4, "dropped": 1}}
    assert sorted(record.files) == ["curves/loss.json", WEIGHTS]
    assert record.file(WEIGHTS).read_bytes() == b"weights"
    assert record.file("curves/loss.json").read_text() == "[2.0, 1.5]"


def test_where_and_how_it_lies(store: Store) -> None:
    """The layout is DESIGN's, and a file's hash is what `printf weights | sha256sum` prints."""
    record = commit(store)
    assert record.folder == store.root / "records" / "phase" / KEY[:2] / KEY
    printed = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c"
    assert record.files[WEIGHTS] == FileFact(7, printed)
    text = (record.folder / "record.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def test_same_job_same_bytes(tmp_path: Path) -> None:
    """Two stores that hold the same record hold the same record.json, byte for byte."""
    one, two = (commit(Store(tmp_path / name)).folder / "record.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_nothing_there(store: Store) -> None:
    """A store nobody wrote to has nothing, and looking does not make it."""
    assert store.get("phase", KEY) is None
    assert not store.has("phase", KEY)
    assert list(store.records()) == []
    assert not store.root.exists()


def test_records_by_kind_and_key(store: Store) -> None:
    """Iteration gives all records in one order, or those of one kind, and nothing that is something else."""
    for kind, key in [("phase", OTHER), ("score", KEY), ("phase", KEY)]:
        commit(store, kind, key)
    (store.root / "records" / "phase" / "ab" / "notes of mine").mkdir()
    assert [(r.kind, r.key) for r in store.records()] == [("phase", KEY), ("phase", OTHER), ("score", KEY)]
    assert [r.key for r in store.records("score")] == [KEY]


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [flip_a_bit, cut_short])
def test_a_damaged_file_is_named_and_set_aside(store: Store, damage: Callable[[Path], None]) -> None:
    """DESIGN's words; the record is gone from its place, kept in damaged/, and can be made again."""
    damage(commit(store).folder / WEIGHTS)
    record = store.get("phase", KEY)
    assert record is not None
    assert record.file("curves/loss.json").exists()
    with pytest.raises(Refused) as refused:
        record.file(WEIGHTS)
    assert str(refused.value) == (
        "store: record ababab… (phase): model.safetensors does not match its hash. "
        "Set aside; it will be made again."
    )
    assert refused.value.problems[0].exit_code == STORE_AT_FAULT
    assert store.get("phase", KEY) is None
    assert [p.name for p in (store.root / "damaged").glob("*/*")].count(WEIGHTS) == 1
    assert commit(store).file(WEIGHTS).read_bytes() == b"weights"


def test_a_missing_file_is_damage(store: Store) -> None:
    """A file that was deleted from a record is told as missing."""
    record = commit(store)
    (record.folder / WEIGHTS).unlink()
    with pytest.raises(Refused, match=r"model\.safetensors is missing\. Set aside"):
        record.file(WEIGHTS)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda text: text[: len(text) // 2], "record.json cannot be read."),
        (lambda _text: "[]", "record.json cannot be read."),
        (lambda text: text.replace("3e-05", "4e-05"), "record.json does not match its seal."),
    ],
)
def test_record_json_is_trusted_no_more_than_files(
    store: Store, damage: Callable[[str], str], told: str
) -> None:
    """Settings that were cut short or altered are noticed before anything is read from them."""
    place = commit(store).folder / "record.json"
    place.write_text(damage(place.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        store.get("phase", KEY)
    assert str(refused.value) == f"store: record ababab… (phase): {told} Set aside; it will be made again."
    assert store.get("phase", KEY) is None


def test_a_record_under_a_wrong_name(store: Store) -> None:
    """A folder that was renamed by hand does not pass for the record it is called after."""
    place = commit(store).folder
    place.rename(place.with_name("ab" * 10))
    with pytest.raises(Refused, match=r"belongs to record ababab… \(phase\)"):
        store.get("phase", "ab" * 10)


def test_checked_once_while_untouched(store: Store) -> None:
    """A file found right is not hashed again unless written since; another process hashes for itself."""
    record = commit(store)
    path = record.file(WEIGHTS)
    assert path in record.integrity.checked
    again: Record = pickle.loads(pickle.dumps(record))
    assert again == record
    assert not again.integrity.checked
    path.write_bytes(b"Weights")
    with pytest.raises(Refused, match="does not match"):
        record.file(WEIGHTS)


def test_reading_only_moves_nothing(store: Store) -> None:
    """A read-only store names damage and leaves it where it is."""
    flip_a_bit(commit(store).folder / WEIGHTS)
    record = Store(store.root, read_only=True).get("phase", KEY)
    assert record is not None
    with pytest.raises(Refused, match="Not set aside, as the store cannot be written"):
        record.file(WEIGHTS)
    assert store.has("phase", KEY)


def test_unknown_file_is_a_bug(store: Store) -> None:
    """Asking for a file the job never left raises with the names it did leave."""
    record = commit(store)
    with pytest.raises(KeyError, match=r"curves/loss\.json, model\.safetensors"):
        record.file("weights.bin")


@pytest.mark.parametrize("key", ["", "../../etc", "ABCDEF12", "abc", "ab/cdef12", "zz" * 20])
def test_keys_lead_nowhere_else(store: Store, key: str) -> None:
    """A key that is not plain hexadecimal is refused before it becomes a path."""
    for use in (
        store.partial,
        store.lease,
        lambda k: store.get("phase", k),
        lambda k: store.draft("phase", k),
    ):
        with pytest.raises(ValueError, match="hexadecimal"):
            use(key)
    with pytest.raises(ValueError, match="lower-case word"):
        store.get("../phase", KEY)


def test_another_layout_is_left_alone(store: Store) -> None:
    """A record from a version with another layout is refused, and not mistaken for damage."""
    from intermezzo.store.record import sealed

    place = commit(store).folder / "record.json"
    content = json.loads(place.read_text(encoding="utf-8"))
    del content["seal"]
    place.write_text(sealed({**content, "layout": 2}), encoding="utf-8")
    with pytest.raises(Refused, match="written by another version"):
        store.get("phase", KEY)
    assert store.has("phase", KEY)
