"""One job: from a lease to a record, or to a reason."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from intermezzo.execute import perform as performing
from intermezzo.execute.manner import Manner
from intermezzo.execute.perform import Outcome, perform
from intermezzo.plan.job import Job
from intermezzo.store import Store
from intermezzo.work import Work

SOURCE = Job(
    kind="source",
    settings={
        "source": "world", "generator": "questions", "language": "en", "split": "dev", "count": 3,
        "unanswerable": False, "seed": 0, "of": "world-qa/en@dev", "unit": "qa",
    },
)  # fmt: skip
OF_A_FILE = {"source": "file", "reader": "squad", "misplaced": "error", "parallel": False, "language": "en"}


def make(store: Store, job: Job, manner: Manner | None = None) -> Outcome:
    return perform(
        store, job, (), tell=lambda _name, _facts: None, is_stopped=lambda: False, manner=manner or Manner()
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_made_once(store: Store) -> None:
    """The first makes the record and says so, the second finds it; no lease stays."""
    assert make(store, SOURCE) == Outcome(state="done", is_made=True)
    assert make(store, SOURCE) == Outcome(state="done")
    record = store.get("source", SOURCE.key)
    assert record
    assert (record.facts["examples"], record.settings) == (3, dict(SOURCE.settings))
    assert list((store.root / "leases").iterdir()) == []


def test_a_job_multiplies_on_one_thread(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it runs, also in a process whose libraries have more."""
    met: list[set[int]] = []
    module = import_module(performing.FUNCTIONS["source"])

    def run(work: Work) -> dict[str, Any]:
        met.append({lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"})
        found: dict[str, Any] = read_source(work)
        return found

    read_source = module.run
    monkeypatch.setattr(module, "run", run)
    with threadpool_limits(limits=2, user_api="blas"):
        make(store, SOURCE)
    assert met == [{1}]


def test_the_record_says_where_it_was_made(store: Store) -> None:
    """Versions and processor, when, and how long."""
    make(store, SOURCE)
    record = store.get("source", SOURCE.key)
    assert record
    assert {"intermezzo", "python", "torch", "processor", "threads"} <= record.environment.keys()
    assert record.started > 0
    assert record.seconds > 0


def test_somebody_else_is_at_it(store: Store) -> None:
    """Busy while a lease is held, done afterwards."""
    lease = store.lease(SOURCE.key)
    assert lease
    assert make(store, SOURCE) == Outcome(state="busy")
    lease.release()
    assert make(store, SOURCE).state == "done"


def test_what_it_reads_is_gone(store: Store) -> None:
    """Named, and the store's fault; nothing is left of the draft."""
    job = Job(kind="score", settings={}, reads={"source": SOURCE})
    outcome = make(store, job)
    assert outcome.state == "failed"
    assert [str(problem) for problem in outcome.problems] == [
        (
            f"store: record {SOURCE.short}… (source) is not there any more. It will be made again: run the same command "
            "again."
        )
    ]
    assert not list((store.root / "tmp").iterdir())


def test_problems_of_data_name_their_own_place(store: Store, tmp_path: Path) -> None:
    """The file and line; a job's number would say nothing to who has to mend it."""
    path = tmp_path / "mine.json"
    path.write_text('{"data": [\n}')
    job = Job(
        kind="source", settings=OF_A_FILE | {"split": "train", "unit": "qa"}, places={"files": str(path)}
    )
    outcome = make(store, job)
    assert outcome.state == "failed"
    (problem,) = outcome.problems
    assert str(problem).startswith(f"{path}:2: not valid JSON:")
    assert problem.exit_code == 2


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
    ],
)
def test_out_of_memory(error: Exception) -> None:
    """The machine's and torch's ways of saying it are known; another runtime error is not taken for it."""
    assert performing.is_out_of_memory(error)
    assert not performing.is_out_of_memory(RuntimeError("shapes do not match"))


def test_out_of_memory_names_what_to_lower() -> None:
    """The design's message, with the phase's own numbers."""
    rows = Job(kind="features", settings={"length": 384})
    phase = Job(kind="phase", settings={"rows": 32}, reads={"rows:0": rows})
    assert str(performing.out_of_memory(phase)) == (
        f"job phase {phase.short}: out of memory at batch 32 rows x 384 tokens. Lower batch.rows (it is accumulated to "
        "the same step with 'accumulate'), or give this phase more memory."
    )


def test_a_mistake_of_ours(store: Store) -> None:
    """Told in a line, or raised whole for who debugs. (A language that the world does not have gets past no door.)"""
    job = Job(kind="source", settings={**SOURCE.settings, "generator": "another"})
    outcome = make(store, job)
    assert [str(problem) for problem in outcome.problems] == [
        (
            f"job source {job.short}: KeyError: 'another'. This is a mistake in Intermezzo; run with --debug for the "
            "whole story."
        )
    ]
    with pytest.raises(KeyError, match="another"):
        make(store, job, Manner(is_debug=True))
    assert store.lease(job.key)
