"""Expressions: arithmetic over the names of axes, and nothing else.

    "1 - share"    "round(steps * 0.1)"    "order == 'joint' and share > 0"    "exp(-5 * t)"

Python's parser gives the tree; what is not on the list below does not exist: no attributes, no indexing, no
other calls, no comprehensions. Text and tree are bounded, numbers are finite, and powers are taken in
floating point, so that no expression costs more than its few steps.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise

from intermezzo.problem import Problem

Value = str | float | bool

TIME = "t"  # in a mixture: from 0 at the start of a phase to 1 at its end
MAX_CHARACTERS = 200
MAX_DEPTH = 20
MAX_NODES = 100

FUNCTIONS: Mapping[
    str, tuple[Callable[..., float], int, int]
] = {  # name -> function, fewest and most arguments
    "min": (min, 2, MAX_NODES),
    "max": (max, 2, MAX_NODES),
    "round": (round, 1, 1),  # one argument: round(7, -10**9) would build the power
    "floor": (math.floor, 1, 1),
    "ceil": (math.ceil, 1, 1),
    "cos": (math.cos, 1, 1),
    "exp": (math.exp, 1, 1),
}
ARITHMETIC: Mapping[type[ast.operator], tuple[str, Callable[[float, float], float]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", lambda a, b: math.pow(a, b)),
}
COMPARISONS: Mapping[type[ast.cmpop], tuple[str, Callable[[Value, Value], bool]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
}
NOT_HERE: Mapping[type[ast.AST], str] = {
    ast.Attribute: "attributes do not exist here",
    ast.Subscript: "indexing does not exist here",
    ast.Lambda: "functions cannot be made here",
    ast.IfExp: "'if' does not exist here; use 'and' and 'or'",
    ast.NamedExpr: "names cannot be given here",
    ast.JoinedStr: "f-strings do not exist here",
}
ALLOWED = f"Allowed: numbers, strings, axes, + - * / // % **, comparisons, and or not, {' '.join(FUNCTIONS)}."


class _Refusal(Exception):
    """What is wrong with an expression, on its way up the tree."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def evaluate(text: str, names: Mapping[str, str | float]) -> Value | Problem:
    """The value of an expression where `names` have these values.

    Args:
        text: the expression.
        names: the axes, and `t` where a mixture is meant.

    Errors:
        Problem if it is more than allowed, names what is not there, or has no finite value.

    Example:
        >>> evaluate("1 - share", {"share": 0.25})
        0.75
    """
    try:
        tree = _tree(text)
        _known(tree, names)
        return _value(tree, names)
    except _Refusal as refusal:
        return Problem(what=f"cannot read '{shown(text)}': {refusal.what}.", remedy=refusal.remedy)


def names_in(text: str) -> frozenset[str]:
    """Names that an expression uses; none if it cannot be read, which `evaluate` will say."""
    try:
        return frozenset(node.id for node in _names(_tree(text)))
    except _Refusal:
        return frozenset()


def without(text: str, names: Mapping[str, str | float]) -> str:
    """The expression with these names replaced by their values, in one way of writing."""

    class Replace(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return _written(names[node.id]) if node.id in names else node

        def visit_Call(self, node: ast.Call) -> ast.expr:
            node.args = [self.visit(each) for each in node.args]  # the function's name is no axis
            return node

    # Parsed anew, since the tree is changed in place and the kept one is shared.
    return ast.unparse(Replace().visit(ast.parse(text.strip(), mode="eval").body))


def _written(value: str | float) -> ast.expr:
    """A value as the parser would give it: a minus is an operator, and a power would take it for its own."""
    if isinstance(value, str) or value >= 0:
        return ast.Constant(value)
    return ast.UnaryOp(ast.USub(), ast.Constant(-value))


def compared_texts(text: str) -> list[tuple[str, str]]:
    """Where a name is held against a text, `order == 'joint'`: (order, joint)."""
    try:
        tree = _tree(text)
    except _Refusal:
        return []
    pairs = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for a, b in pairwise(sides):
                for name, constant in ((a, b), (b, a)):
                    match name, constant:
                        case ast.Name(id=axis), ast.Constant(value=str() as literal):
                            pairs.append((axis, literal))
    return pairs


def shown(text: str) -> str:
    """Short and on one line."""
    cut = text if len(text) <= MAX_CHARACTERS else f"{text[:60]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


@lru_cache(maxsize=256)
def _parsed(text: str) -> ast.expr | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what Python only warns of ("1if x", "\\d") is no expression here
        try:
            return ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError, Warning):
            return None


