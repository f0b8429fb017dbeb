"""Heads: whatever is scored has a metric, and a phase on the way to its weights that trained its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intermezzo.study.checkpoint import BEST
from intermezzo.study.model import Evaluation, Phase
from intermezzo.study.node import Node
from intermezzo.study.reference import find_task


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
    trained = {
        found.format for phase in way for share in phase.mixture if (found := find_task(share.of.task, node))
    }
    if task.format not in trained:
        node.say(
            f"'{name}' needs a head for {task.format}, and no phase up to '{way[-1].name}' trains one.",
            "Train on a task of that format first.",
        )
