"""Partial work: what a kill costs is a stretch and not the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from intermezzo.store import Store
from intermezzo.store.partial import CHECKSUMS_FILE
from intermezzo.store.upkeep import check

from .scenes import KEY, WEIGHTS, die_at_every_step, elsewhere


def save(store: Store, step: int) -> None:
    def write(folder: Path) -> None:
        (folder / WEIGHTS).write_text(f"after {step}")
        (folder / "optimizer").mkdir()
        (folder / "optimizer" / "moments").write_text(f"moments {step}")

    store.partial(KEY).save(step, write)


def newest_step(store: Store) -> int | None:
    found = store.partial(KEY).newest()
    if found is None:
        return None
    step, folder = found
    assert (folder / WEIGHTS).read_text() == f"after {step}"
    assert (folder / "optimizer" / "moments").read_text() == f"moments {step}"
    return step


def test_the_newest_two_are_kept(store: Store) -> None:
    """By their number of steps and not by spelling: 100 is newer than 20."""
    assert newest_step(store) is None
    for step in (10, 20, 100):
        save(store, step)
        assert newest_step(store) == step
    assert store.partial(KEY).steps() == [100, 20]
    assert list((store.root / "tmp").iterdir()) == []


@pytest.mark.parametrize("name", [WEIGHTS, "optimizer/moments", CHECKSUMS_FILE])
def test_a_damaged_one_is_passed_over(store: Store, name: str) -> None:
    """The one before it is gone on from; the damaged one is set aside, so it is not counted among the two."""
    save(store, 10)
    save(store, 20)
    (store.partial(KEY).folder / "20" / name).write_text("after 2O")
    assert newest_step(store) == 10
    assert store.partial(KEY).steps() == [10]
    assert len(list((store.root / "damaged").iterdir())) == 1
    save(store, 20)
    assert newest_step(store) == 20


def test_both_damaged(store: Store) -> None:
    """Then there is nothing to go on from, and the job starts anew."""
    for step in (10, 20):
        save(store, step)
        (store.partial(KEY).folder / str(step) / WEIGHTS).unlink()
    assert newest_step(store) is None


def test_the_same_step_again(store: Store) -> None:
    """A job that fell back comes by a step it saved before, and saves it again."""
    save(store, 10)
    save(store, 10)
    assert newest_step(store) == 10


def test_a_writer_that_fails(store: Store) -> None:
    """Its error comes through and the checkpoints before stay."""

    def write(folder: Path) -> None:
        (folder / WEIGHTS).write_text("half")
        raise ZeroDivisionError

    save(store, 10)
    with pytest.raises(ZeroDivisionError):
        store.partial(KEY).save(20, write)
    assert newest_step(store) == 10


def test_clear(store: Store) -> None:
    """Nothing is left, and clearing nothing is fine."""
    store.partial(KEY).clear()
    save(store, 10)
    store.partial(KEY).clear()
    assert newest_step(store) is None
    assert not store.partial(KEY).folder.exists()


def test_check_names_damage(store: Store) -> None:
    """`store check` reads checkpoints too."""
    save(store, 10)
    assert check(store) == []
    (store.partial(KEY).folder / "10" / WEIGHTS).write_text("?")
    assert [str(p) for p in check(store)] == [
        (
            "store: record ababab… (partial work): model.safetensors does not match its hash. "
            "Set aside; it will be made again."
        )
    ]
    assert check(store) == []


def save_often(root: Path) -> None:
    for step in (10, 20, 20, 30):
        save(Store(root), step)


def goes_on(root: Path) -> None:
    """Whatever is found is whole, and never older than the step before the last that was finished."""
    store = Store(root)
    steps = store.partial(KEY).steps()
    assert newest_step(store) == (steps[0] if steps else None)
    assert not (root / "damaged").exists()
    save(store, 40)
    assert newest_step(store) == 40


def test_killed_at_every_step(tmp_path: Path) -> None:
    """Wherever saving is killed, what is found is whole, and saving goes on."""
    assert elsewhere(die_at_every_step, tmp_path, save_often, goes_on) > 30
