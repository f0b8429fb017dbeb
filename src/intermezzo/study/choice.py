"""Choices: `{ by = AXIS, VALUE = … }` stands for the entry of the arm's value on that axis."""

from __future__ import annotations

from collections.abc import Mapping

from intermezzo.study.node import ABSENT, Node
from intermezzo.study.unknown import did_you_mean

BY = "by"


def choose(node: Node) -> Node:
    """The entry an arm takes, with its own path; the node itself where there is no choice.

    A choice without an entry for the arm is a mistake, and the node that comes back is absent.
    """
    while node.arm is not None and isinstance(node.value, dict) and BY in node.value:
        node = _entry(node, node.arm)
    return node


def _entry(node: Node, arm: Mapping[str, str | float]) -> Node:
    axis = node.value[BY]
    if not isinstance(axis, str) or axis not in arm:
        node.child(BY).expected("the name of an axis", did_you_mean(axis, list(arm), all_of="Axes"))
        return _nothing(node)
    known = node.door.values_of(axis)
    for key, entry in node.children():
        if key != BY and not any(is_key_of(key, value) for value in known):
            values = [str(value) for value in known]
            entry.say(f"'{key}' is not a value of {axis}.", did_you_mean(key, values, all_of="Values"))
    for key, entry in node.children():
        if key != BY and is_key_of(key, arm[axis]):
            return entry
    is_in_phase = node.path[0] == "phase"
    remedy = "Add one, or leave the phase out with 'when'." if is_in_phase else "Add one."
    node.say(f"no entry for {axis} = {quoted(arm[axis])}.", remedy)
    return _nothing(node)


def is_key_of(key: str, value: str | float) -> bool:
    """Keys are text in TOML: `0.50 = …` stands for 0.5."""
    if isinstance(value, str):
        return key == value
    try:
        return float(key) == value
    except ValueError:
        return False


def quoted(value: object) -> str:
    """A value of an axis in a sentence."""
    return f"'{value}'" if isinstance(value, str) else f"{value}"


def _nothing(node: Node) -> Node:
    return Node(value=ABSENT, path=node.path, door=node.door, arm=node.arm)
