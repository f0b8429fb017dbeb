"""Why: the setting by which two runs part, and the reason for a job that must run."""

from __future__ import annotations

from pathlib import Path

import pytest

import miniature
from intermezzo.plan import plan
from intermezzo.plan.why import why
from intermezzo.problem import Problem
from intermezzo.store import Store

from .test_build import TWO_RATES


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return Store(tmp_path / "empty", read_only=True)


def test_the_setting_that_parts_two_arms(empty: Store) -> None:
    """What is shared, and the one setting that is not, with both values."""
    told = why(plan(miniature.taken(TWO_RATES)), empty, ["rate=0.001@1", "rate=0.002@1"])
    assert told == [
        "rate=0.001@1 and rate=0.002@1 share: intermediate",
        "phase target differs: rate: 0.001 / 0.002",
    ]


def test_the_seed_that_parts_two_runs(empty: Store) -> None:
    """In the first phase it is the seed; in the next the seed, and that it starts from another record."""
    found = plan(miniature.taken(TWO_RATES))
    told = why(found, empty, ["rate=0.001@0", "rate=0.001@1"])
    of = "(world-qa-unanswerable/{en,fr}@dev)"
    assert told == [
        "phase intermediate differs: seed: 0 / 1",
        (
            f"phase target differs: seed: 0 / 1; reads start: phase intermediate {of}, seed 0 / "
            f"phase intermediate {of}, seed 1"
        ),
    ]


def test_a_phase_that_only_one_has(empty: Store) -> None:
    """Left out in one arm, it is named, and so is what that means for the phase after it."""
    told = why(plan(miniature.taken()), empty, ["intermediate=mixed", "intermediate=none"])
    assert isinstance(told, list)
    assert "only intermediate=mixed@0 has the phase intermediate" in told
    assert len([line for line in told if line.startswith("phase target differs:")]) == 1


def test_other_data_part_two_arms(empty: Store) -> None:
    """Where the mixtures differ, the data are named."""
    text = miniature.changed(
        ('mixture = { "en@dev" = 1, "fr@dev" = "1 - t" }',
         'mixture = { by = "intermediate", mixed = { "en@dev" = 1 }, none = { "fr@dev" = 1 } }'),
        ("when    = \"intermediate == 'mixed'\"\n", ""),
    )  # fmt: skip
    told = why(plan(miniature.taken(text)), empty, ["intermediate=mixed", "intermediate=none"])
    assert isinstance(told, list)
    assert told[0] == (
        "phase intermediate differs: reads rows:0: cut world-qa-unanswerable/en@dev into rows / "
        "cut world-qa-unanswerable/fr@dev into rows"
    )


def test_a_run_with_itself(empty: Store) -> None:
    """Nothing differs."""
    told = why(plan(miniature.taken()), empty, ["intermediate=mixed@1", "study:intermediate=mixed@1"])
    assert told == ["intermediate=mixed@1 and intermediate=mixed@1 share: intermediate, target"]


def test_done_and_to_be_done(finished: miniature.Place) -> None:
    """Of a run that is there nothing must run; of one with another rate, the phase that reads nothing new."""
    store = Store(finished.store, read_only=True)
    there = finished.plan()
    told = why(there, store, ["intermediate=mixed@1"])
    assert isinstance(told, list)
    assert [line.partition(" is done")[0] for line in told] == [
        "intermediate=mixed@1: phase intermediate",
        "intermediate=mixed@1: phase target",
    ]
    changes = ["phase.target.rate=0.005"]
    other = plan(miniature.taken(finished.study, changes=changes))
    told = why(other, store, ["intermediate=mixed@1"])
    assert isinstance(told, list)
    target = other.runs[-1].phases["target"]
    assert told[1] == (
        f"intermediate=mixed@1: phase target must run ({target.short}): nobody has done it yet; "
        "the nearest record differs in rate: 0.005 / 0.001"
    )


def test_what_it_waits_for(finished: miniature.Place) -> None:
    """A phase whose start is not there says so."""
    store = Store(finished.store, read_only=True)
    other = plan(miniature.taken(finished.study, changes=["phase.intermediate.rate=0.005"]))
    told = why(other, store, ["intermediate=mixed@1"])
    assert isinstance(told, list)
    start = other.runs[-1].phases["intermediate"]
    assert f"it reads phase {start.short}, not done either" in told[1]


def test_an_empty_store(empty: Store) -> None:
    """Nothing is there to be near to."""
    told = why(plan(miniature.taken()), empty, ["intermediate=mixed@0"])
    assert isinstance(told, list)
    assert all("must run" in line and "nearest" not in line for line in told)


def test_no_such_run(empty: Store) -> None:
    """The nearest name is offered, and all of them."""
    told = why(plan(miniature.taken()), empty, ["intermediate=mixd@1"])
    assert isinstance(told, Problem)
    assert str(told) == (
        "--why: no run 'intermediate=mixd@1'. Did you mean 'intermediate=mixed@1'? Runs: intermediate=none@0, "
        "intermediate=none@1, intermediate=mixed@0, intermediate=mixed@1"
    )
