"""One job, from a lease to a record."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from intermezzo import __version__
from intermezzo.plan import machine
from intermezzo.plan.job import Job
from intermezzo.problem import JOB_FAILED, Problem, Refused
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
LIBRARIES = ("torch", "transformers", "tokenizers", "numpy", "pyarrow")

Tell = Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a job: "done", "busy" (another process has it), "failed", "interrupted"."""

    state: str
    problems: tuple[Problem, ...] = ()


def perform(
    store: Store,
    job: Job,
    sides: tuple[Job, ...],
    *,
    tell: Tell,
    is_stopped: Callable[[], bool],
    debug: bool = False,
) -> Outcome:
    """Make the record of `job`, and of the probes at its `sides`, unless they are there or somebody else is at it."""
    with contextlib.ExitStack() as stack:
        lease = store.lease(job.key)
        if lease is None:
            return Outcome(state="busy")
        stack.enter_context(lease)
        if store.has(job.kind, job.key) and all(store.has(s.kind, s.key) for s in sides):
            return Outcome(state="done")
        try:
            _make(store, job, sides, stack, tell, is_stopped)
        except Interrupted:
            return Outcome(state="interrupted")
        except Refused as refused:
            return Outcome(state="failed", problems=tuple(_placed(job, p) for p in refused.problems))
        except MemoryError:
            return Outcome(state="failed", problems=(out_of_memory(job),))
        except RuntimeError as error:
            if "alloc" in str(error) and "memory" in str(error).lower():
                return Outcome(state="failed", problems=(out_of_memory(job),))
            if debug:
                raise
            return Outcome(state="failed", problems=(unexpected(job, error),))
        except Exception as error:
            if debug:
                raise
            return Outcome(state="failed", problems=(unexpected(job, error),))
    return Outcome(state="done")


def _make(
    store: Store,
    job: Job,
    sides: tuple[Job, ...],
    stack: contextlib.ExitStack,
    tell: Tell,
    is_stopped: Callable[[], bool],
) -> None:
    started, clock = time.time(), time.monotonic()
    draft = stack.enter_context(store.draft(job.kind, job.key))
    beside = [(s, stack.enter_context(store.draft(s.kind, s.key))) for s in sides]
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
    )
    facts = import_module(FUNCTIONS[job.kind]).run(work)
    told: dict[str, Any] = {
        "environment": environment(),
        "started": started,
        "seconds": time.monotonic() - clock,
    }
    draft.commit(
        settings=dict(job.settings), reads={r: j.key for r, j in job.reads.items()}, facts=facts, **told
    )
    for side, its_draft in beside:
        its_draft.commit(
            settings=dict(side.settings), reads={r: j.key for r, j in side.reads.items()}, facts={}, **told
        )
    work.partial.clear()


def _records(store: Store, job: Job, without: str = "") -> dict[str, Record]:
    found = {}
    for role, read in job.reads.items():
        if role == without:
            continue
        record = store.get(read.kind, read.key)
        if record is None:
            raise RuntimeError(
                f"{job.kind} {job.short} reads {read.kind} {read.short}, which is not in the store"
            )
        found[role] = record
    return found


def environment() -> dict[str, Any]:
    """Versions and processor, for the record."""
    return {
        "intermezzo": __version__,
        "python": platform.python_version(),
        "processor": machine.processor(),
        "system": platform.system(),
        "threads": os.environ.get("OMP_NUM_THREADS", ""),
        **{name: version(name) for name in LIBRARIES},
    }


def _placed(job: Job, problem: Problem) -> Problem:
    return problem.at(f"job {job.kind} {job.short}") if job.kind != "source" else problem


def out_of_memory(job: Job) -> Problem:
    """The machine has no memory left for this job."""
    rows, length = job.settings.get("rows", "?"), job.settings.get("length", "?")
    return Problem(
        place=f"job {job.kind} {job.short}",
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
