"""Expressions: what they mean, and what does not exist in them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.expression import FUNCTIONS, evaluate, names_in, without
from intermezzo.problem import Problem

NAMES = {"share": 0.25, "steps": 150, "order": "joint"}

MEANINGS = {
    "1 - share": 0.75,
    "round(steps * 0.1)": 15,
    "steps // 4 + steps % 4": 39,
    "2 ** 3": 8.0,
    "-share": -0.25,
    "min(1, share, 2) + max(0, 3)": 3.25,
    "floor(1.7) + ceil(1.2)": 3,
    "cos(0)": 1.0,
    "exp(0)": 1.0,
    "order == 'joint'": True,
    "order != 'joint' or share > 0.2": True,
    "not order == 'joint'": False,
    "0 < share <= 0.25": True,
    "0 < share and share < 0.1": False,
    "order": "joint",
    "(order == 'joint') * 2": 2,
    "order == 3": False,
    " 1 + 1 ": 2,
}

REFUSED = {
    "order.upper": "attributes do not exist here",
    "().__class__.__bases__": "attributes do not exist here",
    "order[0]": "indexing does not exist here",
    "lambda: 1": "functions cannot be made here",
    "[x for x in order]": "this is more than arithmetic",
    "(x for x in order)": "this is more than arithmetic",
    "{1: 2}": "this is more than arithmetic",
    "(1, 2)": "this is more than arithmetic",
    "1 if share else 2": "'if' does not exist here; use 'and' and 'or'",
    "(a := 1)": "names cannot be given here",
    "f'{order}'": "f-strings do not exist here",
    "None": "this is more than arithmetic",
    "1j": "this is more than arithmetic",
    "b'a'": "this is more than arithmetic",
    "...": "this is more than arithmetic",
    "~steps": "this is more than arithmetic",
    "1 << 99": "this is more than arithmetic",
    "order is 'joint'": "this is more than arithmetic",
    "order is share": "this is more than arithmetic",
    "'a' in order": "this is more than arithmetic",
    "__import__('os')": "'__import__(…)' does not exist here",
    "eval('1')": "'eval(…)' does not exist here",
    "(min)(1, 2)(3)": "this is more than arithmetic",
    "max(*order)": "'max' takes 2 numbers or more",
    "max(1, *order)": "this is more than arithmetic",
    "max(1, 2, key=3)": "'max' takes 2 numbers or more",
    "max(1)": "'max' takes 2 numbers or more",
    "round(7, -9)": "'round' takes 1 number",
    "9 ** 9 ** 9 ** 9": "the result is no finite number",
    "(0 - 8) ** 0.5": "the result is no finite number",
    "exp(9999)": "the result is no finite number",
    f"1{'0' * 198}": None,  # a number like any other
    f"1e{'9' * 9}": "the result is no finite number",
    "1 / 0": "it divides by zero",
    "1 % 0": "it divides by zero",
    "'a' * 9": "'*' is for numbers, and 'a' is text",
    "order + 1": "'+' is for numbers, and 'joint' is text",
    "order < 3": "'<' holds a number against text",
    "-order": "'-' is for numbers, and 'joint' is text",
    "exp(order)": "'exp' is for numbers, and 'joint' is text",
    "": "it is not an expression",
    "1 +": "it is not an expression",
    "1; 2": "it is not an expression",
    "import os": "it is not an expression",
    "1if share": "it is not an expression",
    "'\\d'": "it is not an expression",
    "1\x002": "it is not an expression",
    "share + 1" + " " * 200: "longer than 200 characters",
    "(" * 150 + ")" * 50: "it is not an expression",
    "-" * 30 + "1": "nested more than 20 deep",
    "min" + "": "'min' is not an axis",
    "t": "'t', the time of a phase, is known in a mixture only",
    "shares": "'shares' is not an axis",
}


@pytest.mark.parametrize("text", MEANINGS)
def test_meaning(text):
    """What is allowed means what it means in Python."""
    assert evaluate(text, NAMES) == MEANINGS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    """What is not allowed is refused with the reason, and runs nothing."""
    found = evaluate(text, NAMES)
    if REFUSED[text] is None:
        assert not isinstance(found, Problem)
        return
    assert isinstance(found, Problem)
    assert found.what.endswith(f"': {REFUSED[text]}.")


def test_whole_message():
    """A name that is no axis is answered with those there are, in their order."""
    assert str(evaluate("1 - shares", {"share": 1, "order": "a", "t": 0.5})) == (
        "cannot read '1 - shares': 'shares' is not an axis. Axes: share, order."
    )
    assert str(evaluate("x + 1", {})) == "cannot read 'x + 1': 'x' is not an axis. This study has no axes."


def test_names():
    """Functions and strings are no names."""
    assert names_in("min(share, t) + (order == 'steps')") == {"share", "t", "order"}
    assert names_in("1 +") == frozenset()


def test_axes_leave_no_trace():
    """Once axes are replaced by their values, `t` alone is left, and the value at every `t` is the same."""
    text = "share + (order == 'joint') * t * exp(-steps * t)"
    resolved = without(text, NAMES)
    assert names_in(resolved) == {"t"}
    for t in (0.0, 0.3, 1.0):
        assert evaluate(resolved, {"t": t}) == evaluate(text, {**NAMES, "t": t})


def test_negative_values_keep_their_sign():
    """A value below 0 stands for itself, also behind a power or a minus."""
    assert evaluate(without("2 - share ** 2 + t", {"share": -3}), {"t": 0}) == 2 - (-3) ** 2


PIECES = [
    "1",
    "2.5",
    "share",
    "order",
    "'joint'",
    "t",
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "**",
    "//",
    "%",
    "<",
    "==",
    ",",
]
PIECES += ["and", "or", "not", "if", "else", "lambda", ":", "[", "]", ".", "in", *FUNCTIONS]


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=30))
def test_never_raises(text):
    """Whatever is written, the answer is a finite value or a problem on one line."""
    found = evaluate(text, NAMES)
    if isinstance(found, Problem):
        assert str(found).isprintable()
    else:
        assert isinstance(found, str) or math.isfinite(found)
