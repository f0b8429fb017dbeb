"""Every message of DESIGN section 5 that concerns a study, whole. STUDY is the file as the user named it."""

from __future__ import annotations

from pathlib import Path

import pytest

from study.scenes import PHASE, STUDY, mistakes

INTERMEDIATE = """\
[axes]
intermediate = ["none", "english"]

[phase.intermediate]
AFTER
task = "world-qa-unanswerable"
budget = { steps = 10 }
mixture = { by = "intermediate", none = { en = 1 }, english = { en = 1 } }

"""
EVALUATE = """\
[evaluate.zero-shot]
task = "TASK"
languages = LANGUAGES
"""
CLAIM = """\
[[claim]]
says = "it helps"
compare = { intermediate = ["english", "none"] }
on = "zero-shot"
expect = "> 0"
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file `study.toml` where one stands."""
    monkeypatch.chdir(tmp_path)
    return Path("study.toml")


def said(study: Path, text: str) -> list[str]:
    study.write_text(text, "utf-8")
    return mistakes(study)


def intermediate(after: str = "") -> str:
    return INTERMEDIATE.replace("AFTER", after)


def evaluate(task: str = "world-qa", languages: str = '"all"') -> str:
    return EVALUATE.replace("TASK", task).replace("LANGUAGES", languages)


def test_unknown_field(study):
    """A misspelt field is named with its place and the field that was meant, and nothing else is complained of."""
    assert said(study, STUDY + PHASE.replace("budget", "bugdet")) == [
        "study.toml:6: phase.target.bugdet: unknown field. Did you mean 'budget'?"
    ]


def test_wrong_kind_of_value(study):
    """A value of another kind is shown beside what was expected."""
    assert said(study, STUDY + PHASE.replace("10", '"many"')) == [
        'study.toml:6: phase.target.budget.steps: expected a whole number above 0, found "many"'
    ]


def test_unknown_axis_value(study):
    """A choice without an entry for a value of its axis names the value."""
    text = STUDY + intermediate().replace(", english = { en = 1 }", "") + PHASE
    assert said(study, text) == [
        (
            "study.toml:11: phase.intermediate.mixture: no entry for intermediate = 'english'. "
            "Add one, or leave the phase out with 'when'."
        )
    ]


def test_expression(study):
    """An expression over what is no axis names the axes there are."""
    axes = '[axes]\nshare = [0.5, 1]\norder = ["joint", "sequential"]\n'
    text = STUDY + axes + PHASE.replace("en = 1", 'en = "1 - shares"')
    assert said(study, text) == [
        (
            "study.toml:10: phase.target.mixture.en: cannot read '1 - shares': 'shares' is not an axis. "
            "Axes: share, order."
        )
    ]


def test_unknown_task(study):
    """An unknown task is answered with the nearest."""
    assert said(study, STUDY + PHASE + evaluate("xquadd")) == [
        (
            "study.toml:9: evaluate.zero-shot.task: no task 'xquadd'. Did you mean 'xquad'? "
            "All tasks: intermezzo list tasks"
        )
    ]


def test_language_not_served(study):
    """A language that a task lacks is answered with those it has."""
    assert said(study, STUDY + PHASE + evaluate("xquad", '["sw"]')) == [
        (
            "study.toml:10: evaluate.zero-shot.languages: task 'xquad' has no 'sw'. "
            "It has: ar, de, el, en, es, hi, ro, ru, th, tr, vi, zh"
        )
    ]


def test_circle(study):
    """Phases that come after each other are shown all the way round."""
    text = STUDY + intermediate('after = "target"') + PHASE + 'after = "intermediate"\n'
    assert said(study, text) == [
        "study.toml:17: phase.target.after: phases form a circle: target → intermediate → target"
    ]


def test_claim_on_nothing(study):
    """A claim on a value no arm has says so, and counts claims from 1."""
    text = STUDY + intermediate() + PHASE + evaluate() + CLAIM + CLAIM.replace("english", "french")
    assert said(study, text) == [
        "study.toml:25: claim 2: compares intermediate = 'french', but no arm has it"
    ]


def test_not_matched(study):
    """Arms that are called equal in steps and are not are refused with both numbers."""
    text = STUDY + intermediate("when = \"intermediate == 'english'\"").replace("10", "1_200_000") + PHASE
    assert said(study, text + evaluate() + CLAIM + 'equal = ["steps"]\n') == [
        (
            "study.toml:20: claim 1: says equal steps, but 'english' trains 1,200,010 and 'none' 10. "
            "Set budget = { steps = … } or drop 'equal'."
        )
    ]


def test_file_not_found(study):
    """A missing file of one's own is named with the folder it was looked for in."""
    data = '[data.mine]\nreader = "squad"\nlanguage = "sw"\npath = "mine.json"\n'
    assert said(study, STUDY + data + PHASE) == [
        "study.toml:7: data.mine.path: no file mine.json (looked in .)"
    ]


def test_pinned(study):
    """A hub's encoder without a revision is not taken."""
    assert said(study, STUDY + '[encoder]\nname = "hub:OWNER/NAME"\n' + PHASE) == [
        "study.toml:5: encoder.name: 'hub:OWNER/NAME' has no revision. Pin one: hub:OWNER/NAME@<commit>"
    ]


def test_all_mistakes_at_once(study):
    """Mistakes anywhere in a study come together, by line, each once however many arms it concerns."""
    text = (
        STUDY.replace("seeds = 2", "seeds = 0")
        + '[encoder]\nname = "dir:nowhere"\n'
        + intermediate().replace("10", "0")
        + PHASE.replace("en = 1", "xx = 1")
        + evaluate("xquadd")
        + CLAIM.replace('"> 0"', '"up"')
        + "[phaze]\n"
    )
    places = [line.split(": ")[:2] for line in said(study, text)]
    assert places == [
        ["study.toml:3", "study.seeds"],
        ["study.toml:5", "encoder.name"],
        ["study.toml:12", "phase.intermediate.budget.steps"],
        ["study.toml:18", "phase.target.mixture.xx"],
        ["study.toml:20", "evaluate.zero-shot.task"],
        ["study.toml:26", "claim 1.expect"],
        ["study.toml:27", "phaze"],
    ]
