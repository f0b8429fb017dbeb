"""A study of each format on the built-in world, from its file to its scores and its page."""

from __future__ import annotations

from pathlib import Path

import pytest

import intermezzo
from intermezzo.execute.verify import verify
from intermezzo.tasks import FORMATS

STUDIES = Path(__file__).parents[2] / "studies" / "formats"
# What English must reach where it was trained on: far above guessing, far below what was seen.
LEAST = {
    ("extractive-qa", "f1"): 35,
    ("sequence-classification", "accuracy"): 40,
    ("multiple-choice", "accuracy"): 32,
    ("token-tagging", "entity-f1"): 60,
    ("retrieval", "retrieval-accuracy"): 60,
    ("mixed", "entity-f1"): 50,
}


def test_every_format_has_a_study():
    """By its name."""
    assert FORMATS.keys() <= {path.stem for path in STUDIES.glob("*.toml")}


@pytest.mark.parametrize("name", sorted(path.stem for path in STUDIES.glob("*.toml")))
def test_it_runs_and_scores_languages_it_has_not_seen(name: str, tmp_path: Path):
    """Every evaluation has a score in every language; what was trained on is above guessing; verify agrees."""
    study = intermezzo.read(STUDIES / f"{name}.toml")
    plan = intermezzo.plan(study)
    result = intermezzo.run(plan, store=tmp_path / "store", executor="inline")
    rows = result.scores().to_dicts()
    for arm in study.arms:
        for evaluation in arm.evaluations:
            metrics = study.task(evaluation.task).metrics
            found = {
                (r["language"], r["metric"])
                for r in rows
                if r["evaluation"] == evaluation.name and r["arm"] == arm.name
            }
            assert {(language, metric) for language in evaluation.languages for metric in metrics} <= found
    assert all(0 <= r["score"] <= 100 for r in rows)
    for (which, metric), least in LEAST.items():
        if which == name:
            assert max(r["score"] for r in rows if r["metric"] == metric and r["language"] == "en") > least
    page = tmp_path / "page.html"
    result.report(page)
    assert study.question in page.read_text()
    checked = verify(plan, result.store, page=page)
    assert (checked.problems, checked.page) == ((), "agrees")
    assert checked.scores == len(rows)
