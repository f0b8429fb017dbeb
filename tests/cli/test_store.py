"""`store`: verify, measure, tidy up, hand on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from doors import typed
from intermezzo.store import Store
from miniature import Place, contents


@pytest.fixture
def place(finished: Place, tmp_path: Path) -> Place:
    """The finished study, to change."""
    shutil.copytree(finished.folder, tmp_path / "copy")
    return Place(tmp_path / "copy")


def test_check(place: Place) -> None:
    """A whole store is told so; every damaged record is named, and set aside."""
    whole = typed("store", "check", "--store", place.store)
    assert (whole.code, whole.out, whole.err) == (0, "42 records, all whole.\n", "")
    for kind, name in (("source", "examples.parquet"), ("score", "statistics.parquet")):
        path = next(Store(place.store).records(kind)).folder / name
        path.write_bytes(path.read_bytes()[:-1])
    spoilt = typed("store", "check", "--store", place.store)
    assert (spoilt.code, spoilt.out) == (3, "")
    assert len(spoilt.lines) == 2
    for kind, name, line in zip(("score", "source"), ("statistics", "examples"), spoilt.lines):
        assert re.fullmatch(
            rf"store: record [0-9a-f]{{6}}… \({kind}\): {name}\.parquet does not match its hash\. "
            r"Set aside; it will be made again\.",
            line,
        )
    assert typed("store", "check", "--store", place.store).out == "40 records, all whole.\n"


def test_du(place: Place) -> None:
    """What takes room, the most first, in units that fit; and the sum."""
    said = typed("store", "du", "--store", place.store)
    assert said.code == 0
    *kinds, total = [line.split() for line in said.out.splitlines()]
    assert total[2] == "all"
    sizes = [float(each[0]) * {"bytes": 1, "kB": 1e3, "MB": 1e6}[each[1]] for each in kinds]
    assert sizes == sorted(sizes, reverse=True)
    assert {"source", "tokenizer", "features", "phase", "probe", "predict", "score"} <= {k[2] for k in kinds}
    assert all(re.fullmatch(r"\d+(\.\d)? (bytes|kB|MB) \w+", " ".join(each)) for each in kinds)


def test_gc_says_first_and_removes_then(place: Place) -> None:
    """What a study does not need is named with its kind and size; only --yes removes it, and the study stays whole."""
    before = contents(place.store)
    smaller = ("store", "gc", place.study, "--store", place.store, "--seeds", "1")
    said = typed(*smaller)
    assert said.code == 0
    *removals, last = said.out.splitlines()
    assert re.fullmatch(r" *[\d.]+ (kB|MB)  would go\. Remove it with --yes\.", last)
    of_records = [line for line in removals if " record " in line]
    assert len(of_records) == 13  # of the second seed: 3 phases, 2 probes, 4 predictions, 4 scores
    assert all(re.search(r"  record \w+ [0-9a-f]{12}: no study named needs it$", line) for line in of_records)
    assert contents(place.store) == before
    gone = typed(*smaller, "--yes")
    assert gone.out.splitlines()[:-1] == removals
    assert gone.out.endswith("  removed\n")
    assert len(contents(place.store)) == 42 - 13
    assert typed("verify", place.study, "--store", place.store, "--seeds", "1").code == 0


def test_gc_of_nothing(place: Place) -> None:
    """A store that holds only what is needed is left as it is."""
    typed("store", "gc", place.study, "--store", place.store, "--yes")  # what processes left behind
    said = typed("store", "gc", place.study, "--store", place.store)
    assert (said.code, said.out) == (0, "Nothing to remove.\n")
    assert len(contents(place.store)) == 42


def test_copy(place: Place, tmp_path: Path) -> None:
    """Who is handed a copy has all that the study rests on, and can check every number of it."""
    target = tmp_path / "handed over"
    here = ("store", "copy", place.study, target, "--store", place.store)
    said = typed(*here)
    assert (said.code, said.out) == (0, f"42 records copied to {target}, 0 were there before.\n")
    assert contents(target) == contents(place.store)
    assert typed(*here).out == f"0 records copied to {target}, 42 were there before.\n"
    said = typed("verify", place.study, "--store", target, "--report", place.page)
    assert (said.code, said.lines) == (0, [])  # the page too, with when each claim was first seen


def test_copy_of_a_part(place: Place, tmp_path: Path) -> None:
    """What is not done cannot be handed on, and is counted; why something failed is."""
    target = tmp_path / "handed over"
    jobs = {job.kind: job for job in place.plan().jobs}
    shutil.rmtree(place.store / "records" / "score")
    Store(place.store).note_failure(jobs["score"].key, ["job score: so."])
    said = typed("store", "copy", place.study, target, "--store", place.store)
    assert said.out.splitlines() == [
        f"34 records copied to {target}, 0 were there before.",
        "8 of 42 jobs are not done, so they have no record.",
    ]
    assert Store(target).failure(jobs["score"].key) == ("job score: so.",)


def test_a_store_that_is_not_there(tmp_path: Path, finished: Place) -> None:
    """An empty place is an empty store: nothing in it is wrong, and nothing is made."""
    nowhere = tmp_path / "nowhere"
    assert typed("store", "check", "--store", nowhere).out == "0 records, all whole.\n"
    assert typed("store", "du", "--store", nowhere).out.split() == ["0", "bytes", "all"]
    said = typed("store", "copy", finished.study, tmp_path / "target", "--store", nowhere)
    assert said.out.splitlines()[0] == f"0 records copied to {tmp_path / 'target'}, 0 were there before."
    assert not nowhere.exists()
