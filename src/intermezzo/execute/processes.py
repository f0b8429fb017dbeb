"""The processes executor: as many processes of this machine as asked for, each with one job at a time.

Phases run with one thread each: two one-thread jobs train 1.05 to 1.8 times as much as one two-thread job does, and
results then do not depend on the number of cores.

Each worker has a line of its own to this process. Queues, events and locks that workers share would be left locked by
one that is killed at the wrong moment, and then all would wait for it.
"""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from intermezzo.execute.board import Board
from intermezzo.execute.events import Event, Listener
from intermezzo.execute.inline import settle
from intermezzo.execute.manner import Manner
from intermezzo.execute.perform import Outcome, perform
from intermezzo.execute.stopping import Stop, asked_to_stop
from intermezzo.plan.job import Job
from intermezzo.problem import JOB_FAILED, Problem
from intermezzo.store import Store

POLL_SECONDS = 0.2  # an interrupt is noticed, and a job that another process has is looked at
BUSY_SECONDS = 1.0  # before a job that another process has is tried again
DISMISSED_SECONDS = 5.0  # for workers to go by themselves


def execute(board: Board, store: Store, listen: Listener, manner: Manner) -> bool:
    """Run all jobs of the board; True if it came to the end, False if it was interrupted."""
    with asked_to_stop(lambda: listen(Event(name="stopping"))) as stop:
        crew = Crew(store, manner)
        try:
            return _drive(board, store, crew, stop, listen)
        finally:
            crew.dismiss()


@contextlib.contextmanager
def single_threaded() -> Iterator[None]:
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


@contextlib.contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Children inherit that Ctrl-C is not for them, from their first moment on; here it only comes a little later."""
    resource_tracker.ensure_running()  # starting it, which the first child would do, lets interrupts through again
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@dataclass(slots=True)
class Member:
    """A worker process, the line to it, and the job it has, with the moment it got it."""

    process: BaseProcess
    line: Connection
    job: Job | None = None
    began: float = 0.0


class Crew:
    """Worker processes. A lost one is replaced, and its job told as failed."""

    def __init__(self, store: Store, manner: Manner) -> None:
        self.context = mp.get_context("spawn")
        self.store, self.manner = store, manner
        self.members: list[Member] = []
        self.is_stopping = False
        for _ in range(manner.workers):
            self._hire()

    def _hire(self) -> None:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_work, args=(self.store.root, theirs, self.manner), daemon=True)
        with single_threaded(), deaf_to_interrupts():
            process.start()
        theirs.close()  # so that the line ends when the worker does
        self.members.append(Member(process=process, line=ours))

    def idle(self) -> list[Member]:
        """Workers without a job."""
        return [m for m in self.members if m.job is None]

    @property
    def is_idle(self) -> bool:
        """Nobody has a job."""
        return all(m.job is None for m in self.members)

    def give(self, member: Member, job: Job, sides: tuple[Job, ...]) -> None:
        """Hand a job to a worker."""
        member.job, member.began = job, time.monotonic()
        with contextlib.suppress(OSError):  # it died just now, which its line will tell
            member.line.send((job, sides))

    def said(self) -> Iterator[tuple[Member, str, Any]]:
        """What workers said: ("outcome", outcome) at the end of a job, (event, facts) during it."""
        for line in wait([m.line for m in self.members], timeout=POLL_SECONDS):
            member = next(m for m in self.members if m.line is line)
            try:
                name, content = member.line.recv()
            except (EOFError, OSError, UnpicklingError):  # it ended, perhaps in the middle of a word
                self._replace(member)
                if member.job is not None:
                    yield member, "outcome", Outcome(state="failed", problems=(died(member.job),))
                continue
            yield member, name, content

    def _replace(self, member: Member) -> None:
        member.line.close()
        member.process.kill()
        member.process.join()
        self.members.remove(member)
        if not self.is_stopping:
            self._hire()

    def stop(self) -> None:
        """Ask all workers to save and leave."""
        self.is_stopping = True
        for member in self.members:
            with contextlib.suppress(OSError):
                member.line.send(None)

    def dismiss(self) -> None:
        """End all workers."""
        self.stop()
        until = time.monotonic() + DISMISSED_SECONDS
        for member in self.members:
            member.process.join(max(0.0, until - time.monotonic()))
            member.process.kill()
            member.process.join()
            member.line.close()


def _drive(board: Board, store: Store, crew: Crew, stop: Stop, listen: Listener) -> bool:
    busy_until: dict[str, float] = {}
    while True:
        if stop.is_asked and not crew.is_stopping:
            crew.stop()
        if not crew.is_stopping:
            board.check_when_due(store)
            now = time.monotonic()
            ready = [j for j in board.ready() if busy_until.get(j.key, 0.0) <= now]
            for member, next_job in zip(crew.idle(), ready):
                board.begin(next_job, listen)
                crew.give(member, next_job, board.sides.get(next_job.key, ()))
        if crew.is_idle and (crew.is_stopping or board.is_over):
            return board.is_over
        for member, name, content in crew.said():
            job = member.job
            assert job is not None, f"a worker without a job said {name}"
            if name != "outcome":
                listen(Event(name=name, job=job.short, kind=job.kind, what=job.what, facts=content))
                continue
            member.job = None
            if content.state == "busy":
                busy_until[job.key] = time.monotonic() + BUSY_SECONDS
            settle(board, store, job, content, listen, seconds=time.monotonic() - member.began)


def _work(root: Path, line: Connection, manner: Manner) -> None:
    """A worker's life: take a job, do it, say what became of it.

    Nothing is said to a worker at work but to stop, and a line whose other end is gone has something to say for ever:
    so whatever is heard during a job means to save and leave.
    """
    store = Store(root)

    def tell(name: str, facts: Any) -> None:
        with contextlib.suppress(OSError):  # nobody listens any more; the job is about to hear of it
            line.send((name, dict(facts)))

    while True:
        try:
            order = line.recv()
        except (EOFError, OSError):
            return  # nobody is left to work for
        if order is None:
            return
        job, sides = order
        outcome = perform(store, job, sides, tell=tell, is_stopped=line.poll, manner=manner)
        with contextlib.suppress(OSError):
            line.send(("outcome", outcome))


def died(job: Job) -> Problem:
    """A worker process ended in the middle of a job; most often the system killed it for its memory."""
    return Problem(
        place=f"job {job.kind} {job.short}",
        what="its process ended before it was done.",
        remedy="If the machine ran out of memory, lower batch.rows or --workers. Nothing that was done is lost.",
        exit_code=JOB_FAILED,
    )
