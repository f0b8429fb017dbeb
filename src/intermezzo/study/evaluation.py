"""One evaluation of an arm."""

from __future__ import annotations

from typing import Any

from intermezzo.problem import Problem
from intermezzo.study.chain import Chain
from intermezzo.study.checkpoint import rule
from intermezzo.study.choice import choose
from intermezzo.study.fields import given, required
from intermezzo.study.model import EXACT, TEST, Evaluation
from intermezzo.study.node import ABSENT, Node
from intermezzo.study.phase import passed_over, task_of
from intermezzo.study.reference import ALL, find_task, languages
from intermezzo.study.unknown import did_you_mean


def evaluation(name: str, node: Node, chain: Chain | None, phases: list[str]) -> Evaluation | None:
    """An evaluation as an arm has it, after what stands in for the phase it names; None after a mistake."""
    task = task_of(node)
    split = choose(node.child("split")).value
    readers = {
        "task": lambda each: task or ABSENT,
        "languages": lambda each: evaluated(each, task, split if isinstance(split, str) else TEST),
        "after": lambda each: existing(each, phases),
        "checkpoint": rule,
        "decoder": lambda each: decoder(each, task),
        "when": passed_over,
    }
    values = given(node, Evaluation, hidden=("name",), readers=readers)
    required(node, 'task = "world-qa"', 'languages = "all"')
    if "task" not in values or "languages" not in values or chain is None:
        return None
    named = values.get("after") or (chain.order[-1] if chain.order else "")
    after = chain.stands_for.get(named, "")
    if not after:
        arm = ", ".join(f"{axis} = {value}" for axis, value in (node.arm or {}).items())
        where = f"the arm {arm}" if arm else "the study"
        node.say(f"{where} trains nothing that could be evaluated.", "Leave the evaluation out with 'when'.")
        return None
    return Evaluation(**{**values, "name": name, "after": after})


def evaluated(node: Node, task: str | None, split: str) -> Any:
    """The languages: all that the split has, or those of a list."""
    if node.value != ALL and not isinstance(node.value, list):
        node.expected('"all" or a list of languages')
        return ABSENT
    if isinstance(node.value, list) and not (
        node.value and all(isinstance(each, str) for each in node.value)
    ):
        node.expected('"all" or a list of languages')
        return ABSENT
    found = find_task(task, node) if task else None
    if found is None:
        return ABSENT
    wanted = ALL if node.value in (ALL, [ALL]) else tuple(node.value)
    return languages(found, wanted, split, node) or ABSENT


def decoder(node: Node, task: str | None) -> Any:
    """How answers are read from logits: our search, or a decoder of the shelf that can do what the task asks."""
    from intermezzo.models.formats import _decoders  # late: it brings numpy along

    if not isinstance(node.value, str):
        node.expected("the name of a decoder")
        return ABSENT
    if node.value == EXACT:
        return EXACT
    found = _decoders.load(node.value)
    if isinstance(found, Problem):
        known = [EXACT, *_decoders.names()]
        node.say(f"no decoder '{node.value}'.", did_you_mean(node.value, known, all_of="Decoders"))
        return ABSENT
    of = find_task(task, node) if task else None
    if of is not None and of.may_abstain and "may_abstain" not in found.reads:
        node.say(
            f"{found.name} has no null answer, and task '{of.name}' asks what has no answer.",
            "Take exact, or another decoder.",
        )
        return ABSENT
    return found.name


def existing(node: Node, phases: list[str]) -> Any:
    """The name of a phase of the study."""
    if isinstance(node.value, str) and (node.value in phases or not node.value):
        return node.value
    if isinstance(node.value, str):
        node.say(f"no phase '{node.value}'.", did_you_mean(node.value, phases, all_of="Phases"))
    else:
        node.expected("the name of a phase")
    return ABSENT
