"""The board: what is missing, what can begin, and in which order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import miniature
from intermezzo.execute.board import READ_FIRST, Board
from intermezzo.plan import Plan, plan
from intermezzo.plan.job import Job
from intermezzo.problem import Problem
from intermezzo.store import Store

from .scenes import copy, record_of

PROBLEM = Problem(what="It failed.")


@pytest.fixture
def given() -> Plan:
    return plan(miniature.taken())


@pytest.fixture
def board(given: Plan, tmp_path: Path) -> Board:
    """Nothing is done."""
    return Board.of(given, Store(tmp_path / "empty"))


def finish(board: Board, *kinds: str) -> None:
    """Every job of some kinds is done."""
    for job in board.jobs.values():
        if job.kind in kinds:
            board.end(job, "done", ())


def test_probes_are_made_beside_their_phases(board: Board, given: Plan) -> None:
    """They are not on the board, and what they read is done before their phase begins."""
    assert {job.kind for job in board.jobs.values()} == {job.kind for job in given.jobs} - {"probe"}
    finish(board, "source", "tokenizer")
    board.is_checked = True
    probed = {job.key: job.reads["phase"].key for job in given.jobs if job.kind == "probe"}
    assert set(probed.values()) == board.sides.keys()
    target = given.runs[0].phases["target"]
    (probe,) = board.sides[target.key]
    for read in target.reads.values():
        board.end(read, "done", ())
    assert target not in board.ready()
    board.end(probe.reads["features"], "done", ())
    assert target in board.ready()


def test_phases_wait_for_the_checks(board: Board) -> None:
    """With all that they read done no phase begins before the data were looked at."""
    finish(board, "source", "tokenizer", "features")
    assert board.ready() == []
    board.is_checked = True
    assert {job.kind for job in board.ready()} == {"phase"}


def test_what_can_begin_is_what_reads_nothing_missing(board: Board) -> None:
    """From the first job to the last, each begins after what it reads, and all of them come up."""
    begun: list[Job] = []
    while ready := board.ready():
        job = ready[0]
        assert {read.key for read in job.reads.values()} <= board.done
        begun.append(job)
        board.end(job, "done", ())
        board.is_checked = all(key in board.done for key, j in board.jobs.items() if j.kind in READ_FIRST)
    assert len(begun) == len(board.jobs)
    assert board.is_over


def test_the_longest_way_first(board: Board, given: Plan) -> None:
    """The phase that another waits for begins before one that ends its chain; the tokenizer's text before exams."""
    finish(board, "source", "tokenizer", "features")
    board.is_checked = True
    order = [job.key for job in board.ready()]
    first = {run.phases["intermediate"].key for run in given.runs if len(run.phases) == 2}
    assert set(order[: len(first)]) == first


def test_one_that_another_process_has_comes_last(board: Board) -> None:
    """It is tried again when there is nothing else to do."""
    before = board.ready()
    board.end(before[0], "busy", ())
    assert board.ready() == [*before[1:], before[0]]
    board.end(before[0], "done", ())
    assert before[0] not in board.ready()


def test_what_a_failure_blocks(board: Board, given: Plan) -> None:
    """All that rests on it, and nothing else; the board is over when the rest is done."""
    bad = given.runs[-1].phases["intermediate"]
    board.end(bad, "failed", (PROBLEM,))
    rests_on_it = {
        job.key for job in board.jobs.values() if bad.key in {read.key for read in job.all_reads()}
    } - {bad.key}
    assert {job.key for job in board.blocked()} == rests_on_it
    board.is_checked = True
    while not board.is_over:
        for job in board.ready():
            board.end(job, "done", ())
    assert board.done == board.jobs.keys() - rests_on_it - {bad.key}


def test_what_a_failed_reading_does_not_stop(board: Board, given: Plan, tmp_path: Path) -> None:
    """Data of one task cannot be read: the checks look at the others, and phases that do without them begin."""
    bad = given.runs[-1].phases["intermediate"].reads["rows:0"].reads["source"]
    store = Store(tmp_path / "empty")
    board.end(bad, "failed", (PROBLEM,))
    finish(board, "tokenizer")
    blocked = {job.key for job in board.blocked()}
    for job in board.jobs.values():
        if job.kind in READ_FIRST and job.key not in blocked | {bad.key}:
            board.end(job, "done", ())
    board.check_when_due(store)
    assert board.is_checked
    assert {job.key for job in board.ready()} == {
        run.phases["target"].key for run in given.runs if len(run.phases) == 1
    }


def test_a_finished_study_has_nothing_on_it(finished: miniature.Place) -> None:
    """And everything is counted as present."""
    given = finished.plan()
    board = Board.of(given, Store(finished.store, read_only=True))
    assert (len(board.jobs), board.present, board.is_over) == (0, len(given.jobs), True)


def test_only_what_is_missing_and_what_it_needs(finished: miniature.Place, tmp_path: Path) -> None:
    """A score that is gone is made again from predictions that are there; nothing below them is wanted."""
    place = copy(finished, tmp_path / "copy")
    scored = place.plan().runs[0].scores[0]
    shutil.rmtree(record_of(place.store, scored.score).folder)
    assert list(Board.of(place.plan(), Store(place.store)).jobs) == [scored.score.key]
    shutil.rmtree(record_of(place.store, scored.predictions).folder)
    assert list(Board.of(place.plan(), Store(place.store)).jobs) == [scored.predictions.key, scored.score.key]


def test_another_curve_trains_its_phase_again(finished: miniature.Place) -> None:
    """A probe that is not there puts its phase on the board, though the phase's record is; nothing after it."""
    other = plan(miniature.taken(finished.study, changes=["phase.target.probe.every=3"]))
    board = Board.of(other, Store(finished.store, read_only=True))
    assert set(board.jobs) == {run.phases["target"].key for run in other.runs}
