"""The cost of a plan: from what the store has seen, or nothing."""

from __future__ import annotations

from pathlib import Path

import miniature
from intermezzo.plan import Job, machine, plan
from intermezzo.plan.cost import lines
from intermezzo.store import Store


def told(place: miniature.Place | None, store: Store, **options: object) -> str:
    (line,) = lines(plan(miniature.taken(place.study if place else miniature.STUDY, **options)), store)
    return line


def show(
    store: Store, job: Job, *, seconds: float, rows: int, steps: int, resumed_at: int = 0, **where: str
) -> None:
    """A record as if this machine had trained so many rows in so many seconds."""
    environment = {"processor": machine.processor(), **where}
    with store.draft(job.kind, job.key) as draft:
        (draft.folder / "model.safetensors").write_bytes(bytes(500_000))
        facts = {"rows": {"world-qa/en": rows}, "steps": steps, "resumed_at": resumed_at}
        draft.commit(settings={}, reads={}, environment=environment, started=0, seconds=seconds, facts=facts)


def another_phase(n: int) -> Job:
    """A phase that no plan of ours has."""
    return Job(kind="phase", settings={"another": n})


def test_a_store_that_has_seen_nothing(tmp_path: Path) -> None:
    """No estimate, and it says so."""
    assert told(None, Store(tmp_path)) == (
        "42 jobs to do; this store has seen no phase on this machine, so no estimate of time."
    )


def test_what_another_processor_has_seen(tmp_path: Path) -> None:
    """Says nothing about this one."""
    store = Store(tmp_path)
    show(store, another_phase(1), seconds=1, rows=10, steps=10, processor="another")
    assert "no estimate of time" in told(None, store)


def test_rows_times_what_a_row_took(tmp_path: Path) -> None:
    """15 s a row were seen. Four targets of 12 steps and two phases before of 8, of 4 rows each: 256 rows, 64 minutes.
    Six phases of 0.5 MB each take 3 MB; of what was never seen nothing is said."""
    store = Store(tmp_path)
    for n, seconds in enumerate((150.0, 150.0, 9999.0)):  # the median, as one may have been disturbed
        show(store, another_phase(n), seconds=seconds, rows=10, steps=10)
    assert told(None, store) == (
        "42 jobs to do: about 64.0 minutes of one core, 3 MB (from what this machine has shown)."
    )


def test_a_phase_that_was_interrupted(tmp_path: Path) -> None:
    """Its record tells the time since it went on, so only the rows since then count."""
    store = Store(tmp_path)
    show(store, another_phase(1), seconds=150, rows=40, steps=40, resumed_at=30)
    assert "about 64.0 minutes" in told(None, store)


def test_nothing_left(finished: miniature.Place) -> None:
    """A finished study costs nothing; another seed costs something, and less than two more."""
    store = Store(finished.store, read_only=True)
    assert told(finished, store) == "Nothing is left to do."
    one, two = told(finished, store, seeds=3), told(finished, store, seeds=4)
    # three phases, two probes, four predictions, four scores
    assert (one.split()[0], two.split()[0]) == ("13", "26")
    assert "minutes of one core" in one
