"""Arms: the cross product of the axes, less what is excluded."""

from __future__ import annotations

import itertools
import keyword
import math
from collections.abc import Mapping
from typing import Any

from intermezzo import expression
from intermezzo.study.chain import condition
from intermezzo.study.choice import BY
from intermezzo.study.fields import required
from intermezzo.study.kinds import MOST
from intermezzo.study.node import Node, shown

MAX_ARMS = 4096  # more is a slip: at one seed and a minute a phase it would train for days
TAKEN = {expression.TIME, BY, *expression.FUNCTIONS}

Values = Mapping[str, str | float]


def axes(node: Node) -> dict[str, tuple[str | float, ...]]:
    """The axes whose names and values can be used; what is wrong with the others has been said."""
    if not node.is_absent and not isinstance(node.value, dict):
        node.expected("a table of axes")
    return {name: values for name, child in node.children() if (values := axis(name, child))}


def axis(name: str, node: Node) -> tuple[str | float, ...]:
    if not (name.isidentifier() and name.isascii()) or keyword.iskeyword(name) or name in TAKEN:
        reason = "is taken" if name in TAKEN or keyword.iskeyword(name) else "is not a name"
        node.say(f"'{name}' {reason}: expressions use names of axes.", "Use letters, digits and _ .")
        return ()
    if not isinstance(node.value, list) or not node.value:
        node.expected("a list of values")
        return ()
    values: dict[str | float, None] = {}
    for item in node.items():
        if not is_value(item.value):
            item.expected("a number, or a text without , = and @")
        elif item.value in values:
            item.say(f"{shown(item.value)} stands here twice.", "Write it once.")
        else:
            values[item.value] = None
    return tuple(values)


def is_value(value: Any) -> bool:
    """Whether a value can stand in the name of a run, `STUDY:intermediate=english@2`."""
    if isinstance(value, str):
        return bool(value) and value.isprintable() and not set(value) & set(",=@")
    return isinstance(value, int | float) and not isinstance(value, bool) and -MOST < value < MOST


def combinations(root: Node) -> list[Values]:
    """The axis values of every arm, in the order of the file.

    After a mistake they are some that the rest of the file can be read for.
    """
    known = root.door.axes
    excluded = root.child("exclude")
    if not excluded.is_absent and not isinstance(excluded.value, list):
        excluded.expected('[[exclude]] tables with when = "…"')
    n_arms = math.prod(len(values) for values in known.values())
    if n_arms > MAX_ARMS:
        root.child("axes").say(
            f"the axes make {n_arms:,} arms; at most {MAX_ARMS:,} are planned.", "Take fewer values."
        )
    some = itertools.islice(itertools.product(*known.values()), MAX_ARMS if n_arms <= MAX_ARMS else 1)
    every: list[Values] = [dict(zip(known, values)) for values in some]
    whens = [when for item in excluded.items() if (when := exclusion(item)) is not None]
    kept = [arm for arm in every if not any(condition(when.within(arm)) for when in whens)]
    if not kept:
        excluded.say("no arm is left.", "Exclude fewer.")
    return kept or every


def exclusion(node: Node) -> Node | None:
    """The condition of one [[exclude]]."""
    if not isinstance(node.value, dict):
        node.expected('a table with when = "…"')
        return None
    for key, child in node.children():
        if key != "when":
            child.say("unknown field.", "Fields: when.")
    required(node, "when = \"order == 'joint'\"")
    return node.child("when") if "when" in node.value else None
