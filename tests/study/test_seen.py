"""Seen and unseen: which languages a claim speaks of."""

from __future__ import annotations

import pytest

from intermezzo.study.seen import claim_languages, is_seen, pairs, trained_on
from study.scenes import STUDY, mistakes, taken

TEXT = (
    STUDY
    + """\
[axes]
middle = ["none", "english", "turkish"]
size = [1, 2]
[[exclude]]
when = "middle == 'turkish' and size == 2"
[phase.text]
task = "world-text"
budget = { steps = 5 }
mixture = { hi = 1, "world-qa/ru" = 1 }
[phase.middle]
when = "middle != 'none'"
task = "world-qa-unanswerable"
budget = { steps = 5 }
mixture = { by = "middle", english = { en = 1 }, turkish = { tr = 1 } }
[phase.target]
task = "world-qa"
budget = { steps = "5 * size" }
mixture = { en = 1 }
[evaluate.z]
task = "world-qa"
languages = ["en", "tr", "hi", "sw"]
[evaluate.early]
after = "middle"
task = "world-qa"
languages = ["en", "tr", "hi", "sw"]
[[claim]]
says = "s"
compare = { middle = ["A", "B"] }
on = "EVALUATION"
expect = "> 0"
over = OVER
"""
)


def claimed(arm: str, control: str, over: str, evaluation: str = "z"):
    text = TEXT.replace('"A"', f'"{arm}"').replace('"B"', f'"{control}"').replace("OVER", over)
    study = taken(text.replace("EVALUATION", evaluation))
    return study, study.claims[0]


@pytest.mark.parametrize(
    ("arm", "control", "over", "languages"),
    [
        ("english", "none", '"all"', ("en", "tr", "hi", "sw")),
        ("english", "none", '"seen"', ("en",)),
        ("english", "none", '"unseen"', ("tr", "hi", "sw")),
        ("turkish", "english", '"unseen"', ("hi", "sw")),
        ("turkish", "english", '"seen"', ("en", "tr")),
        ("english", "none", '["sw", "en"]', ("en", "sw")),
    ],
)
def test_languages(arm, control, over, languages):
    """Seen is what a compared arm trained on for the task's family; text of another family counts for nothing."""
    assert claim_languages(*claimed(arm, control, over)) == languages


def test_what_comes_later_is_not_seen():
    """Phases after the evaluated one do not count."""
    study, claim = claimed("turkish", "none", '"unseen"', "early")
    assert claim_languages(study, claim) == ("en", "hi", "sw")
    arm = study.arms[0]
    assert trained_on(study, arm, arm.evaluations[0]) == {"en", "ru"}
    assert trained_on(study, arm, arm.evaluations[1]) == {"ru"}


def test_pairs_hold_the_other_axes_equal():
    """Arm and control differ in the compared axis alone; one whose partner is excluded has none."""
    study, claim = claimed("english", "none", '"all"')
    assert [(a.name, b.name) for a, b in pairs(study, claim)] == [
        ("middle=english,size=1", "middle=none,size=1"),
        ("middle=english,size=2", "middle=none,size=2"),
    ]
    study, claim = claimed("turkish", "none", '"all"')
    assert [a.name for a, _ in pairs(study, claim)] == ["middle=turkish,size=1"]


def test_no_pair():
    """A claim whose two values never meet with all else equal is refused."""
    text = TEXT.replace('"A"', '"turkish"').replace('"B"', '"none"').replace("OVER", '"all"')
    text = text.replace("EVALUATION", "z").replace("size == 2", "size == 2 or middle == 'none' and size == 1")
    assert mistakes(text) == [
        (
            "study:29: claim 1: no two arms differ in middle = 'turkish' and 'none' alone. "
            "Exclude fewer arms, or compare other values."
        )
    ]


@pytest.mark.parametrize(
    ("code", "trained", "seen"),
    [
        ("de", {"de"}, True),
        ("de", {"en"}, False),
        ("de-es", {"de"}, False),
        ("de-es", {"de", "es"}, True),
        ("de-de", {"de"}, True),
        ("zh-hant", {"zh"}, True),
        ("zh-hant", {"en"}, False),
        ("cipher-40", {"en"}, False),
        ("cipher-40", {"cipher-40-reversed"}, False),
        ("cipher-40-reversed", {"cipher-40-reversed"}, True),
    ],
)
def test_a_pair_is_seen_where_both_its_languages_are(code, trained, seen):
    """A script is not another language, and a cipher language is its own."""
    assert is_seen(code, trained) == seen


def test_training_on_a_pair_is_training_on_both():
    """Questions in one language about text in another."""
    study = taken(
        STUDY
        + """\
[axes]
middle = ["none", "pairs"]
[phase.middle]
when = "middle == 'pairs'"
task = "mlqa-pairs"
budget = { steps = 5 }
mixture = { "mlqa-pairs/de-es@dev" = 1 }
[phase.target]
task = "squad"
budget = { steps = 5 }
mixture = { en = 1 }
[evaluate.z]
task = "mlqa-pairs"
languages = ["de-es", "de-en", "de-vi"]
[[claim]]
says = "s"
compare = { middle = ["pairs", "none"] }
on = "z"
expect = "> 0"
over = "unseen"
"""
    )
    assert trained_on(study, study.arms[1], study.arms[1].evaluations[0]) == {"de", "es", "en"}
    assert claim_languages(study, study.claims[0]) == ("de-vi",)
