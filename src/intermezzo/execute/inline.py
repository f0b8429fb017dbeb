"""The inline executor: this process does one job after the other, so a debugger works."""

from __future__ import annotations

import time

from intermezzo.execute.board import Board
from intermezzo.execute.events import Event, Listener
from intermezzo.execute.perform import perform
from intermezzo.store import Store

POLL_SECONDS = 0.5  # between looks at jobs another process has


def execute(board: Board, store: Store, listen: Listener, *, workers: int, debug: bool) -> bool:
    """Run all jobs of the board; True if it came to the end, False if it was interrupted."""
    stopped = False

    def is_stopped() -> bool:
        return stopped

    while not board.is_over:
        job = board.ready()[0]
        if job.key in board.waiting:
            time.sleep(POLL_SECONDS)
        listen(Event(name="begin", job=job.short, kind=job.kind, what=job.what))
        board.running.add(job.key)
        began = time.monotonic()

        def tell(name: str, facts: object, job: object = job) -> None:
            listen(Event(name=name, job=job.short, kind=job.kind, what=job.what, facts=facts))  # type: ignore[attr-defined,arg-type]

        try:
            outcome = perform(
                store, job, board.sides.get(job.key, ()), tell=tell, is_stopped=is_stopped, debug=debug
            )
        except KeyboardInterrupt:
            board.running.discard(job.key)
            return False
        board.running.discard(job.key)
        if not settle(board, job.key, outcome.state, outcome.problems):
            return False
        facts = {"seconds": time.monotonic() - began, "problems": [str(p) for p in outcome.problems]}
        listen(Event(name=outcome.state, job=job.short, kind=job.kind, what=job.what, facts=facts))
    return True


def settle(board: Board, key: str, state: str, problems: tuple[object, ...]) -> bool:
    """Note what became of a job; False if it was interrupted."""
    board.waiting.discard(key)
    if state == "done":
        board.done.add(key)
    elif state == "failed":
        board.failed[key] = problems  # type: ignore[assignment]
    elif state == "busy":
        board.waiting.add(key)
    return state != "interrupted"
