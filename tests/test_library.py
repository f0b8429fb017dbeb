"""Intermezzo as a library: read, plan, run, and what a result holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import intermezzo
from intermezzo.execute.events import Event
from intermezzo.problem import Refused
from intermezzo.store import Store
from miniature import Place, changed, put


def test_from_a_file_to_verdicts(finished: Place, tmp_path: Path) -> None:
    """The doors of the package, one after the other, give what the command line gives, to the byte."""
    events: list[Event] = []
    study = intermezzo.read(finished.study)
    plan = intermezzo.plan(study)
    result = intermezzo.run(plan, store=finished.store, listen=events.append)
    assert [event.name for event in events] == ["plan"]  # all is done, so nothing is begun
    assert result.failed == {}
    (verdict,) = result.verdicts()
    assert verdict.verdict == "undecided"
    page = result.report(tmp_path / "new" / "page.html")
    assert page == tmp_path / "new" / "page.html"
    assert page.read_bytes() == finished.page.read_bytes()


def test_scores_are_a_table(finished: Place) -> None:
    """A row for each evaluation, metric, profile, arm, seed and language, equal to the records' own."""
    plan = intermezzo.plan(intermezzo.read(finished.study))
    scores = intermezzo.run(plan, store=Store(finished.store)).scores()
    assert scores.height == 2 * 2 * 2 * 2 * 2  # arms, seeds, languages, metrics, profiles
    assert set(scores["language"]) == {"fr", "sw"}
    run = plan.runs[-1]
    record = Store(finished.store).get("score", run.scores[0].score.key)
    assert record
    for row in scores.filter(
        (scores["arm"] == run.arm.name)
        & (scores["seed"] == run.seed)
        & (scores["language"] == run.scores[0].language)
    ).iter_rows(named=True):
        assert row["score"] == record.facts["scores"][f"{row['metric']}|{row['profile']}"]
        assert row["n_examples"] == 20


def test_seen_languages_are_marked(finished: Place) -> None:
    """French was trained on in the phase between, so it is seen in that arm; Swahili never is."""
    plan = intermezzo.plan(intermezzo.read(finished.study))
    scores = intermezzo.run(plan, store=finished.store).scores()
    seen = {(row["arm"], row["language"]): row["is_seen"] for row in scores.iter_rows(named=True)}
    assert seen == {
        ("intermediate=none", "fr"): False,
        ("intermediate=none", "sw"): False,
        ("intermediate=mixed", "fr"): True,
        ("intermediate=mixed", "sw"): False,
    }


def test_read_takes_what_the_command_line_takes(finished: Place) -> None:
    """Changes, seeds and scale, and they are told."""
    study = intermezzo.read(
        str(finished.study), changes=["phase.target.rate=2e-3"], seeds=3, scale=0.5, data=finished.folder
    )
    assert study.seeds == (0, 1, 2)
    target = study.arms[0].phases[-1]
    assert (target.rate, target.budget.steps) == (2e-3, 6)
    assert study.changed == ("phase.target.rate=2e-3", "seeds=3", "scale=0.5")
    assert intermezzo.read("quickstart").name == "quickstart"


def test_refusals_carry_every_problem(tmp_path: Path) -> None:
    """A study that is wrong raises once, with all that is wrong with it."""
    place = put(tmp_path, changed(("seeds = 2", "seeds = 0"), ("steps = 12", 'steps = "many"')))
    with pytest.raises(Refused) as refused:
        intermezzo.read(place.study)
    assert [str(problem).split(": ")[1] for problem in refused.value.problems] == [
        "study.seeds",
        "phase.target.budget.steps",
    ]


def test_a_plan_of_what_is_not_here(tmp_path: Path) -> None:
    """Outside data that nobody has are told by the plan, before anything runs."""
    text = changed(
        ('task      = "world-qa"\nlanguages = ["fr", "sw"]', 'task      = "xquad"\nlanguages = ["hi", "th"]')
    )
    study = intermezzo.read(put(tmp_path, text).study)
    with pytest.raises(Refused) as refused:
        intermezzo.plan(study)
    assert len(refused.value.problems) == 2
    assert str(refused.value.problems[0]).startswith("xquad/hi@test: no file xquad/xquad.hi.json")


def test_failed_jobs_are_values(tmp_path: Path) -> None:
    """A job that fails raises nothing: why stands in the result, and in what it reports."""
    data = '[data.mine]\nreader = "text"\nlanguage = "en"\npath = "mine.txt"\n\n[phase.intermediate]'
    text = changed(("[phase.intermediate]", data), ("world-text/{en,fr,sw}@dev", "mine/en"))
    place = put(tmp_path, text)
    (tmp_path / "mine.txt").write_text("\n")
    events: list[Event] = []
    plan = intermezzo.plan(intermezzo.read(place.study))
    (source,) = [job for job in plan.jobs if job.what == "read mine/en@train"]
    result = intermezzo.run(plan, store=place.store, listen=events.append)
    (problem,) = result.failed[source.key]
    assert str(problem) == f"{tmp_path / 'mine.txt'}: no text in this file."
    assert {event.name for event in events} == {"plan", "begin", "done", "failed", "blocked"}
    assert [job.state for job in result.findings().jobs if job.key == source.key] == ["failed"]
    assert result.scores().height == 0
