"""Chains: the order of an arm's phases, by `after` and `when`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intermezzo import expression
from intermezzo.problem import Problem
from intermezzo.study.choice import choose, quoted
from intermezzo.study.node import Node
from intermezzo.study.unknown import did_you_mean

# Fields that order a chain and are gone once it is resolved.
FIELDS = {
    "after": "the phase it comes after; the one before it in the file, unless given",
    "when": "a condition over axes; an arm for which it is false goes without",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The phases an arm goes through, and for every phase of the study which of them stands in for it.

    A phase that is left out hands its predecessor on; "" is the encoder as it came.
    """

    order: tuple[str, ...]
    stands_for: Mapping[str, str] = field(default_factory=dict)


def chain(phases: Node) -> Chain | None:
    """The chain of one arm; None once a mistake has been said."""
    names = [name for name, _ in phases.children()]
    kept = {name: is_kept(node) for name, node in phases.children()}
    before = {name: predecessor(node, names, names[:i]) for i, (name, node) in enumerate(phases.children())}
    if None in before.values() or None in kept.values():
        return None
    after = {name: str(earlier) for name, earlier in before.items()}
    if circle := circle_in(after):
        phases.child(circle[0]).child("after").say(f"phases form a circle: {' → '.join(circle)}")
        return None
    stands_for = {"": ""}
    for name in names:
        standing = name
        while standing and not kept[standing]:
            standing = after[standing]
        stands_for[name] = standing
    follows: dict[str, str] = {}
    for name in names:
        if not kept[name]:
            continue
        start = stands_for[after[name]]
        if start in follows:
            place = f"both come after '{start}'" if start else "both start from the encoder"
            phases.child(name).child("after").say(
                f"'{follows[start]}' and '{name}' {place}, and the phases of an arm form one chain.",
                "Change 'after', or leave one of them out with 'when'.",
            )
            return None
        follows[start] = name
    order = []
    at = follows.get("")
    while at is not None:
        order.append(at)
        at = follows.get(at)
    return Chain(order=tuple(order), stands_for=stands_for)


def predecessor(node: Node, names: list[str], earlier: list[str]) -> str | None:
    """What a phase comes after: as it says, else the one before it in the file; "" for the encoder."""
    after = choose(node.child("after"))
    if after.is_absent:
        said_nothing = not isinstance(node.value, dict) or "after" not in node.value
        return (earlier[-1] if earlier else "") if said_nothing else None
    if after.value == "" or after.value in names:
        return str(after.value)
    if not isinstance(after.value, str):
        after.expected("the name of a phase")
    else:
        after.say(f"no phase '{after.value}'.", did_you_mean(after.value, names, all_of="Phases"))
    return None


def circle_in(after: dict[str, str]) -> list[str]:
    """Phases that come after each other, from the last in the file round to itself; empty if none is."""
    for name in reversed(after):
        path = [name]
        while (earlier := after[path[-1]]) and earlier not in path:
            path.append(earlier)
        if earlier == name:
            return [*path, name]
    return []


def is_kept(node: Node) -> bool | None:
    """Whether `when` keeps a phase (or an evaluation) in an arm; None once a mistake has been said."""
    if not isinstance(node.value, dict) or "when" not in node.value:
        return True
    when = choose(node.child("when"))
    return None if when.is_absent else condition(when)


def condition(node: Node) -> bool | None:
    """Whether a condition over axes holds in the node's arm; None once a mistake has been said."""
    if isinstance(node.value, bool):
        return node.value
    if not isinstance(node.value, str):
        node.expected("a condition such as \"order == 'joint'\"")
        return None
    found = expression.evaluate(node.value, node.arm or {})
    if isinstance(found, Problem):
        node.say(found.what, found.remedy)
        return None
    for axis, text in expression.compared_texts(node.value):
        known = node.door.values_of(axis)
        if known and text not in known:
            values = [str(value) for value in known]
            hint = did_you_mean(text, values, all_of="Values")
            node.say(
                f"cannot read '{expression.shown(node.value)}': {quoted(text)} is not a value of {axis}.",
                hint,
            )
            return None
    if not isinstance(found, bool):
        node.expected("a condition such as \"order == 'joint'\"")
        return None
    return found
