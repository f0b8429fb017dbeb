"""Claims: contrasts with an expectation, checked against the arms there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from intermezzo import shelf
from intermezzo.problem import Problem
from intermezzo.study.arms import Values
from intermezzo.study.choice import quoted
from intermezzo.study.fields import given, required, texts
from intermezzo.study.model import Arm, Claim, Evaluation, Study
from intermezzo.study.node import ABSENT, Node
from intermezzo.study.seen import claim_languages, evaluation_of, others, pairs
from intermezzo.study.shelved import metric_names
from intermezzo.study.unknown import did_you_mean

OVER = ("all", "unseen", "seen")
EQUAL_WITHIN = 0.01  # budgets in tokens end with whole steps, and one of 100 is a hundredth


def claim(node: Node, combinations: Sequence[Values], evaluations: Sequence[str]) -> Claim | None:
    """A claim as the file has it; None once a mistake has been said.

    Args:
        combinations: the axis values of every arm.
        evaluations: names of the study's evaluations.
    """
    readers = {
        "compare": lambda each: compare(each, node, combinations),
        "on": lambda each: named(each, evaluations),
        "expect": expect,
        "over": over,
    }
    values = given(node, Claim, hidden=("line",), readers=readers)
    if not isinstance(node.value, dict):
        return None
    required(
        node, 'says = "…"', "compare = { AXIS = [VALUE, CONTROL] }", 'on = "EVALUATION"', 'expect = "> 0"'
    )
    if not {"says", "compare", "on", "expect"} <= values.keys():
        return None
    return Claim(**{**values, "line": node.door.lines.at(node.path)})


def compare(node: Node, claim: Node, combinations: Sequence[Values]) -> Any:
    """(axis, arm value, control value), both of which arms have that differ in nothing else."""
    axes = node.door.axes
    if not isinstance(node.value, dict) or len(node.value) != 1:
        node.expected("a table such as { AXIS = [VALUE, CONTROL] }")
        return ABSENT
    ((axis, pair),) = node.children()
    if axis not in axes:
        pair.say(f"'{axis}' is not an axis.", did_you_mean(axis, list(axes), all_of="Axes"))
        return ABSENT
    if not isinstance(pair.value, list) or len(pair.value) != 2 or pair.value[0] == pair.value[1]:
        pair.expected("two values of the axis")
        return ABSENT
    for item in pair.items():
        if not isinstance(item.value, str | int | float) or isinstance(item.value, bool):
            item.expected(f"a value of {axis}")
            return ABSENT
        if combinations and not any(arm[axis] == item.value for arm in combinations):
            claim.say(f"compares {axis} = {quoted(item.value)}, but no arm has it")
            return ABSENT
    value, control = pair.value
    rests = [
        {
            tuple((name, each) for name, each in arm.items() if name != axis)
            for arm in combinations
            if arm[axis] == side
        }
        for side in (value, control)
    ]
    if combinations and not rests[0] & rests[1]:
        claim.say(
            f"no two arms differ in {axis} = {quoted(value)} and {quoted(control)} alone.",
            "Exclude fewer arms, or compare other values.",
        )
        return ABSENT
    return axis, value, control


def named(node: Node, evaluations: Sequence[str]) -> Any:
    """An evaluation of the study."""
    if isinstance(node.value, str) and node.value in evaluations:
        return node.value
    if isinstance(node.value, str):
        node.say(
            f"no evaluation '{node.value}'.",
            did_you_mean(node.value, list(evaluations), all_of="Evaluations"),
        )
    else:
        node.expected("the name of an evaluation")
    return ABSENT


def expect(node: Node) -> Any:
    """An expectation that `analysis` can read."""
    from intermezzo.analysis.expectation import parse_expectation  # late: planning needs no statistics

    if not isinstance(node.value, str):
        node.expected(
            "a comparison with a number of points", 'Write "> 0", "< -1.5" or "within 0.5", in points.'
        )
        return ABSENT
    found = parse_expectation(node.value)
    if isinstance(found, Problem):
        node.expected(found.what.removeprefix("expected ").partition(", found ")[0], found.remedy)
        return ABSENT
    return node.value


def over(node: Node) -> Any:
    """ "all", "unseen", "seen", or languages."""
    if isinstance(node.value, list) and node.value:
        return texts(node)
    if node.value not in OVER:
        node.expected('"all", "unseen", "seen" or a list of languages')
        return ABSENT
    return node.value


def with_metric(claim: Claim, study: Study) -> Claim:
    """The claim; where it names no metric, on the first of the evaluation's task."""
    arms = [arm for pair in pairs(study, claim) for arm in pair]
    found = next((each for arm in arms if (each := evaluation_of(arm, claim.on))), None)
    own = study.task(found.task).metrics[:1] if found else ()
    return replace(claim, metric=own[0]) if own and not claim.metric else claim


