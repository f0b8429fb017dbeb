"""Failures: why a job failed is known until it is done."""

from __future__ import annotations

import pytest

from intermezzo.problem import Refused
from intermezzo.store import Store
from intermezzo.store.failures import failure_path
from intermezzo.store.upkeep import gc, remove

from .scenes import KEY, OTHER, commit

WHY = ("job phase ababab: the loss is not a number at step 3.", "And 日本語.")


def test_noted_and_forgotten(store: Store) -> None:
    """The last time counts; who has done the job forgets it; nobody failed what nobody tried."""
    assert store.failure(KEY) == ()
    store.note_failure(KEY, ["at first"])
    store.note_failure(KEY, WHY)
    assert store.failure(KEY) == WHY
    assert store.failure(OTHER) == ()
    store.forget_failure(KEY)
    store.forget_failure(KEY)
    assert store.failure(KEY) == ()


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"problems": 3}'])
def test_a_note_that_cannot_be_read(store: Store, content: bytes) -> None:
    """A spoilt note says nothing, and a new one takes its place."""
    store.note_failure(KEY, WHY)
    failure_path(store.root, KEY).write_bytes(content)
    assert store.failure(KEY) == ()
    store.note_failure(KEY, WHY)
    assert store.failure(KEY) == WHY


def test_a_store_to_read(store: Store) -> None:
    """A store opened to read tells failures and takes none."""
    store.note_failure(KEY, WHY)
    reader = Store(store.root, read_only=True)
    assert reader.failure(KEY) == WHY
    for write in (lambda: reader.note_failure(OTHER, WHY), lambda: reader.forget_failure(KEY)):
        with pytest.raises(Refused):
            write()
    assert store.failure(KEY) == WHY


def test_gc_keeps_what_is_still_to_be_done(store: Store) -> None:
    """A note goes when its job is done or no study needs it."""
    commit(store)
    for key in (KEY, OTHER, "ef" * 20):
        store.note_failure(key, WHY)
    sweep = gc(store, {("phase", KEY), ("phase", OTHER)})
    assert [(r.what, r.path.stem) for r in sweep.removals] == [("failure", KEY), ("failure", "ef" * 20)]
    remove(sweep)
    assert (store.failure(KEY), store.failure(OTHER)) == ((), WHY)
