"""The inline executor: one job after the other, each told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import miniature
from intermezzo.execute.run import execute
from intermezzo.plan import plan
from intermezzo.store import Store

from .scenes import copy, made, record_of, told


def test_what_is_told(finished: miniature.Place) -> None:
    """Each job begins after all that it reads is done, and is made once; a phase tells each of its steps in order."""
    said = next((finished.folder / "said").glob("*.out")).read_text().splitlines()
    events = [json.loads(line) for line in said]
    assert events.pop()["event"] == "verdicts"
    jobs = {job.short: job for job in finished.plan().jobs}
    assert events[0]["event"] == "plan"
    assert (events[0]["jobs"], events[0]["present"]) == (len(jobs), 0)
    assert sorted(made(events)) == sorted(short for short, job in jobs.items() if job.kind != "probe")
    done: set[str] = set()
    steps: dict[str, list[int]] = {}
    under_way = ""
    for event in events[1:]:
        if event["event"] == "begin":
            assert {read.short for read in jobs[event["job"]].reads.values()} <= done
            assert under_way == ""
            under_way = event["job"]
            continue
        assert event["job"] == under_way
        if event["event"] == "step":
            steps.setdefault(event["job"], []).append(event["step"])
        elif event["event"] == "done":
            done.add(event["job"])
            under_way = ""
    phases = {short: job.settings["budget"]["steps"] for short, job in jobs.items() if job.kind == "phase"}
    assert steps == {short: list(range(1, n + 1)) for short, n in phases.items()}


def test_another_curve_trains_to_the_same_bits(finished: miniature.Place, tmp_path: Path) -> None:
    """With a probe more often the phase runs again; its record stays as it was, and where both curves have a point it is
    the same."""
    place = copy(finished, tmp_path / "copy")
    arguments = [*miniature.run_arguments(place, "--json"), "--set", "phase.target.probe.every=2"]
    run = miniature.start(arguments, tmp_path / "said")
    events = told(run)
    assert run.end() == 0
    assert {event["kind"] for event in events if event["event"] == "begin"} == {"phase"}
    before, after = miniature.contents(finished.store), miniature.contents(place.store)
    assert {key: after[key] for key in before} == before
    assert {kind for kind, _ in after.keys() - before.keys()} == {"probe"}
    other = plan(miniature.taken(place.study, changes=["phase.target.probe.every=2"]))
    for one, two in zip(finished.plan().runs, other.runs):
        (_, _, coarse), (_, _, fine) = one.probes[0], two.probes[0]
        points, more = (
            {p["step"]: p for p in json.loads(record_of(place.store, job).file("curve.json").read_text())}
            for job in (coarse, fine)
        )
        assert (list(points), list(more)) == ([4, 8, 12], [2, 4, 6, 8, 10, 12])
        assert {step: more[step] for step in points} == points


def test_runs_from_elsewhere_and_in_a_debugger(finished: miniature.Place, tmp_path: Path) -> None:
    """`execute` in this process does what the command does: a score made here has the same bytes."""
    place = copy(finished, tmp_path / "copy")
    given = place.plan()
    for scored in given.runs[0].scores:
        shutil.rmtree(record_of(place.store, scored.score).folder)
    outcome = execute(given, Store(place.store))
    assert (outcome.is_over, dict(outcome.failed), outcome.blocked) == (True, {}, ())
    assert miniature.contents(place.store) == miniature.contents(finished.store)


def test_times_add_up(finished: miniature.Place) -> None:
    """A probe is made within its phase, so its record has no time of its own that a sum would count twice."""
    seconds = {record.kind: record.seconds for record in Store(finished.store).records()}
    assert seconds["probe"] == 0 < seconds["phase"]
