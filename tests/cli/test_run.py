"""`run`: from a study file to verdicts, with what programs read, what fails and what is interrupted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import doors
import miniature
from data.scenes import as_json, qa, squad
from doors import typed
from miniature import STUDY, Place, put

MINE = """
[data.mine]
reader = "squad"
language = "sw"
path = "mine.json"

[evaluate.mine]
task = "mine"
split = "train"
languages = "all"
"""


def test_run_again(finished: Place) -> None:
    """A finished study is done at once: nothing is made again, the page keeps its bytes, the verdicts are told."""
    page = finished.page.read_bytes()
    said = typed(*miniature.run_arguments(finished))
    assert said.code == 0
    assert said.lines == ["42 jobs, 42 of them done before, 0 to do"]
    assert re.search(r"^\? undecided: A mixed phase in between", said.out, re.MULTILINE)
    assert re.search(rf"^Report: {re.escape(str(finished.page))}  \(\d+ s\)$", said.out, re.MULTILINE)
    assert finished.page.read_bytes() == page


def test_events_for_programs(finished: Place) -> None:
    """With --json standard output holds JSON lines and nothing else: the plan, every job, the verdicts at the end."""
    lines = (finished.folder / "said" / "0.out").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert (told[0]["event"], told[0]["jobs"], told[0]["missing"]) == (
        "plan",
        42,
        38,
    )  # 4 probes come with phases
    done = [each for each in told if each["event"] == "done"]
    assert len(done) == 38
    assert {each["kind"] for each in done} == {"source", "tokenizer", "features", "phase", "predict", "score"}
    steps = [each for each in told if each["event"] == "step"]
    assert len(steps) == 2 * 12 + 2 * (8 + 12)
    assert {"step", "steps", "loss", "rows", "seconds"} <= steps[0].keys()
    assert (told[-1]["event"], told[-1]["failed"], told[-1]["missing"]) == ("verdicts", [], 0)


def test_one_bad_file_among_good_ones(tmp_path: Path) -> None:
    """What does not need a broken file is done all the same; the broken one is told at the end, and in the report."""
    place = put(tmp_path, STUDY + MINE)
    (tmp_path / "mine.json").write_text("[]")
    said = doors.run(place, "--seeds", "1")
    assert said.code == 2, said.err
    assert said.lines[-1] == f"{tmp_path / 'mine.json'}: expected an object, found a list of 0"
    assert re.search(r"^Of \d+ jobs 1 failed and 5 are not done: the report shows", said.out, re.MULTILINE)
    assert "expected an object, found a list of 0" in place.page.read_text("utf-8")
    later = typed("report", place.study, "--seeds", "1", "--store", place.store, "--out", place.page)
    assert later.code == 0
    assert later.lines[0] == "failed when it was last tried: read mine/sw@train"
    assert (
        typed("verify", place.study, "--seeds", "1", "--store", place.store, "--report", place.page).code == 3
    )
    (tmp_path / "mine.json").write_bytes(as_json(squad(qa())))
    assert doors.run(place, "--seeds", "1").code == 0


def test_interrupted(tmp_path: Path) -> None:
    """Ctrl-C ends with 130 and says how to go on."""
    place = put(tmp_path)
    started = miniature.start(
        miniature.run_arguments(place, "--json", "--set", "phase.target.budget.steps=100000"),
        tmp_path / "said",
    )
    for event in started.events():
        if event["event"] == "step" and "target" in event["what"]:
            started.interrupt()
            break
    assert started.end() == 130
    told = started.err.read_text("utf-8")
    assert told.splitlines()[-1] == "Stopped; what was reached is saved. Run the same command again to go on."
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--executor", "slurm"], '--executor: expected inline or processes, found "slurm"'),
        (["--set", "phase.target.rate=fast"], '--set: phase.target.rate: expected a number above 0, found "fast"'),
        (["--scale", "0"], "--scale: expected a number above 0, found 0"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)  # fmt: skip
def test_arguments_that_are_wrong(arguments: list[str], said: str, tmp_path: Path) -> None:
    """Wrong arguments are told before a store is made."""
    place = put(tmp_path)
    here = ("run", place.study, "--store", place.store, "--report", place.page)
    found = typed(*here, *arguments)
    assert (found.code, found.lines) == (2, [said])
    assert not place.store.exists()


def test_a_store_that_is_a_file(tmp_path: Path) -> None:
    """A store that cannot be one is the store's fault, and told before anything runs."""
    place = put(tmp_path)
    place.store.touch()
    found = typed("run", place.study, "--store", place.store, "--report", place.page)
    assert (found.code, found.lines) == (3, [f"store: {place.store} is not a folder. Give one with --store."])
