"""The commands that read what a run has left: plan, report, verify, list."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doors import typed
from intermezzo.store import Store
from intermezzo.store.integrity import measure
from intermezzo.store.record import content_of, sealed
from miniature import Place, put

# plan


def test_plan_of_what_is_to_do(tmp_path: Path) -> None:
    """Arms with their chains, phases with every default, jobs by kind; and nothing is written."""
    place = put(tmp_path)
    said = typed("plan", place.study, "--store", place.store)
    assert (said.code, said.err) == (0, "")
    for words in (
        "2 arms x 2 seeds = 4 runs",
        "  intermediate=none: target (world-qa/en@dev)",
        "target: 12 steps of 4 rows, rate 0.001, warmup 0.1, schedule linear",
        "42 jobs to do; this store has seen no phase on this machine, so no estimate of time.",
    ):
        assert words in said.out
    assert re.search(r"^phase +6 +0 +0$", said.out, re.MULTILINE)
    assert not place.store.exists()


def test_plan_of_what_is_done(finished: Place) -> None:
    """What is in the store is counted; more of it comes with an estimate from what this machine has shown."""
    said = typed("plan", finished.study, "--store", finished.store)
    assert re.search(r"^phase +6 +0 +6$", said.out, re.MULTILINE)
    assert said.out.endswith("Nothing is left to do.\n")
    more = typed("plan", finished.study, "--store", finished.store, "--seeds", "3")
    assert re.search(r"jobs to do: about [\d.]+ minutes of one core, \d+ MB", more.out)


def test_plan_as_json(finished: Place) -> None:
    """Programs get runs, jobs, keys and what is done."""
    said = typed("plan", finished.study, "--store", finished.store, "--json")
    told = json.loads(said.out)
    assert [run["name"] for run in told["runs"]] == [run.name for run in finished.plan().runs]
    assert {job["key"] for job in told["jobs"]} == {job.key for job in finished.plan().jobs}
    assert all(job["done"] for job in told["jobs"])


def test_why(finished: Place) -> None:
    """For one run what is done; for two where they part; for a changed one the nearest record that there is."""
    here = ("plan", finished.study, "--store", finished.store, "--why")
    one = typed(*here, "intermediate=mixed@1")
    assert [line.split(" (")[0] for line in one.out.splitlines()] == [
        "intermediate=mixed@1: phase intermediate is done",
        "intermediate=mixed@1: phase target is done",
    ]
    two = typed(*here, "intermediate=mixed@1", "intermediate=none@1")
    assert two == typed(*here, "intermediate=mixed@1", "--why", "intermediate=none@1")
    assert two.out.startswith("only intermediate=mixed@1 has the phase intermediate\nphase target differs: ")
    changed = typed(*here, "intermediate=none@0", "--set", "phase.target.rate=2e-3")
    assert "phase target must run" in changed.out
    assert "the nearest record differs in rate: 0.002 / 0.001" in changed.out
    assert "--why compares two runs, not 3." in typed(*here, "a", "--why", "b", "c").err
    assert "needs --why before it" in typed("plan", finished.study, "intermediate=mixed@1").err
    unknown = typed(*here, "intermediate=mix@1")
    assert (unknown.code, unknown.lines) == (
        2,
        [
            (
                "--why: no run 'intermediate=mix@1'. Did you mean 'intermediate=mixed@1'? "
                "Runs: intermediate=none@0, intermediate=none@1, intermediate=mixed@0, intermediate=mixed@1"
            )
        ],
    )


def test_the_store_of_the_environment(
    finished: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """INTERMEZZO_STORE names the store; --store goes before it."""
    monkeypatch.setenv("INTERMEZZO_STORE", str(finished.store))
    assert "Nothing is left to do." in typed("plan", finished.study).out
    assert "42 jobs to do" in typed("plan", finished.study, "--store", tmp_path / "other").out


# report


def test_report_of_a_finished_study(finished: Place, tmp_path: Path) -> None:
    """The page has the bytes that the run wrote; the terminal gets question, verdicts and where the page is."""
    page = tmp_path / "new" / "page.html"
    said = typed("report", finished.study, "--store", finished.store, "--out", page)
    assert (said.code, said.err) == (0, "")
    assert page.read_bytes() == finished.page.read_bytes()
    assert "Does a phase in between help" in said.out
    assert "undecided: A mixed phase in between" in said.out
    assert said.out.endswith(f"Report: {page}\n")


def test_report_before_anything_ran(tmp_path: Path) -> None:
    """Without a store there is a page that says what is missing, and no store is made."""
    place = put(tmp_path)
    said = typed("report", place.study.name, "--store", place.store, folder=tmp_path)
    assert said.code == 0
    assert "not comparable" in said.out
    assert "Of 42 jobs 42 are not done: the report shows what is there." in said.out
    assert place.page.is_file()  # reports/NAME.html where one stands
    assert not place.store.exists()


def test_report_as_json(finished: Place, tmp_path: Path) -> None:
    """Programs get verdicts with effect, interval and how much they rest on."""
    page = tmp_path / "page.html"
    said = typed("report", finished.study, "--store", finished.store, "--out", page, "--json")
    told = json.loads(said.out)
    (verdict,) = told["verdicts"]
    low, high = verdict["interval_points"]
    assert (told["event"], told["study"], told["report"]) == ("verdicts", "miniature", str(page))
    assert (told["failed"], told["missing"]) == ([], 0)
    assert low <= verdict["effect_points"] <= high
    assert (verdict["n_seeds"], verdict["n_languages"], verdict["n_examples"]) == (2, 1, 20)


def test_a_page_that_cannot_be_written(finished: Place, tmp_path: Path) -> None:
    """A place that takes no page is told before anything is computed."""
    (tmp_path / "file").touch()
    for place, what in ((tmp_path, "is a folder."), (tmp_path / "file" / "page.html", "cannot be written")):
        said = typed("report", finished.study, "--store", finished.store, "--out", place)
        assert said.code == 2
        assert said.err.startswith(f"{place}: {what}")


# verify


def test_verify(finished: Place) -> None:
    """Everything that a finished study says comes out again."""
    said = typed("verify", finished.study, "--store", finished.store, "--report", finished.page)
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "42 records match their hashes; 32 scores computed again from 160 stored predictions; report agrees.\n"
        "Everything agrees.\n"
    )


def test_verify_of_what_is_missing(tmp_path: Path) -> None:
    """What is not there is named, three by name and the others by number."""
    place = put(tmp_path)
    said = typed("verify", place.study, "--store", place.store)
    assert said.code == 3
    assert len(said.lines) == 4
    assert re.fullmatch(r"source [0-9a-f]{6}: not in the store \(read .*\)\. Make it with: intermezzo run",
                        said.lines[0])  # fmt: skip
    assert said.lines[-1] == (
        "store: 39 more are missing, 42 of 42 jobs in all. Make them with: intermezzo run"
    )


def test_verify_of_a_page_that_was_touched(finished: Place, tmp_path: Path) -> None:
    """A page with another number is not what the store gives; one that is not there is no page to compare."""
    page = tmp_path / "page.html"
    page.write_text(finished.page.read_text("utf-8").replace("20", "21"), "utf-8")
    here = ("verify", finished.study, "--store", finished.store, "--report")
    said = typed(*here, page)
    assert (said.code, said.lines) == (
        1,
        [f"{page}: the page is not what the store gives. Write it again with: intermezzo report"],
    )
    said = typed(*here, tmp_path / "none.html")
    assert (said.code, said.lines) == (
        2, [f"--report: no file {tmp_path / 'none.html'}. Write it with: intermezzo report"]
    )  # fmt: skip


def test_verify_of_scores_that_were_touched(finished: Place, tmp_path: Path) -> None:
    """Statistics that were changed and sealed again, hashes and all, do not come out of the predictions."""
    place = Place(tmp_path / "copy")
    shutil.copytree(finished.folder, place.folder)
    record = next(Store(place.store).records("score"))
    path = record.folder / "statistics.parquet"
    table = pq.read_table(path)
    name = next(n for n in table.column_names if n.startswith("f1"))
    column = table.column_names.index(name)
    values = np.array(table[name].to_pylist()) + 1.0
    pq.write_table(table.set_column(column, name, pa.array(values.tolist(), table[name].type)), path)
    about = {
        each: getattr(record, each)
        for each in ("kind", "key", "settings", "reads", "environment", "started", "seconds", "facts")
    }
    files = {**record.files, "statistics.parquet": measure(path)}
    (record.folder / "record.json").write_text(sealed(content_of(files=files, **about)), "utf-8")
    said = typed("verify", place.study, "--store", place.store)
    assert said.code == 1
    assert any(line.endswith(f"statistics of {name} come out differently.") for line in said.lines)


# list


def test_list() -> None:
    """Everything there is, by kind; one kind by its name; the same for programs."""
    everything = typed("list")
    assert everything.code == 0
    headings = [line for line in everything.out.splitlines() if not line.startswith(" ")]
    assert headings == [
        "tasks", "encoders", "languages", "formats", "metrics", "profiles", "readers", "studies",
    ]  # fmt: skip
    assert "  xquad " in everything.out
    assert {"em", "f1", "accuracy", "entity-f1", "map-at-20"} <= {
        line.split()[0] for line in typed("list", "metrics").out.splitlines()
    }
    studies = json.loads(typed("list", "studies", "--json").out)["studies"]
    assert "quickstart" in [each["name"] for each in studies]


def test_list_of_what_there_is_not() -> None:
    """Another word is answered with the nearest."""
    said = typed("list", "task")
    assert said.code == 2
    assert said.lines[0].startswith("no list 'task'. Did you mean 'tasks'? Lists: tasks, encoders,")
