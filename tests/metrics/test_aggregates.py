"""Averages over languages, tasks and benchmarks; XTREME's own numbers are in test_xtreme.py."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import (
    _aggregates,
    mean_by_group,
    mean_of_groups,
    mean_over,
    transfer_gap,
    xtreme_r_score,
    xtreme_score,
)
from intermezzo.metrics._aggregates import XTREME_GROUPS, XTREME_R_GROUPS
from intermezzo.metrics._language_groups import LANGUAGE_GROUPS, LOW_RESOURCE, SCRIPTS
from intermezzo.metrics._xtreme.suites import suite
from intermezzo.problem import Refused

R_TASKS = [task for tasks in XTREME_R_GROUPS.values() for task in tasks]


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(_aggregates).failed == 0


def test_xtreme_r_counts_lareqa():
    """Ten tasks, by hand: nine at 50 and LAReQA at 20 make 47; by groups, retrieval falls to 40 of four."""
    tasks = {**dict.fromkeys(R_TASKS, 50.0), "lareqa": 20.0}
    assert len(tasks) == 10
    assert xtreme_r_score(tasks) == pytest.approx(47.0)
    assert mean_of_groups(tasks, XTREME_R_GROUPS) == pytest.approx((50 + 50 + 50 + 40) / 4)


def test_xtreme_weighs_tasks_alike():
    """Nine tasks, by hand: three of QA at 90 and six at 0 make 30; by groups they are one of four."""
    tasks = dict.fromkeys([task for tasks in XTREME_GROUPS.values() for task in tasks], 0.0)
    tasks |= dict.fromkeys(XTREME_GROUPS["qa"], 90.0)
    assert xtreme_score(tasks) == pytest.approx(30.0)
    assert mean_of_groups(tasks, XTREME_GROUPS) == pytest.approx(22.5)


def test_from_the_scripts_task_scores(golden):
    """XTREME-R's toy run without LAReQA (evaluate.py at 838c13b6): groups as printed, and the score with it."""
    said = golden("xtreme/runs.json.gz")["runs"]["toy xtreme-r, seqeval 0.0.12"]["output_file"]
    tasks = {name: value["avg_metric"] for name, value in said.items() if isinstance(value, dict)}
    whole = xtreme_r_score({**tasks, "lareqa": 30.0})
    assert whole == pytest.approx((sum(tasks.values()) + 30.0) / 10)
    with pytest.raises(Refused, match="no score of lareqa"):
        xtreme_r_score(tasks)


def test_refusals_say_why():
    """A missing task, no source language, nothing but the source, nothing at all."""
    reasons = {
        (
            "no score of pawsx, bucc2018. "
            "A mean over fewer tasks would be another number; average those by hand."
        ): lambda: xtreme_score(dict.fromkeys(R_TASKS, 1.0)),
        "no score in 'en', which the gap is measured from. There is: de": lambda: transfer_gap({"de": 1.0}),
        "nothing to average. Check the languages and tasks asked for.": lambda: transfer_gap({"en": 1.0}),
    }
    for reason, work in reasons.items():
        with pytest.raises(Refused) as refused:
            work()
        assert str(refused.value) == reason
    with pytest.raises(Refused, match="nothing to average"):
        mean_over({"en": 1.0}, ["de"])


def test_every_language_has_one_script():
    """The languages of both benchmarks are in one script each; the low-resource ones are among them."""
    languages = {code for task in suite("xtreme-r", "0.0.12").tasks.values() for code in task.languages}
    languages |= {code for task in suite("xtreme", "0.0.12").tasks.values() for code in task.languages}
    counted = [code for codes in SCRIPTS.values() for code in codes]
    assert sorted(counted) == sorted(languages)
    assert languages >= LOW_RESOURCE


SCORES = st.dictionaries(
    st.sampled_from(["en", "de", "sw", "hi", "zh", "te", "ru"]), st.floats(0, 100), min_size=2
).map(lambda scores: {"en": 50.0, **scores})


@given(SCORES)
def test_gap_and_means_agree(scores):
    """English less the gap is the mean of the others; equal scores have no gap; groups lie within the range."""
    others = mean_over(scores, without=("en",))
    assert scores["en"] - transfer_gap(scores) == pytest.approx(others)
    assert transfer_gap(dict.fromkeys(scores, 7.0)) == 0.0
    for name, points in mean_by_group(scores).items():
        inside = [scores[code] for code in scores if code in LANGUAGE_GROUPS[name]]
        assert min(inside) - 1e-9 <= points <= max(inside) + 1e-9
    weights = [len(set(scores) & languages) for languages in SCRIPTS.values()]
    by_script = mean_by_group(scores, SCRIPTS)
    total = sum(by_script[name] * n for name, n in zip(SCRIPTS, weights) if n)
    assert total / len(scores) == pytest.approx(mean_over(scores))