def check(claim: Claim, node: Node, study: Study) -> None:
    """What a claim says against the resolved arms: its evaluation, metric, languages, and what is equal."""
    compared = pairs(study, claim)
    for arm in (arm for pair in compared for arm in pair):
        found = evaluation_of(arm, claim.on)
        if found is None:
            node.child("on").say(
                f"the arm {arm.name} has no evaluation '{claim.on}'.", "Compare arms that have it."
            )
            return
        metric(claim, node, study, found)
        languages(claim, node, found)
    if compared and not claim_languages(study, claim):
        which = {"unseen": "is unseen by every compared arm", "seen": "is seen by a compared arm"}
        reason = which.get(str(claim.over), "is evaluated in every compared arm")
        node.child("over").say(f"no language of '{claim.on}' {reason}.", "Evaluate on more languages.")
    if "steps" in claim.equal:
        for one, two in compared:
            if not same_steps(claim, node, one, two):
                return


def metric(claim: Claim, node: Node, study: Study, evaluation: Evaluation) -> None:
    """Whether the evaluation's task is scored with the metric."""
    task = study.task(evaluation.task)
    if claim.metric in task.metrics:
        return
    known = list(metric_names())
    if claim.metric not in known:
        problem = shelf.unknown("metrics", claim.metric, known)
        node.child("metric").say(problem.what, problem.remedy)
        return
    there = (
        f"It has: {', '.join(task.metrics)}"
        if task.metrics
        else "It has no metrics; claim on another evaluation."
    )
    node.child("metric").say(f"task '{task.name}' is not scored with '{claim.metric}'.", there)


def languages(claim: Claim, node: Node, evaluation: Evaluation) -> None:
    """Whether listed languages are evaluated."""
    if isinstance(claim.over, str):
        return
    for each in claim.over:
        if each not in evaluation.languages:
            node.child("over").say(
                f"evaluation '{claim.on}' has no '{each}'.", f"It has: {', '.join(evaluation.languages)}"
            )


def same_steps(claim: Claim, node: Node, arm: Arm, control: Arm) -> bool:
    """Whether two arms train as many steps. What is not given in steps is held against each other later."""
    n_steps = [steps(each, claim.on) for each in (arm, control)]
    if None in n_steps or n_steps[0] == n_steps[1]:
        return True
    axis, value, against = claim.compare
    rest = "".join(f" ({name} = {each})" for name, each in others(arm, axis))
    node.say(
        f"says equal steps, but {quoted(value)} trains {n_steps[0]:,} "
        f"and {quoted(against)} {n_steps[1]:,}{rest}.",
        "Set budget = { steps = … } or drop 'equal'.",
    )
    return False


def steps(arm: Arm, evaluation: str) -> int | None:
    """Steps on the way to the evaluated weights; None if a budget is not in steps."""
    found = evaluation_of(arm, evaluation)
    names = [phase.name for phase in arm.phases]
    if found is None:
        return None
    budgets = [phase.budget.steps for phase in arm.phases[: names.index(found.after) + 1]]
    return sum(budgets) if all(budgets) else None
