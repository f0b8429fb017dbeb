"""Checkpoint rules: which weights of a phase are taken."""

from __future__ import annotations

import re
from typing import Any

from intermezzo.study.model import DEV
from intermezzo.study.node import ABSENT, Node
from intermezzo.study.reference import references

LAST = "last"
AVERAGE = re.compile(r"average of last ([1-9]\d{0,3})", re.ASCII)
BEST = re.compile(r"best on (\S+)")
RULES = '"last", "average of last K" or "best on TASK/LANGUAGE@dev"'


def rule(node: Node) -> Any:
    """The rule in its one way of writing, with the split that chooses; ABSENT after a mistake."""
    text = node.value
    if not isinstance(text, str):
        node.expected(RULES)
        return ABSENT
    if text == LAST or AVERAGE.fullmatch(text):
        return text
    best = BEST.fullmatch(text)
    if best is None:
        node.expected(RULES)
        return ABSENT
    chosen_on = references(best[1], node, split=DEV)
    if len(chosen_on) > 1:
        node.say(
            f"'{best[1]}' is {len(chosen_on)} languages; the best checkpoint is chosen on one.", "Name it."
        )
    return f"best on {chosen_on[0]}" if len(chosen_on) == 1 else ABSENT
