"""Run a plan on a store with an executor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from intermezzo.execute.board import Board
from intermezzo.execute.events import Event, Listener, silent
from intermezzo.plan import Plan
from intermezzo.plan.declared import claim_key
from intermezzo.problem import Problem, Refused, mismatch
from intermezzo.store import Store

EXECUTORS = ("inline", "processes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Whether the plan came to its end, and why jobs failed (by key)."""

    is_over: bool
    failed: Mapping[str, tuple[Problem, ...]]


def execute(
    plan: Plan,
    store: Store,
    *,
    executor: str = "inline",
    workers: int = 1,
    listen: Listener = silent,
    debug: bool = False,
) -> Outcome:
    """Make every record of the plan that the store does not have.

    Errors: `Refused` for an executor there is not, or a store that cannot be written.
    """
    if executor not in EXECUTORS:
        raise Refused(mismatch(place="--executor", expected=" or ".join(EXECUTORS), found=executor))
    store.needs_writing()
    for number, claim in enumerate(plan.study.claims, 1):
        store.declare(plan.study.name, claim_key(claim), f"claim {number}: {claim.says}")
    board = Board.of(plan, store)
    listen(
        Event(
            name="plan",
            facts={"jobs": len(plan.jobs), "present": board.present, "missing": len(board.jobs)},
        )
    )
    is_over = True
    if board.jobs:
        run = import_module(f"intermezzo.execute.{executor}").execute
        is_over = run(board, store, listen, workers=workers, debug=debug)
    return Outcome(is_over=is_over, failed=dict(board.failed))
