"""Running a plan: what is refused at once, and what is noted before anything runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import miniature
from intermezzo.execute.run import execute
from intermezzo.plan import Plan, plan
from intermezzo.plan.declared import claim_key
from intermezzo.problem import Refused
from intermezzo.report.collect import collect
from intermezzo.store import Store

from .scenes import copy


def without_work(given: Plan) -> Plan:
    """The plan, and none of its jobs."""
    return replace(given, jobs=(), runs=())


def test_no_such_executor(tmp_path: Path) -> None:
    """The two that there are are named, and nothing is written."""
    with pytest.raises(Refused) as refused:
        execute(plan(miniature.taken()), Store(tmp_path / "store"), executor="threads")
    assert str(refused.value) == '--executor: expected inline or processes, found "threads"'
    assert not (tmp_path / "store").exists()


def test_a_store_that_only_reads(tmp_path: Path) -> None:
    """Refused before anything begins."""
    with pytest.raises(Refused, match="cannot be written"):
        execute(plan(miniature.taken()), Store(tmp_path / "store", read_only=True))


def test_claims_are_noted_when_they_are_first_seen(finished: miniature.Place, tmp_path: Path) -> None:
    """A run notes each claim before it does anything, under the key the report looks for; a claim that is written when
    its scores are there is exploratory, and stays so."""
    place = copy(finished, tmp_path / "copy")
    store = Store(place.store)
    given = place.plan()
    (claim,) = given.study.claims
    seen = store.first_seen(given.study.name, claim_key(claim))
    assert seen is not None
    assert seen < min(record.started for record in store.records())
    assert collect(given, store).exploratory == ()

    place.study.write_text(miniature.changed(('expect  = "> 0"', 'expect  = "> 1"')))
    other = place.plan()
    assert collect(other, store).exploratory == ("claim 1",)  # nobody has run it
    execute(other, store)
    assert store.first_seen(other.study.name, claim_key(other.study.claims[0])) is not None
    assert collect(other, store).exploratory == ("claim 1",)
    assert collect(given, store).exploratory == ()


def test_a_plan_without_work(tmp_path: Path) -> None:
    """Is over at once."""
    outcome = execute(without_work(plan(miniature.taken())), Store(tmp_path / "store"))
    assert (outcome.is_over, dict(outcome.failed), outcome.blocked) == (True, {}, ())
