"""The inline executor: this process does one job after the other, so a debugger works."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from typing import Any

from intermezzo.execute.board import Board
from intermezzo.execute.events import Event, Listener
from intermezzo.execute.manner import Manner
from intermezzo.execute.perform import Outcome, perform
from intermezzo.execute.stopping import asked_to_stop
from intermezzo.plan.job import Job
from intermezzo.problem import Refused
from intermezzo.store import Store

POLL_SECONDS = 0.5  # between looks at jobs another process has


def execute(board: Board, store: Store, listen: Listener, manner: Manner) -> bool:
    """Run all jobs of the board; True if it came to the end, False if it was interrupted."""
    with asked_to_stop(lambda: listen(Event(name="stopping"))) as stop:
        while not stop.is_asked:
            board.check_when_due(store)
            if board.is_over:
                return True
            job = board.ready()[0]
            if job.key in board.waiting:
                time.sleep(POLL_SECONDS)
            began = time.monotonic()
            board.begin(job, listen)

            def tell(name: str, facts: Mapping[str, Any], job: Job = job) -> None:
                listen(Event(name=name, job=job.short, kind=job.kind, what=job.what, facts=facts))

            outcome = perform(
                store,
                job,
                board.sides.get(job.key, ()),
                tell=tell,
                is_stopped=lambda: stop.is_asked,
                manner=manner,
            )
            settle(board, store, job, outcome, listen, seconds=time.monotonic() - began)
    return board.is_over


def settle(
    board: Board, store: Store, job: Job, outcome: Outcome, listen: Listener, *, seconds: float
) -> None:
    """Note what became of a job, and tell it; of a failed one also what will not be done without it."""
    blocked_before = {j.key for j in board.blocked()}
    board.end(job, outcome.state, outcome.problems)
    problems = [str(p) for p in outcome.problems]
    with contextlib.suppress(
        Refused
    ):  # a store that cannot take a note has failed the job, and is told already
        if outcome.state == "failed":
            store.note_failure(job.key, problems)
        elif outcome.state == "done":
            store.forget_failure(job.key)
    facts = {"seconds": seconds, "made": outcome.is_made, "problems": problems}
    listen(Event(name=outcome.state, job=job.short, kind=job.kind, what=job.what, facts=facts))
    if outcome.state != "failed":
        return
    for other in board.blocked():
        if other.key not in blocked_before:
            by = {"by": f"{job.kind} {job.short}"}
            listen(Event(name="blocked", job=other.short, kind=other.kind, what=other.what, facts=by))
