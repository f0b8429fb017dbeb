"""One phase of an arm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from intermezzo.study.chain import FIELDS
from intermezzo.study.checkpoint import rule
from intermezzo.study.choice import choose
from intermezzo.study.fields import given, kinds, required, value
from intermezzo.study.mixture import mixture
from intermezzo.study.model import DEV, TEST, Budget, Phase, Probe, Reference
from intermezzo.study.node import ABSENT, Node
from intermezzo.study.reference import find_task, references

TASK_KIND = kinds(Phase)["task"]


def phase(name: str, node: Node) -> Phase | None:
    """A phase as an arm has it; None once a mistake has been said that keeps it from being one."""
    task = task_of(node)
    readers = {
        "task": lambda each: each.value,  # read and checked above
        "mixture": lambda each: mixture(each, task=task),
        "budget": budget,
        "checkpoint": rule,
        "without": excluded,
        "probe": probe,
        **dict.fromkeys(FIELDS, passed_over),  # chain.py reads these
    }
    values = given(node, Phase, hidden=("name",), readers=readers)
    required(node, "mixture = { en = 1 }", "budget = { steps = 150 }")
    if "mixture" not in values or "budget" not in values:
        return None
    fits(node, values)
    return Phase(**{**values, "name": name, "task": task or values["mixture"][0].of.task})


def task_of(node: Node) -> str | None:
    """The task of a phase or an evaluation; "" where it names none, None once a mistake has been said."""
    chosen = choose(node.child("task"))
    if chosen.is_absent:
        return None if isinstance(node.value, dict) and "task" in node.value else ""
    task = value(chosen, TASK_KIND)
    return None if task is ABSENT or find_task(task, chosen) is None else str(task)


def passed_over(node: Node) -> Any:
    """Read elsewhere."""
    return ABSENT


def budget(node: Node) -> Any:
    """Exactly one of steps, epochs and tokens."""
    values = given(node, Budget)
    if not isinstance(node.value, dict):
        return ABSENT
    measures = [each.name for each in fields(Budget) if each.name in node.value]
    if len(measures) != 1:
        found = " and ".join(measures) or "none of them"
        node.say(f"expected one of steps, epochs and tokens, found {found}")
        return ABSENT
    return Budget(**values) if values else ABSENT


def probe(node: Node) -> Any:
    """A learning curve."""
    values = given(node, Probe, readers={"on": probed})
    required(node, 'on = ["world-qa/sw"]')
    return Probe(**values) if "on" in values else ABSENT


def probed(node: Node) -> Any:
    """What is probed: a list of references."""
    return listed(node, split=DEV)


def excluded(node: Node) -> Any:
    """What is not trained on: a list of references, empty where an axis leaves nothing out."""
    return () if node.value == [] else listed(node, split=TEST, takes_tasks=True)


def listed(node: Node, *, split: str, takes_tasks: bool = False) -> Any:
    """References in a list, each once. `takes_tasks`: a task alone is all its languages."""
    if not isinstance(node.value, list) or not node.value:
        node.expected('a list such as ["world-qa/sw"]')
        return ABSENT
    found: dict[Reference, None] = {}
    is_whole = True
    for each in node.items():
        item = choose(each)
        if not isinstance(item.value, str):
            if not item.is_absent:
                item.expected("TASK/LANGUAGE")
            is_whole = False
            continue
        meant = references(item.value, item, split=split, takes_tasks=takes_tasks)
        is_whole &= bool(meant)
        for reference in meant:
            if reference in found:
                item.say(f"'{reference}' stands here twice.", "Write it once.")
            found[reference] = None
    return tuple(found) if is_whole else ABSENT


def fits(node: Node, values: Mapping[str, Any]) -> None:
    """What two fields say together."""
    length = values.get("length", Phase.__dataclass_fields__["length"].default)
    if values.get("stride", 0) >= length:
        node.child("stride").say(
            f"windows of {length} tokens cannot share {values['stride']}.", "Take a stride below the length."
        )
