"""Verify: agrees with what a run left, and with nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import miniature
from intermezzo.execute.verify import Checked, verify
from intermezzo.plan.job import Job
from intermezzo.plan.model import Scored
from intermezzo.problem import Refused
from intermezzo.store import Store

from .scenes import copy, record_of

F1 = "f1|squad-1.1"


def checked(place: miniature.Place) -> Checked:
    return verify(place.plan(), Store(place.store, read_only=True), page=place.page)


def forge(place: miniature.Place, job: Job, change: Callable[[Path, dict[str, Any]], None]) -> None:
    """A record with other content and all hashes in order, as only somebody who wants to deceive makes it."""
    store = Store(place.store)
    record = record_of(place.store, job)
    facts = dict(record.facts)
    with store.draft(job.kind, job.key) as draft:
        for name in record.files:
            shutil.copy(record.file(name), draft.folder / name)
        change(draft.folder, facts)
        shutil.rmtree(record.folder)
        draft.commit(
            settings=record.settings,
            reads=record.reads,
            environment=record.environment,
            started=record.started,
            seconds=record.seconds,
            facts=facts,
        )


def first_scored(place: miniature.Place) -> Scored:
    return place.plan().runs[0].scores[0]


def test_it_agrees(finished: miniature.Place) -> None:
    """Every record of the plan is looked at, every prediction scored again, and the page comes out the same."""
    found = checked(finished)
    assert found.problems == ()
    assert (found.records, found.predictions, found.page) == (len(finished.plan().jobs), 8 * 20, "agrees")
    assert found.scores == sum(
        len(record_of(finished.store, s.score).facts["scores"])
        for run in finished.plan().runs
        for s in run.scores
    )


def test_a_forged_score(finished: miniature.Place, tmp_path: Path) -> None:
    """A score that the statistics do not give is told with both numbers."""
    place = copy(finished, tmp_path / "copy")
    scored = first_scored(place)
    true = record_of(place.store, scored.score).facts["scores"][F1]

    def better(_folder: Path, facts: dict[str, Any]) -> None:
        facts["scores"] = {**facts["scores"], F1: true + 1}

    forge(place, scored.score, better)
    found = checked(place)
    assert [str(problem) for problem in found.problems] == [
        f"zero-shot fr, score {scored.score.short}: {F1} is {true!r} now and {true + 1!r} in the store."
    ]
    assert found.page == "absent"  # not compared where the numbers behind it are wrong


@pytest.mark.parametrize(
    ("answer", "told"),
    [(None, ["em", "f1"]), ("no slice of anything", ["is not a slice of its context"])],
)
def test_a_forged_prediction(
    finished: miniature.Place, tmp_path: Path, answer: str | None, told: list[str]
) -> None:
    """The gold answer put where the model said something else makes other statistics; an invented one is no slice."""
    place = copy(finished, tmp_path / "copy")
    scored = first_scored(place)
    examples = pq.read_table(record_of(place.store, scored.source).file("examples.parquet")).to_pylist()
    gold = {each["id"]: each["answers"][0]["text"] for each in examples}

    def better(folder: Path, _facts: dict[str, Any]) -> None:
        path = folder / "predictions.parquet"
        table = pq.read_table(path)
        rows = table.to_pylist()
        (column,) = {"answer", "text", "prediction"} & set(table.column_names)
        wrong = next(row for row in rows if row[column] != gold[row["id"]])
        wrong[column] = gold[wrong["id"]] if answer is None else answer
        pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)

    forge(place, scored.predictions, better)
    said = "\n".join(str(problem) for problem in checked(place).problems)
    assert said.startswith(f"zero-shot fr, score {scored.score.short}: ")
    for each in told:
        assert each in said


def test_a_damaged_file(finished: miniature.Place, tmp_path: Path) -> None:
    """A byte of a file that is not what its record says stops everything, and names the record."""
    place = copy(finished, tmp_path / "copy")
    job = place.plan().runs[-1].phases["target"]
    path = record_of(place.store, job).folder / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(
        Refused, match=rf"store: record {job.short}… \(phase\): model.safetensors does not match"
    ):
        checked(place)


def test_another_page(finished: miniature.Place, tmp_path: Path) -> None:
    """A page that somebody has changed is not what the store gives; no page is none."""
    place = copy(finished, tmp_path / "copy")
    place.page.write_text(place.page.read_text().replace("undecided", "holds", 1))
    found = checked(place)
    assert found.page == "differs"
    assert [str(problem) for problem in found.problems] == [
        f"{place.page}: the page is not what the store gives. Write it again with: intermezzo report"
    ]
    place.page.unlink()
    assert (checked(place).page, checked(place).problems) == ("absent", ())


def test_what_is_missing(finished: miniature.Place, tmp_path: Path) -> None:
    """A record that is gone is named, and the rest still checked."""
    place = copy(finished, tmp_path / "copy")
    job = first_scored(place).score
    shutil.rmtree(record_of(place.store, job).folder)
    found = checked(place)
    assert [str(problem) for problem in found.problems] == [
        f"score {job.short}: not in the store ({job.what}). Make it with: intermezzo run"
    ]
    assert found.predictions == 7 * 20


def test_done_again(finished: miniature.Place, tmp_path: Path) -> None:
    """Every job done again in clean processes gives every file again; a forged one is the only one that differs."""
    place = copy(finished, tmp_path / "copy")
    job = place.plan().runs[0].phases["target"]

    def change(folder: Path, _facts: dict[str, Any]) -> None:
        (folder / "curve.json").write_text('{"losses": [], "tokens": []}')

    forge(place, job, change)
    arguments = ["report", str(place.study), "--store", str(place.store), "--out", str(place.page)]
    assert miniature.start(arguments, tmp_path / "said").end() == 0
    arguments = ["verify", *arguments[1:-2], "--report", str(place.page), "--rerun"]
    run = miniature.start(arguments, tmp_path / "said")
    assert run.end() == 1
    differing = [line for line in run.err.read_text().splitlines() if "came out differently" in line]
    assert differing == [f"phase {job.short} ({job.what}): curve.json came out differently."]
