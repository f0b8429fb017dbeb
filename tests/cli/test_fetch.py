"""`intermezzo fetch`, from a hub on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import hub_server
from hub_server import COMMIT
from miniature import command

pytest.importorskip("datasets", reason="needs the extra 'hub'")

CONTEXT = "Kisumu lies by the lake."
CARD = """\
---
configs:
- config_name: xquad.hi
  data_files:
  - split: validation
    path: xquad.hi/validation-*
---
"""
STUDY = f"""\
[study]
question = "From the hub?"
seeds = 1
[encoder]
name = "hub:somebody/tiny@{COMMIT}"
[phase.target]
task = "world-qa"
budget = {{ steps = 2 }}
mixture = {{ en = 1 }}
[evaluate.z]
task = "xquad"
languages = ["hi"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study, and a hub that has its encoder and its data."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = tmp_path / "hub" / "datasets" / "google" / "xquad"
    (data / "xquad.hi").mkdir(parents=True)
    answers = {"text": ["Kisumu"], "answer_start": [0]}
    rows = [{"id": i, "context": CONTEXT, "question": "Where?", "answers": answers} for i in ("a", "b", "c")]
    pq.write_table(pa.Table.from_pylist(rows), data / "xquad.hi" / "validation-00000-of-00001.parquet")
    (data / "README.md").write_text(CARD, "utf-8")
    (data / "xquad.py").write_text("raise SystemExit\n", "utf-8")
    shutil.copytree(str(files("intermezzo.encoders") / "world-tiny"), tmp_path / "hub/models/somebody/tiny")
    (tmp_path / "study.toml").write_text(STUDY, "utf-8")
    return tmp_path


def typed(folder: Path, address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command with the hub at this address, whose cache is in the folder."""
    hub = {"HF_ENDPOINT": address, "HF_HOME": str(folder / "cache"), "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env={**os.environ, **hub},
        capture_output=True,
        text=True,
        check=False,
    )


def fetched(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    with hub_server.serving(folder / "hub", **options) as address:
        return typed(folder, address, "fetch", "study.toml", *arguments)


def test_what_was_fetched_is_pinned_and_enough(folder: Path) -> None:
    """Before, a study says how to get what it lacks; afterwards it needs no hub, and fetching again changes nothing."""
    nowhere = "http://127.0.0.1:9"
    said = typed(folder, nowhere, "plan", "study.toml").stderr
    assert (
        "hub:somebody/tiny is not on this machine and offline is set. Fetch it with: intermezzo fetch …"
        in said
    )
    assert (
        "no file xquad/xquad.hi.json" in said
        and "or bring them from the hub with: intermezzo fetch …" in said
    )

    first = fetched(folder)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [
        f"hub:somebody/tiny@{COMMIT}: an encoder",
        f"hub:google/xquad@{COMMIT}: 3 rows, pinned in study.lock",
    ]
    lock = (folder / "study.lock").read_bytes()
    entry = json.loads(lock)["hub:google/xquad"]
    assert (entry["revision"], entry["rows"]) == (COMMIT, {"xquad.hi/validation": 3})
    assert sorted(entry["files"]) == ["README.md", "xquad.hi/validation-00000-of-00001.parquet"]
    assert not list((folder / "cache").rglob("*.py"))

    shown = typed(folder, nowhere, "show", "xquad", "--language", "hi", "-n", "1")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith(f"xquad/hi@test, hub:google/xquad@{COMMIT}: 3 of 3 examples\n")
    (folder / "said.json").write_text('{"a": "Kisumu", "b": "Kisumu", "c": "lake"}', "utf-8")
    scored = typed(folder, nowhere, "score", "said.json", "--task", "xquad", "--language", "hi")
    assert scored.stdout.splitlines()[-1] == f"Gold: hub:google/xquad@{COMMIT}"

    offline = typed(folder, nowhere, "plan", "study.toml")
    assert (offline.returncode, offline.stderr) == (0, "")
    assert fetched(folder).stdout == first.stdout
    assert (folder / "study.lock").read_bytes() == lock


def test_other_bytes_than_those_pinned_are_refused(folder: Path) -> None:
    """What lies here is held against the lock before anything is planned."""
    assert fetched(folder).returncode == 0
    (file,) = (folder / "cache").rglob("snapshots/*/xquad.hi/*.parquet")
    file.resolve().write_bytes(b"something else")
    said = typed(folder, "http://127.0.0.1:9", "plan", "study.toml")
    assert said.returncode == 2
    assert "hub:google/xquad: xquad.hi/validation-00000-of-00001.parquet: pinned as sha256 " in said.stderr


def test_a_hub_that_has_moved_on_is_asked_for_what_was_pinned(folder: Path) -> None:
    """The lock's commit is fetched, not the newest; a hub that lacks it is told so."""
    assert fetched(folder).returncode == 0
    shutil.rmtree(folder / "cache")
    (folder / "study.toml").write_text(STUDY.replace(f"hub:somebody/tiny@{COMMIT}", "world-tiny"), "utf-8")
    said = fetched(folder, commit="d" * 40)
    assert said.returncode == 1
    assert said.stderr.startswith("hub:google/xquad: cannot be fetched: ")


def test_files_on_disk_need_no_hub(folder: Path) -> None:
    """Whoever has the files of a task fetches nothing for it."""
    (folder / "study.toml").write_text(STUDY.replace(f"hub:somebody/tiny@{COMMIT}", "world-tiny"), "utf-8")
    (folder / "xquad.hi.json").write_text('{"data": []}', "utf-8")
    said = fetched(folder)
    assert (said.returncode, said.stdout) == (0, "This study takes nothing from the hub.\n")
    assert not (folder / "study.lock").exists()


RETRIEVAL = """\
[study]
question = "Are answers found?"
seeds = 1
[encoder]
name = "world-tiny"
[phase.target]
task = "world-faq"
budget = { steps = 2 }
mixture = { en = 1 }
[evaluate.z]
task = "webfaq-retrieval"
languages = ["de"]
"""


def test_configurations_that_belong_together(tmp_path: Path) -> None:
    """Questions, answers and which is right are three configurations: fetched, pinned, joined and scored."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = tmp_path / "hub" / "datasets" / "PaDaS-Lab" / "webfaq-retrieval"
    tables = {
        ("deu-queries", "train"): [{"_id": "0", "text": "Warum?"}],
        ("deu-queries", "test"): [{"_id": "1", "text": "Offen?"}, {"_id": "2", "text": "Wo?"}],
        ("deu-corpus", "corpus"): [{"_id": str(i), "title": "", "text": f"Antwort {i}."} for i in range(3)],
        ("deu-qrels", "train"): [{"query-id": "0", "corpus-id": "0", "score": 1.0}],
        ("deu-qrels", "test"): [
            {"query-id": "1", "corpus-id": "1", "score": 1.0},
            {"query-id": "2", "corpus-id": "2", "score": 1.0},
        ],
    }
    configs: dict[str, list[str]] = {}
    for (config, split), rows in tables.items():
        (data / config).mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), data / config / f"{split}-00000-of-00001.parquet")
        configs.setdefault(config, []).append(f"  - split: {split}\n    path: {config}/{split}-*\n")
    head = "".join(f"- config_name: {name}\n  data_files:\n{''.join(its)}" for name, its in configs.items())
    (data / "README.md").write_text(f"---\nconfigs:\n{head}---\n", "utf-8")
    (tmp_path / "study.toml").write_text(RETRIEVAL, "utf-8")

    assert fetched(tmp_path).stderr == ""
    entry = json.loads((tmp_path / "study.lock").read_bytes())["hub:PaDaS-Lab/webfaq-retrieval"]
    assert entry["rows"] == {"deu-queries/test": 2, "deu-corpus/corpus": 3, "deu-qrels/test": 2}

    said = typed(tmp_path, "http://127.0.0.1:9", "run", "study.toml", "--store", "store", "--json")
    assert (said.returncode, said.stderr) == (0, "")
    examples = [
        json.loads(path.read_bytes())["facts"]["examples"]
        for path in (tmp_path / "store/records/score").glob("*/*/record.json")
    ]
    assert examples == [2]


FILES = """\
[study]
question = "Are files of the hub read?"
seeds = 1
[encoder]
name = "world-tiny"
[phase.target]
task = "world-qa"
budget = { steps = 2 }
mixture = { en = 1 }
[evaluate.files]
task = "indicqa"
languages = ["hi"]
[evaluate.one-table]
task = "tydiqa"
languages = ["sw"]
"""


def test_files_and_one_table_for_all_languages(tmp_path: Path) -> None:
    """Data that no table of one language holds: files in their own dialect, and rows told apart by their ids."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    answers = {"text": ["Kisumu"], "answer_start": [0]}
    indic = tmp_path / "hub" / "datasets" / "ai4bharat" / "IndicQA"
    (indic / "data").mkdir(parents=True)
    question = {"id": 1, "question": "Where?", "answers": [{"text": "Kisumu", "answer_start": 0}]}
    document = {"data": [{"paragraphs": [{"context": CONTEXT, "qas": [question]}]}]}
    (indic / "data" / "indicqa.hi.json").write_text(json.dumps(document), "utf-8")
    (indic / "IndicQA.py").write_text("raise SystemExit\n", "utf-8")
    tydi = tmp_path / "hub" / "datasets" / "google-research-datasets" / "tydiqa"
    (tydi / "secondary_task").mkdir(parents=True)
    rows = [
        {"id": id_, "title": "T", "context": CONTEXT, "question": "Where?", "answers": answers}
        for id_ in ("swahili-1-0", "english-1-0", "swahili-2-0")
    ]
    pq.write_table(pa.Table.from_pylist(rows), tydi / "secondary_task" / "validation-00000-of-00001.parquet")
    head = (
        "- config_name: secondary_task\n  data_files:\n  - split: validation\n    path: secondary_task/v*\n"
    )
    (tydi / "README.md").write_text(f"---\nconfigs:\n{head}---\n", "utf-8")
    (tmp_path / "study.toml").write_text(FILES, "utf-8")

    first = fetched(tmp_path)
    assert first.stderr == ""
    assert first.stdout.splitlines() == [
        f"hub:ai4bharat/IndicQA@{COMMIT}: 1 file, pinned in study.lock",
        f"hub:google-research-datasets/tydiqa@{COMMIT}: 3 rows, pinned in study.lock",
    ]
    lock = json.loads((tmp_path / "study.lock").read_bytes())
    assert lock["hub:ai4bharat/IndicQA"]["rows"] == {"data/indicqa.hi.json": 1}
    assert not list((tmp_path / "cache").rglob("*.py"))

    said = typed(tmp_path, "http://127.0.0.1:9", "run", "study.toml", "--store", "store", "--json")
    assert (said.returncode, said.stderr) == (0, "")
    examples = [
        json.loads(path.read_bytes())["facts"]["examples"]
        for path in (tmp_path / "store/records/score").glob("*/*/record.json")
    ]
    assert sorted(examples) == [1, 2]


def test_files_that_the_hub_does_not_have(tmp_path: Path) -> None:
    """Are told with what it has."""
    folder = tmp_path / "hub" / "datasets" / "ai4bharat" / "IndicQA"
    folder.mkdir(parents=True)
    (folder / "all.json").write_text("{}", "utf-8")
    (tmp_path / "study.toml").write_text(FILES.partition("[evaluate.one-table]")[0], "utf-8")
    said = fetched(tmp_path)
    assert said.returncode == 2
    assert said.stderr == "hub:ai4bharat/IndicQA: expected a file data/indicqa.hi.json, found all.json\n"
