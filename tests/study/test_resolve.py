"""Resolving: the axes make arms and leave no trace in them."""

from __future__ import annotations

import dataclasses
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from study.scenes import PHASE, STUDY, TWO_ARMS, mistakes, taken

CHAIN = """\
[axes]
order = ["none", "sequential", "joint"]
share = [0.25, 0.5]

[[exclude]]
when = "order == 'none' and share > 0.25"

[phase.pretrain]
task = "world-qa"
seed = 0
budget = { epochs = 1 }
mixture = { all = 1 }

[phase.between]
when = "order == 'sequential'"
task = "world-qa-unanswerable"
budget = { steps = "round(400 * share)" }
mixture = { en = "1 - share", fr = "share" }

[phase.target]
budget = { by = "order", none = { steps = 10 }, sequential = { steps = 20 }, joint = { tokens = 1e5 } }
warmup = "share / 2"
mixture = { "world-qa/en" = "1 - share * t", "world-qa-unanswerable/{fr,ru}" = "(order == 'joint') * share" }

[evaluate.before]
after = "between"
task = "world-qa"
split = "dev"
languages = ["en"]

[evaluate.zero-shot]
task = "world-qa"
languages = ["sw", "cipher-40"]
limit = 50
"""


def test_cross_product_less_the_excluded():
    """Arms are all combinations of axis values in the order of the file, without those that are excluded."""
    study = taken(STUDY + CHAIN)
    every = itertools.product(["none", "sequential", "joint"], [0.25, 0.5])
    assert [tuple(arm.values.values()) for arm in study.arms] == [
        pair for pair in every if pair != ("none", 0.5)
    ]
    assert study.arms[1].name == "order=sequential,share=0.25"


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(
        st.sampled_from("abc"), st.lists(st.integers(-3, 3), min_size=1, max_size=3, unique=True), max_size=3
    ),
    st.integers(-9, 9),
)
def test_any_axes(axes, limit):
    """However many axes there are, the arms are their product less what the condition excludes."""
    lines = "".join(f"{axis} = {values}\n" for axis, values in axes.items())
    total = " + ".join(axes) or "0"
    text = f'{STUDY}[[exclude]]\nwhen = "{total} > {limit}"\n[axes]\n{lines}{PHASE}'
    kept = [values for values in itertools.product(*axes.values()) if sum(values) <= limit]
    if kept:
        assert [tuple(arm.values.values()) for arm in taken(text).arms] == kept
    else:
        assert mistakes(text) == ["study:4: exclude: no arm is left. Exclude fewer."]


def words_in(value: object) -> list[str]:
    """All texts in a value, names of fields aside."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [w for field in dataclasses.fields(value) for w in words_in(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [word for each in value for word in words_in(each)]
    return [value] if isinstance(value, str) else []


def test_no_trace_of_the_axes():
    """No expression names an axis in what is left, and nothing is a choice by one."""
    for arm in taken(STUDY + CHAIN).arms:
        words = words_in((arm.encoder, arm.phases, arm.evaluations))
        assert not [word for word in words if {"order", "share", "by"} & set(word.replace("(", " ").split())]


def test_values_of_an_arm():
    """Expressions and choices have become the numbers that the arm's values give."""
    (arm,) = (a for a in taken(STUDY + CHAIN).arms if a.name == "order=sequential,share=0.25")
    pretrain, between, target = arm.phases
    assert (pretrain.seed, pretrain.budget.epochs, len(pretrain.mixture)) == (0, 1.0, 13)
    assert between.budget.steps == 100
    assert [(str(s.of), s.share) for s in between.mixture] == [
        ("world-qa-unanswerable/en@train", 0.75),
        ("world-qa-unanswerable/fr@train", 0.25),
    ]
    assert (target.budget.steps, target.warmup) == (20, 0.125)
    # a share of 0 throughout is no source
    assert [(str(s.of), s.share) for s in target.mixture] == [("world-qa/en@train", "1 - 0.25 * t")]


