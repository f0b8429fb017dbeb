"""Ctrl-C: the step is finished, its state saved, and the way to go on told."""

from __future__ import annotations

from pathlib import Path

import miniature

from .scenes import assert_as_undisturbed, records, saved_steps, told, untrained


def test_interrupted_and_gone_on_with(finished: miniature.Place, tmp_path: Path) -> None:
    """Exit code 130, one state and no record of the phase; the next run goes on after that step to the same bits."""
    place = untrained(finished, tmp_path)
    run = miniature.start(miniature.run_arguments(place, "--json"), tmp_path / "said")
    steps = 0
    for event in run.events():
        if event["event"] == "step":
            steps += 1
            if steps == 9:  # the first of the second phase that is trained
                run.interrupt()
        if event["event"] == "interrupted":
            short = event["job"]
    assert run.end() == 130
    said = run.err.read_text()
    assert "Run the same command again to go on." in said
    assert "Traceback" not in said
    done = records(place.store, "phase")
    assert len(done) >= 1
    assert not [record for record in done if record.key.startswith(short)]
    assert not place.page.exists()
    assert list((place.store / "leases").iterdir()) == []
    (key,) = (path.name for path in (place.store / "partial").iterdir())
    assert key.startswith(short)
    (saved,) = saved_steps(place, key)
    assert saved >= 1

    on = miniature.start(miniature.run_arguments(place, "--json"), tmp_path / "said")
    assert on.end() == 0
    steps_told = [e["step"] for e in told(on) if e["event"] == "step" and e["job"] == short]
    assert steps_told[0] == saved + 1  # no step is trained again
    (record,) = (record for record in records(place.store, "phase") if record.key == key)
    assert record.facts["resumed_at"] == saved
    assert_as_undisturbed(place, finished)


def test_what_a_person_reads(finished: miniature.Place, tmp_path: Path) -> None:
    """That it is finishing, and then how to go on."""
    place = untrained(finished, tmp_path)
    run = miniature.start(miniature.run_arguments(place), tmp_path / "said")
    while not list((place.store / "leases").glob("*.json")):
        assert run.process.is_alive(), run.err.read_text()
        run.process.join(0.001)
    run.interrupt()
    assert run.end() == 130
    lines = run.err.read_text().splitlines()
    assert lines.index("finishing the step, saving …") < lines.index(
        "Stopped; what was reached is saved. Run the same command again to go on."
    )


def test_interrupted_with_workers(finished: miniature.Place, tmp_path: Path) -> None:
    """A terminal sends Ctrl-C to workers, too; they leave it to the process that gives out the jobs."""
    place = untrained(finished, tmp_path)
    arguments = miniature.run_arguments(place, "--json", "--workers", "1", executor="processes")
    run = miniature.start(arguments, tmp_path / "said")
    is_asked = False
    for event in run.events():
        if event["event"] == "step" and not is_asked:
            is_asked = True
            run.interrupt()
    assert run.end() == 130
    assert "Traceback" not in run.err.read_text()
    (key,) = (path.name for path in (place.store / "partial").iterdir())
    (saved,) = saved_steps(place, key)
    assert list((place.store / "leases").iterdir()) == []
    on = miniature.start(miniature.run_arguments(place), tmp_path / "said")
    assert on.end() == 0
    (record,) = (record for record in records(place.store, "phase") if record.key == key)
    assert record.facts["resumed_at"] == saved >= 1
    assert_as_undisturbed(place, finished)
