"""Heads: whatever is scored has a metric, and a phase on the way to its weights that trained its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intermezzo.study.checkpoint import BEST
from intermezzo.study.model import Evaluation, Phase
from intermezzo.study.node import Node
from intermezzo.study.reference import find_task
from intermezzo.tasks import FORMATS, Task

MAX_LABELS = 8  # named in a message


def check(phases: Node, chain: Mapping[str, Phase], evaluated: Sequence[tuple[Node, Evaluation]]) -> None:
    """Say where an evaluation, a probe or a checkpoint rule of an arm asks what its weights cannot answer.

    Args:
        phases: the study's table of phases.
        chain: the arm's phases by name, in order.
        evaluated: the arm's evaluations with their tables.
    """
    names = list(chain)
    ways = {name: [chain[each] for each in names[: i + 1]] for i, name in enumerate(names)}
    for node, each in evaluated:
        ask(node.child("task"), each.task, ways[each.after])
        if "checkpoint" in node.value:
            ask_rule(node.child("checkpoint"), each.checkpoint, ways[each.after])
    for name, phase in chain.items():
        node = phases.child(name)
        for reference in phase.probe.on if phase.probe else ():
            ask(node.child("probe").child("on"), reference.task, ways[name])
        ask_rule(node.child("checkpoint"), phase.checkpoint, ways[name])


def ask_rule(node: Node, rule: str, way: Sequence[Phase]) -> None:
    """A rule such as `best on world-qa/en@dev` scores that source."""
    if best := BEST.fullmatch(rule):
        ask(node, best[1].split("/")[0], way)


def ask(node: Node, name: str, way: Sequence[Phase]) -> None:
    """Whether a task can be scored after these phases."""
    task = find_task(name, node)
    if task is None:
        return
    if not task.metrics:
        node.say(f"task '{name}' has nothing to score: it is text to train on.", "Take one with answers.")
        return
    tasks = [found for phase in way for share in phase.mixture if (found := find_task(share.of.task, node))]
    formats = {each.format for each in tasks}
    if not FORMATS[task.format].needs_head:
        return
    if task.format not in formats:
        node.say(
            f"'{name}' needs a head for {task.format}, and no phase up to '{way[-1].name}' trains one.",
            "Train on a task of that format first.",
        )
    elif head_of(task) not in {head_of(each) for each in tasks}:
        others = " or ".join(sorted({told(each) for each in tasks if each.format == task.format}))
        node.say(
            f"'{name}' tells {told(task)} apart, and the phases up to '{way[-1].name}' train {others}.",
            "Train on a task with the same labels first.",
        )


def head_of(task: Task) -> tuple[str, object]:
    """What its head is for: format and labels; a task that declares no labels has those of its train split."""
    found = FORMATS[task.format]
    return task.format, (task.labels or task.name) if found.has_labels else ()


def told(task: Task) -> str:
    """Its labels, in words."""
    if not task.labels:
        return f"the labels of '{task.name}'"
    some = ", ".join(task.labels[:MAX_LABELS])
    return f"{some}, …" if len(task.labels) > MAX_LABELS else some
