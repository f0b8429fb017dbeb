"""Mixtures: shares of sources, numbers or expressions over the time `t` of a phase."""

from __future__ import annotations

from typing import Any

from intermezzo import expression
from intermezzo.expression import TIME
from intermezzo.problem import Problem
from intermezzo.study.choice import choose
from intermezzo.study.fields import Kind, number
from intermezzo.study.kinds import NOT_BELOW_0
from intermezzo.study.model import TRAIN, Reference, Share
from intermezzo.study.node import ABSENT, Node, shown
from intermezzo.study.reference import references

SHARE = Kind(type=float, within=NOT_BELOW_0)
MOMENTS = tuple(i / 20 for i in range(21))  # at which a changing mixture is tried


def mixture(node: Node, *, task: str | None) -> Any:
    """The shares of an arm; sources whose share is 0 throughout are left out. ABSENT after a mistake.

    A share that is given to several languages (`all = 1`) is theirs together, in equal parts.
    """
    if not isinstance(node.value, dict):
        node.expected("a table such as { en = 1, fr = 1 }")
        return ABSENT
    shares: dict[Reference, str | float] = {}
    is_whole = True
    for key, child in node.children():
        entry = choose(child)
        of = references(key, child, split=TRAIN, task=task)
        share = ABSENT if entry.is_absent else share_of(entry)
        is_whole &= bool(of) and share is not ABSENT
        for reference in of:
            if reference in shares:
                child.say(f"'{reference}' is in this mixture twice.", "Name it once.")
                is_whole = False
            shares[reference] = part(share, len(of))
    if not is_whole:
        return ABSENT
    # A table has no order, so whoever writes its lines in another one gets the same training.
    kept = tuple(
        Share(of=reference, share=share)
        for reference, share in sorted(shares.items(), key=lambda item: str(item[0]))
        if share != 0
    )
    return kept if adds_up(kept, node) else ABSENT


def share_of(node: Node) -> Any:
    """A number, or an expression in which `t` alone is left."""
    text = node.value
    if not isinstance(text, str) or node.arm is None or TIME not in expression.names_in(text):
        return number(node, SHARE)
    for moment in MOMENTS:
        found = expression.evaluate(text, {**node.arm, TIME: moment})
        if isinstance(found, Problem):
            node.say(found.what, found.remedy)
            return ABSENT
        if isinstance(found, str):
            node.say(f"expected {SHARE.words}, found {shown(found)} ({shown(text)})")
            return ABSENT
    return expression.without(text, node.arm)


def part(share: Any, n: int) -> Any:
    """One of `n` equal parts of a share."""
    if n == 1 or share is ABSENT:
        return share
    return f"({share}) / {n}" if isinstance(share, str) else share / n


def adds_up(shares: tuple[Share, ...], node: Node) -> bool:
    """Whether there is a row to take at every moment. A share below 0 counts as none, as in training."""
    for moment in MOMENTS:
        total = 0.0
        for each in shares:
            now = each.share
            if isinstance(now, str):
                found = expression.evaluate(now, {TIME: moment})
                now = 0.0 if isinstance(found, Problem | str) else float(found)
            total += max(0.0, now)
        if not total:
            when = f" at t = {moment:g}" if any(isinstance(each.share, str) for each in shares) else ""
            node.say(f"all shares are 0{when}.", "Give at least one source a share above 0.")
            return False
    return True