def _tree(text: str) -> ast.expr:
    """The tree, all of whose nodes are allowed."""
    if len(text) > MAX_CHARACTERS:
        raise _Refusal(f"longer than {MAX_CHARACTERS} characters")
    tree = _parsed(text)
    if tree is None:
        raise _Refusal("it is not an expression", ALLOWED)
    if sum(1 for _ in ast.walk(tree)) > 3 * MAX_NODES:  # operators and contexts are nodes of the tree, too
        raise _Refusal(f"more than {MAX_NODES} parts")
    _check(tree, 1)
    return tree


def _check(node: ast.expr, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _Refusal(f"nested more than {MAX_DEPTH} deep")
    for part in _parts(node):
        _check(part, depth + 1)


def _parts(node: ast.expr) -> list[ast.expr]:
    """The operands of an allowed node."""
    match node:
        case ast.Constant(value=bool() | int() | float() | str()):
            return []
        case ast.Name():
            return []
        case ast.BoolOp(values=values):
            return values
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.UAdd(), operand=operand):
            return [operand]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            return [left, right]
        case ast.Compare(left=left, ops=ops, comparators=others) if all(
            type(op) in COMPARISONS for op in ops
        ):
            return [left, *others]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=named) if name in FUNCTIONS:
            _, fewest, most = FUNCTIONS[name]
            if named or not fewest <= len(arguments) <= most:
                wanted = "1 number" if most == 1 else f"{fewest} numbers or more"
                raise _Refusal(f"'{name}' takes {wanted}")
            return arguments
        case ast.Call(func=ast.Name(id=name)):
            raise _Refusal(f"'{name}(…)' does not exist here", f"Functions: {', '.join(FUNCTIONS)}.")
    raise _Refusal(NOT_HERE.get(type(node), "this is more than arithmetic"), ALLOWED)


def _names(tree: ast.expr) -> list[ast.Name]:
    if isinstance(tree, ast.Name):
        return [tree]
    return [name for part in _parts(tree) for name in _names(part)]


def _known(tree: ast.expr, names: Mapping[str, str | float]) -> None:
    axes = [name for name in names if name != TIME]
    for node in _names(tree):
        if node.id in names:
            continue
        if node.id == TIME:
            raise _Refusal("'t', the time of a phase, is known in a mixture only")
        raise _Refusal(
            f"'{node.id}' is not an axis", f"Axes: {', '.join(axes)}." if axes else "This study has no axes."
        )


def _value(node: ast.expr, names: Mapping[str, str | float]) -> Value:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.Constant(value=bool() | int() | float() as number):
            return _finite(number)
        case ast.Name(id=name):
            return names[name]
        case ast.BoolOp(op=op, values=values):
            found: Value = isinstance(op, ast.And)
            for each in values:
                found = _value(each, names)
                if bool(found) != isinstance(op, ast.And):
                    break
            return found
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, names)
        case ast.UnaryOp(op=op, operand=operand):
            number = _number(operand, names, "-" if isinstance(op, ast.USub) else "+")
            return -number if isinstance(op, ast.USub) else number
        case ast.BinOp(left=left, op=op, right=right):
            sign, apply = ARITHMETIC[type(op)]
            return _applied(apply, _number(left, names, sign), _number(right, names, sign))
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [_value(side, names) for side in (left, *others)]
            return all(_compared(op, a, b) for op, a, b in zip(ops, sides, sides[1:]))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _applied(FUNCTIONS[name][0], *(_number(each, names, name) for each in arguments))
    raise AssertionError(f"not on the list, yet here: {node}")


def _number(node: ast.expr, names: Mapping[str, str | float], sign: str) -> float:
    found = _value(node, names)
    if isinstance(found, str):
        raise _Refusal(f"'{sign}' is for numbers, and '{shown(found)}' is text")
    return found


def _applied(function: Callable[..., float], *numbers: float) -> float:
    try:
        return _finite(function(*numbers))
    except ZeroDivisionError:
        raise _Refusal("it divides by zero") from None
    except (ArithmeticError, ValueError):
        raise _Refusal("the result is no finite number") from None


def _finite(number: float) -> float:
    try:
        if math.isfinite(number):
            return number
    except OverflowError:  # a whole number that no float holds
        pass
    raise _Refusal("the result is no finite number")


def _compared(op: ast.cmpop, a: Value, b: Value) -> bool:
    sign, apply = COMPARISONS[type(op)]
    if isinstance(a, str) != isinstance(b, str) and sign not in ("==", "!="):
        raise _Refusal(f"'{sign}' holds a number against text")
    return apply(a, b)
