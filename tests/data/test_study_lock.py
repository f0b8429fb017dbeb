"""The lock beside a study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intermezzo.data.lock import Pinned, differences, read_lock, write_lock
from intermezzo.problem import Problem

NAME = "hub:google/xquad"
PINNED = Pinned(
    revision="5f3c" * 10,
    files={"README.md": "ab" * 32, "xquad.en/validation.parquet": "cd" * 32},
    rows={"validation": 1190},
)
REMEDY = "Delete its entry in the study's lock to accept what is there now."


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    """A lock survives its file, has the same bytes for the same content, and leaves nothing beside it."""
    path = tmp_path / "STUDY.lock"
    assert read_lock(path) == {}
    write_lock(path, {NAME: PINNED, "hub:a/b": replace(PINNED, rows={})})
    first = path.read_bytes()
    write_lock(path, {"hub:a/b": replace(PINNED, rows={}), NAME: PINNED})
    assert path.read_bytes() == first
    assert read_lock(path) == {NAME: PINNED, "hub:a/b": replace(PINNED, rows={})}
    assert [each.name for each in tmp_path.iterdir()] == ["STUDY.lock"]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (PINNED, []),
        (
            replace(PINNED, revision="7" * 40),
            [f"{NAME}: revision: pinned as 5f3c5f3c5f3c…, found 777777777777…. {REMEDY}"],
        ),
        (
            replace(PINNED, files={"README.md": "ef" * 32, "new.parquet": "cd" * 32}),
            [
                f"{NAME}: README.md: pinned as sha256 abababababab…, found sha256 efefefefefef…. {REMEDY}",
                f"{NAME}: new.parquet: pinned as absent, found sha256 cdcdcdcdcdcd…. {REMEDY}",
                f"{NAME}: xquad.en/validation.parquet: pinned as sha256 cdcdcdcdcdcd…, found absent. {REMEDY}",
            ],
        ),
        (
            replace(PINNED, rows={"validation": 1189, "test": 7}),
            [
                f"{NAME}: split 'test': pinned as absent, found 7 rows. {REMEDY}",
                f"{NAME}: split 'validation': pinned as 1,190 rows, found 1,189 rows. {REMEDY}",
            ],
        ),
    ],
    ids=["same", "revision", "files", "rows"],
)
def test_differences_are_named(found: Pinned, told: list[str]) -> None:
    """Each file, split or revision that is not as pinned is told by name."""
    assert [str(problem) for problem in differences(NAME, PINNED, found)] == told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "FILE:1: not valid JSON: Expecting value (column 1)"),
        ("[]", "FILE: expected an object, found a list of 0"),
        ('{"hub:a/b": {"files": {}}}', "FILE: hub:a/b: expected a field 'revision', found files"),
        ('{"n": {"revision": "x", "rows": {}}}', "FILE: n: expected a field 'files', found revision, rows"),
        ('{"n": {"revision": "x", "files": {}}}', "FILE: n: expected a field 'rows', found revision, files"),
        (
            '{"n": {"revision": "x", "files": {"a": 7}, "rows": {}}}',
            "FILE: n.files.a: expected a sha256, found 7",
        ),
        (
            '{"n": {"revision": "x", "files": {}, "rows": {"a": true}}}',
            "FILE: n.rows.a: expected a whole number, found true",
        ),
    ],
)
def test_a_broken_lock_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """A lock that was edited into nonsense names the place."""
    path = tmp_path / "STUDY.lock"
    path.write_text(content, encoding="utf-8")
    problem = read_lock(path)
    assert isinstance(problem, Problem)
    assert str(problem) == said.replace("FILE", str(path))
