"""Data sets laid out as on the hub, made on the spot; nothing here may reach the network."""

from __future__ import annotations

import hashlib
import json
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from data.scenes import CONTEXT
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import ReadOptions
from intermezzo.data.sources import hub
from intermezzo.example import Answer, QAExample, TextExample
from intermezzo.problem import Problem, Refused

pytest.importorskip("datasets", reason="needs the extra 'hub'")

COMMIT = "5f3c" * 10
ROW = {
    "id": "q1",
    "context": CONTEXT,
    "question": "Where?",
    "answers": {"text": ["Kisumu"], "answer_start": [0]},
}
EXAMPLE = QAExample(
    id="q1",
    language="en",
    question="Where?",
    context=CONTEXT,
    answers=(Answer(text="Kisumu", start=0),),
    cluster="",
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def parquet(path: Path, *rows: dict[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows)), path)


def read(folder: Path, **options: Any) -> tuple[Any, Ledger]:
    how = {"name": "hub:a/b", "split": "train", "language": "en", **options}
    return hub.read_folder(folder, **how)


def said(folder: Path, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        read(folder, **options)
    return str(refused.value)


def test_parquet_by_split(tmp_path: Path) -> None:
    """Parquet files are splits by their names, and flat rows become examples."""
    parquet(tmp_path / "train-00000-of-00001.parquet", ROW, {**ROW, "id": "q2"})
    parquet(tmp_path / "test-00000-of-00001.parquet", ROW)
    (first, second), ledger = read(tmp_path)
    assert (first.id, first.context, first.answers) == ("q1", CONTEXT, EXAMPLE.answers)
    assert second.id == "q2" and second.cluster == first.cluster
    assert ledger == Ledger(read=2, kept=2, answers=2)
    assert read(tmp_path, split="test")[1].read == 1


def test_json_with_columns_of_its_own(tmp_path: Path) -> None:
    """JSON lines work like Parquet, with the names of columns told."""
    row = {"nr": 7, "frage": "Wo?", "context": CONTEXT, "answers": [{"text": "lake", "answer_start": 18}]}
    (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    options = ReadOptions(misplaced="repair", columns={"id": "nr", "question": "frage"}, parallel=True)
    (example,), ledger = read(tmp_path, options=options)
    assert (example.id, example.group, example.question) == ("7", "7", "Wo?")
    assert example.answers == (Answer(text="lake", start=19),)
    assert ledger.repaired == 1


def test_configurations(tmp_path: Path) -> None:
    """A description says which files make which configuration; an unknown one is refused by name."""
    parquet(tmp_path / "en" / "data.parquet", ROW)
    parquet(tmp_path / "sw" / "data.parquet", {**ROW, "id": "s1"})
    head = "configs:\n" + "".join(
        f"- config_name: {name}\n  data_files:\n  - split: validation\n    path: {name}/*.parquet\n"
        for name in ("en", "sw")
    )
    (tmp_path / "README.md").write_text(f"---\n{head}---\n# A set\n", encoding="utf-8")
    (example,), _ = read(tmp_path, config="sw", split="validation")
    assert example.id == "s1"
    assert said(tmp_path, config="fr", split="validation").startswith(
        "hub:a/b: cannot be read: BuilderConfig 'fr'"
    )
    assert said(tmp_path, config="en", split="dev").startswith('hub:a/b: cannot be read: Unknown split "dev"')


def test_configurations_read_together(tmp_path: Path) -> None:
    """Each stands for a file of its name, in examples as in mistakes."""
    tables = {"queries": {"_id": "1", "text": "Open?"}, "corpus": {"_id": "2", "text": "No."}}
    for name, row in {**tables, "qrels": {"query-id": "1", "corpus-id": "3", "score": 1}}.items():
        parquet(tmp_path / name / "data.parquet", row)
    head = "configs:\n" + "".join(
        f"- config_name: {name}\n  data_files:\n  - split: test\n    path: {name}/*.parquet\n"
        for name in (*tables, "qrels")
    )
    (tmp_path / "README.md").write_text(f"---\n{head}---\n", encoding="utf-8")
    how: dict[str, Any] = {
        "name": "hub:a/b",
        "tables": [(name, "test") for name in (*tables, "qrels")],
        "language": "en",
        "reader": "faq-retrieval",
        "options": ReadOptions(),
    }
    with pytest.raises(Refused) as refused:
        hub.read_tables(tmp_path, **how)
    assert str(refused.value) == 'hub:a/b: qrels.jsonl:1: expected an id of corpus.jsonl, found "3"'
    parquet(tmp_path / "qrels" / "data.parquet", {"query-id": "1", "corpus-id": "2", "score": 1})
    examples, ledger = hub.read_tables(tmp_path, **how)
    assert [e.id for e in examples] == ["q:1", "d:2"]
    assert ledger.kept == 2


def test_lines_of_text(tmp_path: Path) -> None:
    """Rows of text become text examples, in pairs where a second column is named; blank ones are counted."""
    parquet(tmp_path / "train.parquet", {"en": "lake", "sw": "ziwa"}, {"en": " ", "sw": ""})
    options = ReadOptions(columns={"text": "en", "second": "sw"})
    examples, ledger = read(tmp_path, unit="text", options=options)
    assert examples == [
        TextExample(id=hashlib.sha256(b"lake").hexdigest()[:16], language="en", text="lake", second="ziwa")
    ]
    assert ledger == Ledger(read=2, kept=1, dropped={"blank line": 1})


def test_rows_are_checked_as_files_are(tmp_path: Path) -> None:
    """A misplaced answer and a missing column are told with their place."""
    parquet(tmp_path / "train.parquet", {**ROW, "answers": {"text": ["lake"], "answer_start": [0]}})
    assert said(tmp_path) == (
        "hub:a/b: question q1: the answer 'lake' is not at 0 in its context (there: 'Kisu'). "
        'Set misplaced = "repair" or "drop" to go on.'
    )
    parquet(tmp_path / "train.parquet", {"id": "q1", "context": CONTEXT, "question": "?"})
    assert said(tmp_path) == (
        "hub:a/b: train[0]: expected a field 'answers' or 'answer_pivot' or 'answer_text', "
        "found id, context, question"
    )
    assert said(tmp_path, unit="text") == (
        "hub:a/b: train[0]: expected a field 'text', found id, context, question"
    )
    assert said(tmp_path, options=ReadOptions(columns={"gold": "x"})) == (
        "columns: expected one of id, question, context, answers, found gold"
    )


def test_no_code_and_no_pickles(tmp_path: Path) -> None:
    """A folder without tables is refused, and a script in it is not run."""
    flag = tmp_path / "flag"
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "data.pkl").write_bytes(b"\x80\x04N.")
    assert said(folder) == "hub:a/b: expected Parquet, JSON or CSV files, found data.pkl"
    (folder / "set.py").write_text(f"open({str(flag)!r}, 'w')", encoding="utf-8")
    parquet(folder / "train.parquet", ROW)
    assert "Dataset scripts are no longer supported" in said(folder)
    assert not flag.exists()


@pytest.mark.parametrize(
    "path", ["https://example.org/a.parquet", "../a.parquet", "hf://datasets/a/b/c.parquet"]
)
def test_descriptions_point_nowhere_else(tmp_path: Path, path: str) -> None:
    """A description that names files outside its data set is refused before anything is opened."""
    parquet(tmp_path / "train.parquet", ROW)
    head = f"configs:\n- config_name: default\n  data_files: {path}\n"
    (tmp_path / "README.md").write_text(f"---\n{head}---\n", encoding="utf-8")
    assert said(tmp_path) == f'hub:a/b: README.md: expected files of the data set itself, found "{path}"'


def test_nothing_is_left_behind(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Reading writes nothing into the folder and prints nothing."""
    parquet(tmp_path / "train.parquet", ROW)
    read(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["train.parquet"]
    assert capfd.readouterr() == ("", "")


def test_a_fetched_revision_is_read_offline(tmp_path: Path) -> None:
    """A data set in the hub library's own layout is found by its commit."""
    snapshot = tmp_path / "datasets--a--b" / "snapshots" / COMMIT
    parquet(snapshot / "train.parquet", ROW)
    examples, _ = hub.read_hub("a/b", revision=COMMIT, split="train", language="en", cache=tmp_path)
    assert [example.id for example in examples] == ["q1"]


def test_what_is_not_here_is_not_fetched(tmp_path: Path) -> None:
    """A revision that is not on this machine says how to get it, with DESIGN's words."""
    with pytest.raises(Refused) as refused:
        hub.read_hub("a/b", revision=COMMIT, split="train", language="en", cache=tmp_path)
    assert str(refused.value) == (
        "hub:a/b is not on this machine and offline is set. Fetch it with: intermezzo fetch …"
    )
    assert str(hub.located("../a/b", revision=COMMIT)) == (
        'hub:../a/b: expected a name OWNER/NAME, found "../a/b"'
    )


def test_the_revision_that_lies_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The main branch's, or the only one; of several nobody chooses."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    assert str(hub.cached_revision("a/b")).startswith("hub:a/b is not on this machine")
    folder = tmp_path / "datasets--a--b"
    (folder / "snapshots" / COMMIT).mkdir(parents=True)
    assert hub.cached_revision("a/b") == COMMIT
    (folder / "snapshots" / ("0" * 40)).mkdir()
    assert str(hub.cached_revision("a/b")) == (
        f"several revisions of hub:a/b are on this machine: {'0' * 40}, {COMMIT}. "
        "A study with its lock says which is meant."
    )
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text(COMMIT, "utf-8")
    assert hub.cached_revision("a/b") == COMMIT


@pytest.mark.parametrize("revision", ["", "main", "5f3c"])
def test_only_a_commit_is_a_pin(revision: str) -> None:
    """A branch or a shortened commit may mean another thing tomorrow."""
    assert (
        str(hub.located("a/b", revision=revision)) == "'hub:a/b' has no revision. Pin one: hub:a/b@<commit>"
    )


def test_fetch_pins_what_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetching asks the hub which commit a name stands for, and brings tables and description only."""
    import huggingface_hub

    asked: dict[str, Any] = {}

    class Api:
        def repo_info(self, repo: str, revision: str | None, repo_type: str) -> Any:
            return type("Info", (), {"sha": COMMIT})

    def download(repo: str, **options: Any) -> str:
        asked.update(options, repo=repo)
        return str(tmp_path)

    monkeypatch.setattr(huggingface_hub, "HfApi", Api)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    assert hub.fetch("a/b") == (COMMIT, tmp_path)
    assert (asked["repo"], asked["repo_type"], asked["revision"]) == ("a/b", "dataset", COMMIT)
    assert not [
        pattern for pattern in asked["allow_patterns"] if pattern.endswith((".py", ".pkl", ".bin", "*"))
    ]


def test_a_lost_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the hub's library raises without a network becomes one line."""
    import huggingface_hub

    class Api:
        def repo_info(self, repo: str, revision: str | None, repo_type: str) -> Any:
            raise OSError("Name or service not known\nand more")

    monkeypatch.setattr(huggingface_hub, "HfApi", Api)
    problem = hub.fetch("a/b")
    assert isinstance(problem, Problem)
    assert str(problem) == (
        "hub:a/b: cannot be fetched: Name or service not known. Check the name, the revision and the network."
    )


def test_pinned_files_have_hashes(tmp_path: Path) -> None:
    """A lock's entry has the hash of each table and of the description, and of nothing else."""
    parquet(tmp_path / "en" / "train.parquet", ROW)
    (tmp_path / "README.md").write_bytes(b"abc")
    (tmp_path / "x.py").write_bytes(b"")
    pinned = hub.pinned(tmp_path, revision=COMMIT, rows={"train": 1})
    assert sorted(pinned.files) == ["README.md", "en/train.parquet"]
    assert pinned.files["README.md"].startswith("ba7816bf8f01cfea")
    assert (pinned.revision, pinned.rows) == (COMMIT, {"train": 1})


def test_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra's libraries, the feature that misses them says which."""
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    monkeypatch.setitem(sys.modules, "datasets", None)
    told = (
        "hub:a/b: needs the libraries of the extra 'hub', which are not installed. "
        "pip install 'intermezzo[hub]'"
    )
    assert str(hub.located("a/b", revision=COMMIT)) == told
    assert str(hub.fetch("a/b")) == told
    assert said(tmp_path) == told
