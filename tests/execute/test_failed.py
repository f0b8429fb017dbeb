"""A job that fails: told with its reason, and nothing else is held up by it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import miniature
from intermezzo.report.collect import collect
from intermezzo.store import Store

from .scenes import copy, made, record_of, told, untrained

# The first step leads so far away that the next one has no loss.
DIVERGES = miniature.changed(("seeds = 2", "seeds = 1")).replace(
    "rate    = 1e-3", "rate = 1e12\nwarmup = 0", 1
)


def test_a_phase_that_diverges(finished: miniature.Place, tmp_path: Path) -> None:
    """The message of the design, exit code 1; what needs the phase is not begun and named, everything else is done, and
    the failure stands in the report, also in one that is written later."""
    place = untrained(finished, tmp_path, DIVERGES)
    run = miniature.start(miniature.run_arguments(place, "--json"), tmp_path / "said")
    events = told(run)
    assert run.end() == 1
    plan = place.plan()
    bad = plan.runs[1].phases["intermediate"]
    problem = (
        f"job phase {bad.short}: the loss is not a number at step STEP. The phase is marked as failed; lower 'rate' or "
        "raise 'warmup'."
    )
    said = run.err.read_text()
    assert re.search(re.escape(problem).replace("STEP", r"\d+"), said), said
    assert "Traceback" not in said
    page = place.page.read_text()
    assert "no scores of intermediate = mixed yet" in page  # the claim cannot be judged, and says why

    (failure,) = (event for event in events if event["event"] == "failed")
    assert failure["job"] == bad.short
    needs_it = {job.key for job in plan.jobs if bad.key in {read.key for read in job.all_reads()}}
    blocked = {event["job"]: event["by"] for event in events if event["event"] == "blocked"}
    on_the_board = {job.short for job in plan.jobs if job.key in needs_it - {bad.key} and job.kind != "probe"}
    assert blocked == dict.fromkeys(on_the_board, f"phase {bad.short}")
    assert not {event["job"] for event in events if event["event"] == "begin"} & blocked.keys()

    store = Store(place.store, read_only=True)
    assert {job.key for job in plan.jobs if not store.has(job.kind, job.key)} == needs_it
    for state in ("at once", "later"):
        (failed,) = (job for job in collect(plan, store).jobs if job.state == "failed")
        assert failed.problem == failure["problems"][0], state
        page = place.page.read_text()
        assert "the loss is not a number" in page, state
        place.page.unlink()
        done = miniature.start(
            ["report", str(place.study), "--store", str(place.store), "--out", str(place.page)],
            tmp_path / "said",
        )
        assert done.end() == 0, done.err.read_text()


def test_a_failed_job_is_tried_again(finished: miniature.Place, tmp_path: Path) -> None:
    """A prediction that finds damaged weights fails and sets them aside. The same command again trains them again and
    makes everything else; then nobody remembers that it failed."""
    place = copy(finished, tmp_path / "copy")
    scored = place.plan().runs[0].scores[0]
    for job in (scored.predictions, scored.score):
        shutil.rmtree(record_of(place.store, job).folder)
    phase = scored.predictions.reads["phase"]
    (record_of(place.store, phase).folder / "model.safetensors").write_bytes(b"damaged")

    first = miniature.start(miniature.run_arguments(place, "--json"), tmp_path / "said")
    events = told(first)
    assert first.end() == 3  # the store is at fault
    (failed,) = (event for event in events if event["event"] == "failed")
    assert failed["problems"] == [
        (
            f"store: record {phase.short}… (phase): model.safetensors does not match its hash. Set aside; it will be "
            "made again."
        )
    ]
    assert Store(place.store).failure(scored.predictions.key) == tuple(failed["problems"])
    assert failed["problems"][0] in first.err.read_text()

    second = miniature.start(miniature.run_arguments(place, "--json"), tmp_path / "said")
    assert made(told(second)) == [job.short for job in (phase, scored.predictions, scored.score)]
    assert second.end() == 0, second.err.read_text()
    assert miniature.contents(place.store) == miniature.contents(finished.store)
    assert Store(place.store).failure(scored.predictions.key) == ()
