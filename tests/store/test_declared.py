"""Declared: the first time counts, whoever asks, however often."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from intermezzo.store import Store
from intermezzo.store.declared import declarations

from .scenes import KEY, OTHER, SPAWN


def test_the_first_time_counts(store: Store) -> None:
    """Declaring again gives the time of the first, also to another Store on the same folder."""
    before = time.time()
    seen = store.declare("quickstart", KEY, "english helps")
    assert before <= seen <= time.time()
    assert store.declare("quickstart", KEY, "english helps") == seen
    assert Store(store.root).declare("quickstart", KEY, "english helps") == seen
    assert store.first_seen("quickstart", KEY) == seen


def test_claims_and_studies_apart(store: Store) -> None:
    """Another claim, or the same claim in another study, has a time of its own."""
    seen = store.declare("quickstart", KEY, "english helps")
    assert store.declare("quickstart", OTHER, "english hurts") > seen
    assert store.first_seen("other", KEY) is None
    assert [d.text for d in declarations(store.root, "quickstart")] == ["english helps", "english hurts"]


@pytest.mark.parametrize("name", ["../../outside", "", ".", "a/b", "étude des langues", "x" * 300])
def test_a_study_may_be_called_anything(store: Store, name: str) -> None:
    """No name leads out of declared/, and names that look alike are kept apart."""
    seen = store.declare(name, KEY, "a claim")
    assert store.first_seen(name, KEY) == seen
    assert store.first_seen(name + "_", KEY) is None
    notes = list(store.root.parent.rglob("*.json"))
    assert len(notes) == 1
    assert notes[0].is_relative_to(store.root / "declared")


def test_a_damaged_note_gets_a_later_time(store: Store) -> None:
    """A time that cannot be read is not guessed: the claim counts as seen now."""
    first = store.declare("quickstart", KEY, "english helps")
    (note,) = (store.root / "declared").rglob("*.json")
    note.write_text("")
    again = store.declare("quickstart", KEY, "english helps")
    assert again > first
    assert store.first_seen("quickstart", KEY) == again


def declare_in(root: Path) -> float:
    return Store(root).declare("quickstart", KEY, "english helps")


def test_processes_agree(store: Store) -> None:
    """Processes that declare at once are all told the same time."""
    with SPAWN.Pool(4) as pool:
        assert len(set(pool.map(declare_in, [store.root] * 40, chunksize=1))) == 1
    assert list((store.root / "tmp").iterdir()) == []
