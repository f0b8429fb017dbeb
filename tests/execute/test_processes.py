"""The processes executor: the same records as one process makes, whatever becomes of its workers."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import miniature
from intermezzo.report.collect import collect
from intermezzo.store import Store

from .scenes import assert_as_undisturbed, holder, made, told


def test_a_worker_is_killed(finished: miniature.Place, tmp_path: Path) -> None:
    """It blocks nobody: its job is told as failed, what needs it is not begun, all else is made, and the exit code is 1.
    The next run makes the rest. Made by two workers and by one process, every file has the bytes of the undisturbed
    run's."""
    place = miniature.put(tmp_path)
    arguments = miniature.run_arguments(
        place, "--json", "--save-every", "0", "--workers", "2", executor="processes"
    )
    with subprocess.Popen(
        miniature.command(*arguments),
        env=miniature.ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout
        assert run.stderr
        line = next(line for line in run.stdout if '"step": 2,' in line)
        key, worker = holder(place, line.split('"job": "')[1][:6])
        assert worker != run.pid
        os.kill(worker, signal.SIGKILL)
        run.stdout.read()
        said = run.stderr.read()
    assert run.returncode == 1, said
    problem = (
        f"job phase {key[:6]}: its process ended before it was done. If the machine ran out of memory, lower batch.rows "
        "or --workers. Nothing that was done is lost."
    )
    assert problem in said.splitlines()
    plan = place.plan()
    needs_it = {job.key for job in plan.jobs if key in {read.key for read in job.all_reads()}}
    store = Store(place.store)
    assert {job.key for job in plan.jobs if not store.has(job.kind, job.key)} == needs_it
    (failed,) = (job for job in collect(plan, store).jobs if job.state == "failed")
    assert failed.problem == problem
    assert problem.replace("'", "&#39;") in place.page.read_text()

    on = miniature.start(miniature.run_arguments(place, "--json"), tmp_path / "said")
    assert sorted(made(told(on))) == sorted(job[:6] for job in needs_it if job not in probes(place))
    assert on.end() == 0
    record = store.get("phase", key)
    assert record
    assert record.facts["resumed_at"] >= 1
    assert_as_undisturbed(place, finished)


def probes(place: miniature.Place) -> set[str]:
    """Keys of jobs that are made beside others."""
    return {job.key for job in place.plan().jobs if job.kind == "probe"}
