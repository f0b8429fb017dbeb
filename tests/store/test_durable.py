"""Durable steps: exclusive where they say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from intermezzo.store.durable import canonical, create_once, move_folder, place_once


def by_link(content: bytes, target: Path) -> bool:
    source = target.with_name(f"source-{content.decode()}")
    source.write_bytes(content)
    return place_once(source, target)


@pytest.mark.parametrize("place", [by_link, create_once])
def test_a_name_is_given_once(place: Callable[[bytes, Path], bool], tmp_path: Path) -> None:
    """With hard links and without: the first gets the name, the second changes nothing."""
    assert place(b"first", tmp_path / "name")
    assert not place(b"second", tmp_path / "name")
    assert (tmp_path / "name").read_bytes() == b"first"


def test_an_answer_that_was_lost(tmp_path: Path) -> None:
    """A network file system may repeat a request: meeting our own link is success."""
    assert by_link(b"ours", tmp_path / "name")
    assert place_once(tmp_path / "source-ours", tmp_path / "name")


def test_other_errors_come_through(tmp_path: Path) -> None:
    """What is neither a taken name nor a lack of links is not swallowed."""
    (tmp_path / "source").touch()
    with pytest.raises(FileNotFoundError):
        place_once(tmp_path / "source", tmp_path / "nowhere" / "name")


def test_a_folder_moves_only_to_a_free_place(tmp_path: Path) -> None:
    """What lies there stays, and so does what was to be moved."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    target = tmp_path / "deep" / "down" / "place"
    assert move_folder(tmp_path / "one", target)
    assert not move_folder(tmp_path / "two", target)
    assert (target / "file").read_text() == "one"
    assert (tmp_path / "two" / "file").read_text() == "two"


def test_one_spelling() -> None:
    """Order of making does not show; what JSON cannot say is refused."""
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{\n "a": "é",\n "b": 1\n}\n'
    with pytest.raises(ValueError):
        canonical({"loss": float("nan")})