def test_shares_of_several_languages():
    """What is given to several languages is theirs together."""
    (arm,) = (a for a in taken(STUDY + CHAIN).arms if a.name == "order=joint,share=0.5")
    target = arm.phases[-1]
    shares = {str(each.of): each.share for each in target.mixture}
    assert shares["world-qa-unanswerable/fr@train"] == shares["world-qa-unanswerable/ru@train"] == 0.25
    assert target.budget.tokens == 100_000
    assert {share.share for share in arm.phases[0].mixture} == {1 / 13}


def test_left_out_hands_its_predecessor_on():
    """What comes after a phase that is left out starts where that would have started."""
    none, sequential = taken(STUDY + CHAIN).arms[:2]
    assert [phase.name for phase in none.phases] == ["pretrain", "target"]
    assert [phase.name for phase in sequential.phases] == ["pretrain", "between", "target"]
    assert [evaluation.after for evaluation in none.evaluations] == ["pretrain", "target"]
    assert [evaluation.after for evaluation in sequential.evaluations] == ["between", "target"]


def test_default_splits_are_those_of_the_place():
    """A phase trains on train, a probe asks dev, an evaluation test, unless told otherwise."""
    more = 'probe = { on = ["world-qa/sw", "world-qa/te@test"] }\ncheckpoint = "best on world-qa/en"\n'
    evaluate = '[evaluate.z]\ntask = "world-qa"\nlanguages = "all"\n'
    (arm,) = taken(STUDY + PHASE + more + evaluate).arms
    (phase,) = arm.phases
    assert [str(r) for r in phase.probe.on] == ["world-qa/sw@dev", "world-qa/te@test"]
    assert phase.checkpoint == "best on world-qa/en@dev"
    assert phase.mixture[0].of.split == "train"
    assert arm.evaluations[0].split == "test"


def test_order_may_be_an_axis():
    """`after` may be a choice, so the order of phases is one, too."""
    axes = '[axes]\norder = ["there", "back"]\n'
    a = PHASE.replace("target", "a") + 'after = { by = "order", there = "", back = "b" }\n'
    b = PHASE.replace("target", "b") + 'after = { by = "order", there = "a", back = "" }\n'
    arms = taken(STUDY + axes + a + b).arms
    assert [[phase.name for phase in arm.phases] for arm in arms] == [["a", "b"], ["b", "a"]]


def test_the_rule_of_an_evaluation_is_the_phases():
    """An evaluation's checkpoint rule goes before that of the phase it evaluates."""
    evaluate = '[evaluate.z]\ntask = "world-qa"\nlanguages = "all"\ncheckpoint = "average of last 3"\n'
    (arm,) = taken(STUDY + PHASE + evaluate).arms
    assert (arm.phases[0].checkpoint, arm.evaluations[0].checkpoint) == ("average of last 3",) * 2
    (arm,) = taken(STUDY + PHASE + 'checkpoint = "average of last 2"\n' + evaluate[:-33] + "\n").arms
    assert (arm.phases[0].checkpoint, arm.evaluations[0].checkpoint) == ("average of last 2",) * 2


def test_arms_that_begin_alike_are_alike():
    """Two arms that differ only in a value nobody uses have equal phases."""
    one, two = taken(STUDY + TWO_ARMS + PHASE).arms
    assert one.phases == two.phases
    assert one.values != two.values


def test_sizes_mean_nothing_without_scratch():
    """An encoder that is not from scratch has no sizes to differ in."""
    encoder = (
        '[encoder]\nname = { by = "middle", none = "scratch", english = "world-tiny" }\nlayers = 2\n'
        'tokenizer = { text = ["world-text/{en,sw}"] }\n'
    )
    scratch, tiny = (arm.encoder for arm in taken(STUDY + TWO_ARMS + encoder + PHASE).arms)
    assert (scratch.layers, [str(r) for r in scratch.tokenizer.text]) == (
        2,
        ["world-text/en@train", "world-text/sw@train"],
    )
    assert (tiny.layers, tiny.tokenizer.text) == (3, ())


def test_no_axis_is_one_arm():
    """A study without axes has one arm and says so."""
    (arm,) = taken(STUDY + PHASE).arms
    assert arm.name == "only"


def test_seeds():
    """A number counts from 0; a list is taken as it is."""
    assert taken(STUDY + PHASE).seeds == (0, 1)
    assert taken(STUDY.replace("2", "[7, 3]") + PHASE).seeds == (7, 3)
