"""Killed at any moment: what was done stays, and what comes of it are the same bits."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import miniature

from .scenes import SAVE_OFTEN, assert_as_undisturbed, holder, made, records, saved_steps, told, untrained

N_KILLS = 20
MOST_EVENTS = 12  # that a run may tell before it is killed
MOST_SECONDS = 0.03  # about a step, so that a kill falls anywhere between two events


def test_killed_twenty_times(finished: miniature.Place, tmp_path: Path) -> None:
    """Twenty kills, before anything began, between jobs, within them and in the middle of training, end with the files
    of a run that nobody disturbed."""
    place = miniature.put(tmp_path)
    arguments = miniature.run_arguments(place, *SAVE_OFTEN)
    draw = random.Random(N_KILLS)
    fell_after: Counter[str] = Counter()
    for _ in range(N_KILLS):
        run = miniature.start(arguments, tmp_path / "said")
        fell_after[killed(run, draw.randint(0, MOST_EVENTS), draw.random() * MOST_SECONDS)] += 1
    assert fell_after["step"] >= N_KILLS // 4  # within training
    assert fell_after.total() - fell_after["step"] >= N_KILLS // 4  # and elsewhere
    last = miniature.start(arguments, tmp_path / "said")
    assert last.end() == 0, last.err.read_text()
    assert_as_undisturbed(place, finished)
    assert sum(record.facts["resumed_at"] > 0 for record in records(place.store, "phase")) >= 3
    assert place.page.exists()


def killed(run: miniature.Started, n_events: int, seconds: float) -> str:
    """Kill a run a moment after so many events; the name of the last it told."""
    last = "nothing"
    if n_events:
        for n, event in enumerate(run.events(), 1):
            last = event["event"]
            if n == n_events:
                break
        else:
            raise AssertionError(f"it ended after {last} with {run.end()}: {run.err.read_text()}")
    time.sleep(seconds)
    run.kill()
    assert run.end() == -signal.SIGKILL
    return last


def test_a_state_that_was_damaged(finished: miniature.Place, tmp_path: Path) -> None:
    """A saved state that does not match its hashes is put aside; the one before it is gone on from, to the same bits."""
    place = untrained(finished, tmp_path)
    arguments = miniature.run_arguments(place, *SAVE_OFTEN)
    run = miniature.start(arguments, tmp_path / "said")
    short = next(event["job"] for event in run.events() if event["event"] == "step" and event["step"] == 5)
    run.kill()
    key, _ = holder(place, short)  # the dead hold their leases until somebody asks
    newest, before = saved_steps(place, key)
    (place.store / "partial" / key / str(newest) / "weights.safetensors").write_bytes(b"damaged")
    run = miniature.start(arguments, tmp_path / "said")
    assert run.end() == 0
    (record,) = (record for record in records(place.store, "phase") if record.key == key)
    assert record.facts["resumed_at"] == before == newest - 1
    assert miniature.contents(place.store) == miniature.contents(finished.store)
    assert [path.name for path in (place.store / "damaged").iterdir()]


def test_workers_outlive_nobody(finished: miniature.Place, tmp_path: Path) -> None:
    """When only the process that gives out the jobs is killed its workers save and leave; the next run goes on from
    there."""
    place = untrained(finished, tmp_path)
    arguments = miniature.run_arguments(place, "--json", "--workers", "1", executor="processes")
    with subprocess.Popen(
        miniature.command(*arguments),
        env=miniature.ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout
        line = next(line for line in run.stdout if '"step": 1,' in line)
        key, worker = holder(place, line.split('"job": "')[1][:6])
        run.kill()
        run.wait()
        assert worker != run.pid
        while is_running(worker):
            time.sleep(0.01)
    (saved,) = saved_steps(place, key)
    assert saved >= 1
    assert not list((place.store / "leases").iterdir())
    on = miniature.start(miniature.run_arguments(place, "--json"), tmp_path / "said")
    assert on.end() == 0
    assert len(made(told(on))) == 22  # the six phases, and what comes of them
    (record,) = (record for record in records(place.store, "phase") if record.key == key)
    assert record.facts["resumed_at"] == saved
    assert_as_undisturbed(place, finished)


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it is no corpse."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
