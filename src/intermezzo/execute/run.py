"""Run a plan on a store with an executor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from intermezzo.execute.board import Board
from intermezzo.execute.events import Event, Listener, silent
from intermezzo.execute.manner import Manner
from intermezzo.plan import Plan
from intermezzo.plan.declared import claim_key
from intermezzo.plan.job import Job
from intermezzo.problem import Problem, Refused, mismatch
from intermezzo.store import Store
from intermezzo.store.workbench import workbench
from intermezzo.work import SAVE_EVERY_SECONDS

EXECUTORS = ("inline", "processes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Whether the plan came to its end, why jobs failed (by key), and what was not begun for it."""

    is_over: bool
    failed: Mapping[str, tuple[Problem, ...]]
    blocked: tuple[Job, ...]


def execute(
    plan: Plan,
    store: Store,
    *,
    executor: str = "inline",
    workers: int = 1,
    save_every_seconds: float = SAVE_EVERY_SECONDS,
    listen: Listener = silent,
    debug: bool = False,
) -> Outcome:
    """Make every record of the plan that the store does not have.

    Args:
        workers: jobs at a time, where the executor does several.
        save_every_seconds: between two saved states of a phase; what a kill may cost. Moves no number.
        debug: let mistakes of ours raise, instead of telling them in a line.

    Errors: `Refused` for an executor there is not, a store that cannot be written, and what the checks find once the
    data are read and before anything trains.
    """
    if executor not in EXECUTORS:
        raise Refused(mismatch(place="--executor", expected=" or ".join(EXECUTORS), found=executor))
    store.needs_writing()
    with workbench(store.root):  # a folder that cannot be written is told now, and once
        pass
    for number, claim in enumerate(plan.study.claims, 1):
        store.declare(plan.study.name, claim_key(claim), f"claim {number}: {claim.says}")
    board = Board.of(plan, store)
    listen(
        Event(
            name="plan",
            facts={"jobs": len(plan.jobs), "present": board.present, "missing": len(board.jobs)},
        )
    )
    manner = Manner(workers=workers, save_every_seconds=save_every_seconds, is_debug=debug)
    board.check_when_due(store)
    is_over = True
    if board.jobs:
        is_over = import_module(f"intermezzo.execute.{executor}").execute(board, store, listen, manner)
    return Outcome(is_over=is_over, failed=dict(board.failed), blocked=tuple(board.blocked()))
