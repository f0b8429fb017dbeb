"""The processes executor: as many processes of this machine as asked for, each with one job at a time.

Phases run with one thread each: two one-thread jobs train 1.05 to 1.8 times as much as one two-thread job does, and
results then do not depend on the number of cores.
"""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import os
import queue
import signal
import time
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event as StopEvent
from typing import Any

from intermezzo.execute.board import Board
from intermezzo.execute.events import Event, Listener
from intermezzo.execute.inline import settle
from intermezzo.execute.perform import Outcome, perform
from intermezzo.plan.job import Job
from intermezzo.problem import JOB_FAILED, Problem
from intermezzo.store import Store

POLL_SECONDS = 0.05
BUSY_SECONDS = 1.0  # before a job that another process has is tried again


def execute(board: Board, store: Store, listen: Listener, *, workers: int, debug: bool) -> bool:
    """Run all jobs of the board; True if it came to the end, False if it was interrupted."""
    with single_threaded():
        crew = Crew(store, workers, debug)
    try:
        return _drive(board, crew, listen)
    finally:
        crew.dismiss()


@contextlib.contextmanager
def single_threaded() -> Any:
    """Children inherit an environment in which numeric libraries start with one thread."""
    names = {
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    before = {n: os.environ.get(n) for n in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Crew:
    """Worker processes, each with a queue of its own; a lost one is replaced and its job told as failed."""

    def __init__(self, store: Store, workers: int, debug: bool) -> None:
        self.context = mp.get_context("spawn")
        self.store, self.debug = store, debug
        self.stop = self.context.Event()
        self.out: Any = self.context.Queue()
        self.members: dict[int, tuple[BaseProcess, Any]] = {}
        self.at: dict[int, Job] = {}
        for number in range(workers):
            self._hire(number)

    def _hire(self, number: int) -> None:
        inbox = self.context.Queue()
        process = self.context.Process(
            target=_work, args=(number, self.store.root, inbox, self.out, self.stop, self.debug), daemon=True
        )
        process.start()
        self.members[number] = (process, inbox)

    def idle(self) -> list[int]:
        """Workers without a job."""
        return [n for n in self.members if n not in self.at]

    def give(self, number: int, job: Job, sides: tuple[Job, ...]) -> None:
        """Hand a job to a worker."""
        self.at[number] = job
        self.members[number][1].put((job, sides))

    def lost(self) -> list[tuple[int, Job]]:
        """Workers that died with a job in hand; they are replaced."""
        gone = []
        for number, (process, _) in list(self.members.items()):
            if not process.is_alive():
                if number in self.at:
                    gone.append((number, self.at.pop(number)))
                self._hire(number)
        return gone

    def dismiss(self) -> None:
        """End all workers."""
        for _, inbox in self.members.values():
            with contextlib.suppress(ValueError, OSError):
                inbox.put(None)
        wait([p.sentinel for p, _ in self.members.values()], timeout=5)
        for process, _ in self.members.values():
            if process.is_alive():
                process.terminate()
            process.join(5)


def _drive(board: Board, crew: Crew, listen: Listener) -> bool:
    began: dict[str, float] = {}
    busy_until: dict[str, float] = {}
    interrupted = False
    while True:
        try:
            if not interrupted:
                now = time.monotonic()
                ready = [j for j in board.ready() if busy_until.get(j.key, 0.0) <= now]
                for number in crew.idle():
                    if not ready:
                        break
                    job = ready.pop(0)
                    board.running.add(job.key)
                    began[job.key] = now
                    crew.give(number, job, board.sides.get(job.key, ()))
                    listen(Event(name="begin", job=job.short, kind=job.kind, what=job.what))
            if not crew.at and (interrupted or board.is_over):
                return not interrupted
            for _, job in crew.lost():
                _settle(board, job, Outcome(state="failed", problems=(died(job),)), began, busy_until, listen)
            try:
                number, name, content = crew.out.get(timeout=POLL_SECONDS)
            except queue.Empty:
                continue
            job = crew.at[number]
            if name == "outcome":
                del crew.at[number]
                interrupted |= content.state == "interrupted"
                _settle(board, job, content, began, busy_until, listen)
            else:
                listen(Event(name=name, job=job.short, kind=job.kind, what=job.what, facts=content))
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            crew.stop.set()
            listen(Event(name="stopping"))


def _settle(
    board: Board,
    job: Job,
    outcome: Outcome,
    began: dict[str, float],
    busy_until: dict[str, float],
    listen: Listener,
) -> None:
    board.running.discard(job.key)
    settle(board, job.key, outcome.state, outcome.problems)
    if outcome.state == "busy":
        busy_until[job.key] = time.monotonic() + BUSY_SECONDS
    facts = {"seconds": time.monotonic() - began[job.key], "problems": [str(p) for p in outcome.problems]}
    listen(Event(name=outcome.state, job=job.short, kind=job.kind, what=job.what, facts=facts))


def _work(number: int, root: Any, inbox: Any, out: Any, stop: StopEvent, debug: bool) -> None:
    """A worker's life: take a job, do it, say what became of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    store = Store(root)
    parent = mp.parent_process()
    while True:
        try:
            order = inbox.get(timeout=2)
        except queue.Empty:
            if parent is not None and not parent.is_alive():
                return  # nobody is left to work for
            continue
        if order is None:
            return
        job, sides = order
        try:
            outcome = perform(
                store,
                job,
                sides,
                tell=lambda name, facts: out.put((number, name, dict(facts))),
                is_stopped=lambda: stop.is_set() or (parent is not None and not parent.is_alive()),
                debug=debug,
            )
        except Exception as error:
            if debug:
                raise
            outcome = Outcome(state="failed", problems=(died(job, error),))
        out.put((number, "outcome", outcome))


def died(job: Job, error: BaseException | None = None) -> Problem:
    """A worker process ended in the middle of a job; most often the system killed it for its memory."""
    return Problem(
        place=f"job {job.kind} {job.short}",
        what=f"its process ended before it was done{f' ({error})' if error else ''}.",
        remedy="If the machine ran out of memory, lower batch.rows or --workers. Nothing that was done is lost.",
        exit_code=JOB_FAILED,
    )
