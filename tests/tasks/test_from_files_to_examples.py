"""From a task's name to its examples: what a plan finds and the job `source` leaves behind."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import miniature
from intermezzo import shelf
from intermezzo.data import gather, table
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import SHELF, Reader
from intermezzo.example import Example
from intermezzo.plan.build import Builder
from intermezzo.plan.hub import Hub
from intermezzo.study.model import Reference
from intermezzo.tasks import FORMATS, FileSource, Task, find, names

LAKE = [
    {"question": "Are you open on Sunday?", "answer": "No, we rest.", "scheme_host": "https://a.example"},
    {"question": "Do you ship abroad?", "answer": "Yes, everywhere.", "scheme_host": "https://a.example"},
    {"question": "Who are you?", "answer": "Two sisters.", "scheme_host": "https://b.example"},
]


def gathered(
    folder: Path, task: str, language: str, split: str
) -> tuple[list[Example], Ledger, dict[str, Any]]:
    """Examples, ledger and settings of the job that reads a reference; data lie in `folder`."""
    study = replace(miniature.taken(), data_folder=folder)
    builder = Builder(study, Hub(study))
    job = builder.source(Reference(task=task, language=language, split=split))
    assert not builder.problems, builder.problems
    (folder / "out").mkdir()
    work: Any = SimpleNamespace(settings=job.settings, places=job.places, folder=folder / "out")
    facts = gather.run(work)
    return (
        table.read(folder / "out" / "examples.parquet"),
        Ledger.from_json(facts["ledger"]),
        dict(job.settings),
    )


@pytest.mark.parametrize(
    ("task", "ids"),
    [
        ("webfaq", ["0", "0:target", "1", "1:target", "2", "2:target"]),
        ("webfaq-pairs", ["0:1", "0:0", "1:1", "1:0"]),
        ("webfaq-reading", ["0", "1"]),
    ],
)
def test_webfaq_in_three_ways(tmp_path: Path, task: str, ids: list[str]) -> None:
    """The same file becomes passages, labelled pairs or questions over contexts; the ledger says what did not."""
    (tmp_path / "webfaq").mkdir()
    lines = [json.dumps({**each, "id": str(i)}) for i, each in enumerate(LAKE)]
    (tmp_path / "webfaq" / "deu.jsonl").write_text("\n".join(lines), encoding="utf-8")
    examples, ledger, settings = gathered(tmp_path, task, "de", "train")
    assert [each.id for each in examples] == ids
    assert {each.language for each in examples} == {"de"}
    assert settings["into"]["way"] == task.partition("-")[2] or settings["into"]["way"] == "matching"
    assert ledger.kept == len(ids) and bool(ledger.dropped) == (task != "webfaq")


def test_sources_without_a_way_have_no_more_settings_than_before(tmp_path: Path) -> None:
    """What passages become is in no key of tasks whose examples stay what they are."""
    (tmp_path / "udpos").mkdir()
    (tmp_path / "udpos" / "dev-te.tsv").write_text("a\tNOUN\n", encoding="utf-8")
    examples, _, settings = gathered(tmp_path, "udpos", "te", "dev")
    assert "into" not in settings and len(examples) == 1


def test_two_files_of_a_language_are_found_by_its_code(tmp_path: Path) -> None:
    """Swahili is `swh` to LASER; both files have to be there."""
    folder = tmp_path / "tatoeba"
    folder.mkdir()
    (folder / "tatoeba.swh-eng.swh").write_text("Kesho\n", encoding="utf-8")
    (folder / "tatoeba.swh-eng.eng").write_text("Tomorrow\n", encoding="utf-8")
    examples, _, _ = gathered(tmp_path, "tatoeba", "sw", "to-english")
    assert [(each.id, each.language) for each in examples] == [("0", "sw"), ("0:target", "en")]


@pytest.mark.parametrize("name", [each for each in names() if not each.startswith("world-")])
def test_readers_give_what_their_tasks_format_reads(name: str) -> None:
    """A source's reader is on the shelf, and reads the format's unit, or passages that become it."""
    task = find(name)
    assert isinstance(task, Task)
    for split in task.splits.values():
        assert len(set(split.languages)) == len(split.languages) and split.sources
        for source in split.sources:
            if isinstance(source, FileSource):
                reader = shelf.load(SHELF, source.reader, "READER")
                assert isinstance(reader, Reader)
                assert reader.unit == ("passage" if source.into else FORMATS[task.format].unit)
                assert set(source.columns) <= set(reader.columns)
            for code in source.codes:  # type: ignore[union-attr]
                assert code.isascii()


def test_what_a_study_lacks_is_told_before_it_runs(tmp_path: Path) -> None:
    """With a data folder, the file that is missing is named as the data call it."""
    study = """
[study]
question = "?"
seeds = 1
[encoder]
name = "world-tiny"
[phase.target]
task = "lareqa"
budget = { steps = 1 }
mixture = { "lareqa/en@test" = 1 }
"""
    from intermezzo.study.read import read

    found = read(study, data_folder=tmp_path)
    assert any("no file lareqa/xquad-r.ar.json (looked in" in str(each) for each in found)  # type: ignore[union-attr]
