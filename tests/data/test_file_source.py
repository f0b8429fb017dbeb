"""Files of the user's own, one or many."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from data.scenes import as_json, qa, squad
from intermezzo.data import opening
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import ReadOptions
from intermezzo.data.sources.file import find, fingerprint, read_files
from intermezzo.problem import Problem, Refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    for name, identity in [("b.json", "q2"), ("a.json", "q1"), ("[c].json", "q1")]:
        (tmp_path / "train" / name).write_bytes(as_json(squad(qa(identity))))
    return tmp_path


def test_patterns_are_walked_in_order_of_names(folder: Path) -> None:
    """A pattern's files come sorted; names given one by one keep the user's order."""
    assert find(["train/*.json"], folder) == ["train/[c].json", "train/a.json", "train/b.json"]
    assert find(["train/b.json", "train/a.json"], folder) == ["train/b.json", "train/a.json"]
    assert find(["**/b.json", "train/[ac].json"], folder) == ["train/b.json", "train/a.json"]
    assert find([str(folder / "train" / "b*")], Path("elsewhere")) == [(folder / "train/b.json").as_posix()]


def test_a_file_whose_name_looks_like_a_pattern(folder: Path) -> None:
    """A name with brackets that exists is that file."""
    assert find(["train/[c].json"], folder) == ["train/[c].json"]


@pytest.mark.parametrize("name", ["mine.json", "train/*.jsonl", "nowhere/a.json"])
def test_missing_files_name_the_folder(folder: Path, name: str) -> None:
    """The message of DESIGN section 5, to which the caller adds the field of the study."""
    problem = find([name], folder)
    assert isinstance(problem, Problem)
    assert str(problem.at("study.toml:4: data.mine.path")) == (
        f"study.toml:4: data.mine.path: no file {name} (looked in {folder})"
    )
    with pytest.raises(Refused, match="no file"):
        read_files([name], reader="squad", language="en", folder=folder)
    assert isinstance(fingerprint([name], folder=folder), Problem)


def test_a_file_is_not_read_twice(folder: Path) -> None:
    """Overlapping patterns would count examples twice, so they are refused."""
    problem = find(["train/*.json", "train/a.json"], folder)
    assert str(problem) == "train/a.json: named twice. Name each file once; patterns may overlap."


def test_files_add_up(folder: Path) -> None:
    """Examples stand in the order of files, ledgers add up, and ids that two files share are told apart."""
    examples, ledger = read_files(["train/*.json"], reader="squad", language="en", folder=folder)
    assert [example.id for example in examples] == ["q1", "q1#2", "q2"]
    assert ledger == Ledger(read=3, kept=3, answers=3, notes={"repeated ids made unique": 1})


def test_unknown_readers_are_named() -> None:
    """A slip in a reader's name gets the nearest one, along with what else is wrong."""
    with pytest.raises(Refused) as refused:
        read_files(["x.json"], reader="sqaud", language="en", folder=Path("nowhere"))
    told = str(refused.value).splitlines()
    assert told[0].startswith("no reader 'sqaud'. Did you mean 'squad'?")
    assert told[1] == "no file x.json (looked in nowhere)"


def test_columns_a_reader_does_not_have(folder: Path) -> None:
    """Columns that would be passed over without a word are refused."""
    for reader, columns, said in [
        ("squad", {"id": "nr"}, "reader 'squad' has no columns to name. Drop 'columns'."),
        ("jsonl-qa", {"gold": "x"}, "columns: expected one of id, question, context, answers, found gold"),
    ]:
        options = ReadOptions(columns=columns)
        with pytest.raises(Refused) as refused:
            read_files(["train/a.json"], reader=reader, language="en", options=options, folder=folder)
        assert str(refused.value) == said


def test_fingerprint_knows_content_and_order_only(folder: Path) -> None:
    """Neither names nor compression are in a fingerprint; content, order and the borders of files are."""
    before = fingerprint(["train/a.json", "train/b.json"], folder=folder)
    content = (folder / "train/a.json").read_bytes()
    (folder / "renamed.json.gz").write_bytes(gzip.compress(content))
    assert fingerprint(["renamed.json.gz", "train/b.json"], folder=folder) == before
    assert fingerprint(["train/b.json", "train/a.json"], folder=folder) != before
    assert fingerprint(["train/a.json"], folder=folder) == fingerprint(["renamed.json.gz"], folder=folder)
    (folder / "joined").write_bytes(content + (folder / "train/b.json").read_bytes())
    assert fingerprint(["joined"], folder=folder) != before


def test_fingerprint_is_literal(tmp_path: Path) -> None:
    """Guards drift: sha256 over the hex sha256 of each file, one a line."""
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").write_bytes(b"")
    digests = f"{opening.fingerprint(b'abc')}\n{opening.fingerprint(b'')}"
    assert fingerprint(["a", "b"], folder=tmp_path) == opening.fingerprint(digests.encode())
    (tmp_path / "c.gz").write_bytes(b"abc")
    assert str(fingerprint(["c.gz"], folder=tmp_path)) == (
        "c.gz: broken .gz compression; the file may be cut short. Fetch or copy it again."
    )
