"""One job, from a lease to a record."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from intermezzo.execute.manner import Manner
from intermezzo.one_thread import one_thread
from intermezzo.plan import machine
from intermezzo.plan.job import Job
from intermezzo.problem import JOB_FAILED, STORE_AT_FAULT, Problem, Refused
from intermezzo.store import Record, Store
from intermezzo.work import Interrupted, Side, Work

# Which function does a job of each kind; imported when one runs.
FUNCTIONS = {
    "source": "intermezzo.data.gather",
    "tokenizer": "intermezzo.models.make_tokenizer",
    "features": "intermezzo.models.make_features",
    "phase": "intermezzo.train.phase",
    "predict": "intermezzo.models.predict",
    "score": "intermezzo.analysis.score",
}

Tell = Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a job: "done", "busy" (another process has it), "failed", "interrupted".

    `is_made`: done here, and not found done by another process.
    """

    state: str
    problems: tuple[Problem, ...] = ()
    is_made: bool = False


def perform(
    store: Store,
    job: Job,
    sides: tuple[Job, ...],
    *,
    tell: Tell,
    is_stopped: Callable[[], bool],
    manner: Manner,
) -> Outcome:
    """Make the record of `job`, and of the probes at its `sides`, unless they are there or somebody else is at it."""
    try:
        lease = store.lease(job.key)
        if lease is None:
            return Outcome(state="busy")
        with lease:
            if store.has(job.kind, job.key) and all(store.has(s.kind, s.key) for s in sides):
                return Outcome(state="done")
            _make(store, job, sides, tell, is_stopped, manner)
    except Interrupted:
        return Outcome(state="interrupted")
    except Refused as refused:
        return Outcome(state="failed", problems=tuple(_placed(job, p) for p in refused.problems))
    except Exception as error:
        if not is_out_of_memory(error):
            if manner.is_debug:
                raise
            return Outcome(state="failed", problems=(unexpected(job, error),))
    else:
        return Outcome(state="done", is_made=True)
    gc.collect()  # the step that did not fit lies in circles; without it the jobs that follow would not fit either
    return Outcome(state="failed", problems=(out_of_memory(job),))


def _make(
    store: Store,
    job: Job,
    sides: tuple[Job, ...],
    tell: Tell,
    is_stopped: Callable[[], bool],
    manner: Manner,
) -> None:
    started, clock = time.time(), time.monotonic()
    with (
        contextlib.ExitStack() as drafts
    ):  # closed by what goes wrong inside, so that they can tell a full disk
        draft = drafts.enter_context(store.draft(job.kind, job.key))
        beside = [(s, drafts.enter_context(store.draft(s.kind, s.key))) for s in sides]
        work = Work(
            settings=job.settings,
            reads=_records(store, job),
            places=job.places,
            folder=draft.folder,
            partial=store.partial(job.key),
            sides=tuple(
                Side(settings=s.settings, reads=_records(store, s, without="phase"), folder=d.folder)
                for s, d in beside
            ),
            tell=tell,
            is_stopped=is_stopped,
            save_every_seconds=manner.save_every_seconds,
        )
        with one_thread():
            facts = import_module(FUNCTIONS[job.kind]).run(work)
        told: dict[str, Any] = {"environment": environment(), "started": started}
        seconds = time.monotonic() - clock
        # What is made beside a job costs no time of its own, so that times can be added up.
        made = ((job, draft, facts, seconds), *((side, its_draft, {}, 0.0) for side, its_draft in beside))
        for each, its_draft, its_facts, its_seconds in made:
            its_draft.commit(
                settings=dict(each.settings),
                reads={role: read.key for role, read in each.reads.items()},
                facts=its_facts,
                seconds=its_seconds,
                **told,
            )
        work.partial.clear()


def _records(store: Store, job: Job, without: str = "") -> dict[str, Record]:
    found = {}
    for role, read in job.reads.items():
        if role == without:
            continue
        record = store.get(read.kind, read.key)
        if record is None:
            raise Refused(gone(read))
        found[role] = record
    return found


def environment() -> dict[str, Any]:
    """Versions and processor, for the record."""
    return {**machine.environment(), "threads": os.environ.get("OMP_NUM_THREADS", "")}


def _placed(job: Job, problem: Problem) -> Problem:
    """Data and the store name their own places."""
    if job.kind == "source" or problem.exit_code == STORE_AT_FAULT:
        return problem
    return problem.at(f"job {job.kind} {job.short}")


def gone(read: Job) -> Problem:
    """A record was set aside or taken away after the plan was made."""
    return Problem(
        place="store",
        what=f"record {read.short}… ({read.kind}) is not there any more.",
        remedy="It will be made again: run the same command again.",
        exit_code=STORE_AT_FAULT,
    )


def is_out_of_memory(error: Exception) -> bool:
    """Python's own error, the system's, and what torch makes of the system's or the device's."""
    said = str(error).lower()
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or (isinstance(error, RuntimeError) and "alloc" in said and "memory" in said)
    )


def out_of_memory(job: Job) -> Problem:
    """The machine has no memory left for this job."""
    place = f"job {job.kind} {job.short}"
    if job.kind != "phase":
        return Problem(
            place=place,
            what="out of memory.",
            remedy="Run fewer jobs at a time with --workers, or give it more memory.",
            exit_code=JOB_FAILED,
        )
    rows, length = job.settings["rows"], job.reads["rows:0"].settings["length"]
    return Problem(
        place=place,
        what=f"out of memory at batch {rows} rows x {length} tokens.",
        remedy="Lower batch.rows (it is accumulated to the same step with 'accumulate'), or give this phase more "
        "memory.",
        exit_code=JOB_FAILED,
    )


def unexpected(job: Job, error: BaseException) -> Problem:
    """A mistake of ours, told without a traceback."""
    return Problem(
        place=f"job {job.kind} {job.short}",
        what=f"{type(error).__name__}: {error}.",
        remedy="This is a mistake in Intermezzo; run with --debug for the whole story.",
        exit_code=JOB_FAILED,
    )
