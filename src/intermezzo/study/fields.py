"""Fields: a TOML table read strictly against a dataclass, which alone defines kinds and defaults."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from intermezzo import expression, shelf
from intermezzo.problem import Problem
from intermezzo.study.choice import choose
from intermezzo.study.kinds import About, OneOf, Within
from intermezzo.study.node import ABSENT, Node, shown
from intermezzo.study.unknown import did_you_mean

ANY_NUMBER = Within()
Reader = Callable[[Node], Any]  # the value, or ABSENT once it has said what is wrong


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a field may hold."""

    type: Any
    within: Within = ANY_NUMBER
    one_of: OneOf | None = None
    about: str = ""

    @property
    def words(self) -> str:
        """`a whole number above 0`."""
        if self.one_of is not None:
            return str(self.one_of)
        name = {int: "a whole number", float: "a number", str: "text", bool: "true or false"}.get(self.type)
        if self.type in (int, float):
            return f"{name} {self.within}".rstrip()
        return name or "a table"


@cache
def kinds(cls: type) -> Mapping[str, Kind]:
    """Fields of a dataclass and what they may hold."""
    return {name: kind_of(hint) for name, hint in get_type_hints(cls, include_extras=True).items()}


def kind_of(hint: Any) -> Kind:
    """A type hint taken apart."""
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        marks = tuple(rest)
    if get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint):
        hint = next(each for each in get_args(hint) if each is not type(None))
    return Kind(
        type=hint,
        within=next((m for m in marks if isinstance(m, Within)), ANY_NUMBER),
        one_of=next((m for m in marks if isinstance(m, OneOf)), None),
        about=next((m.text for m in marks if isinstance(m, About)), ""),
    )


def given(
    node: Node,
    cls: type,
    *,
    only: tuple[str, ...] = (),
    hidden: tuple[str, ...] = (),
    readers: Mapping[str, Reader] | None = None,
) -> dict[str, Any]:
    """The fields that a table gives, each checked; what is wrong with the others has been said.

    Args:
        node: the table; if absent, nothing is given.
        only: the fields to read, all otherwise.
        hidden: fields that are not for the file.
        readers: for fields, of `cls` or beside it, that need more than their kind.
    """
    readers = readers or {}
    if node.is_absent:
        return {}
    if not isinstance(node.value, dict):
        node.expected("a table")
        return {}
    names = [name for name in only or kinds(cls) if name not in hidden]
    names += [name for name in readers if name not in names]
    values = {}
    for key, child in node.children():
        if key not in names:
            hint = did_you_mean(key, names)
            child.say("unknown field.", hint or f"Fields: {', '.join(names)}.")
            continue
        chosen = choose(child)
        if chosen.is_absent:
            continue
        found = readers[key](chosen) if key in readers else value(chosen, kinds(cls)[key])
        if found is not ABSENT:
            values[key] = found
    return values


def required(node: Node, *examples: str) -> None:
    """Says which fields are missing; an example is `budget = { steps = 150 }`.

    Not of one that stands there misspelt: that has been said.
    """
    if not isinstance(node.value, dict):
        return
    names = [example.split(" ", 1)[0] for example in examples]
    for name, example in zip(names, examples):
        if name not in node.value and name not in (shelf.nearest(key, names) for key in node.value):
            node.child(name).say("missing.", f"Write {example}")


def value(node: Node, kind: Kind) -> Any:
    """One value of a simple kind."""
    if dataclasses.is_dataclass(kind.type):
        return table(node, kind.type)  # type: ignore[arg-type]
    if get_origin(kind.type) is tuple:
        return texts(node, kind.one_of)
    if get_origin(kind.type) in (Mapping, dict):
        return text_table(node)
    if kind.type in (int, float):
        return number(node, kind)
    if not isinstance(node.value, kind.type):
        node.expected(kind.words)
        return ABSENT
    if kind.one_of is not None and node.value not in kind.one_of.words:
        node.expected(kind.words)
        return ABSENT
    return node.value


def table(node: Node, cls: type) -> Any:
    """A table all of whose fields have simple kinds and defaults."""
    return cls(**given(node, cls))


def number(node: Node, kind: Kind) -> Any:
    """A number, or the value of an expression where axes are known."""
    found = node.value
    told = shown(found)
    if isinstance(found, str) and node.arm is not None and looks_like_expression(found, node):
        evaluated = expression.evaluate(found, node.arm)
        if isinstance(evaluated, Problem):
            node.say(evaluated.what, evaluated.remedy)
            return ABSENT
        told = f"{shown(evaluated)} ({told})"
        found = evaluated
    if isinstance(found, bool) or not isinstance(found, int | float) or not kind.within.admits(found):
        node.say(f"expected {kind.words}, found {told}")
        return ABSENT
    if kind.type is float:
        return float(found)
    if isinstance(found, float) and not found.is_integer():
        node.say(f"expected {kind.words}, found {told}")
        return ABSENT
    return int(found)


def looks_like_expression(text: str, node: Node) -> bool:
    """Whether a text where a number belongs was meant to be worked out: "1 - shares" was, "many" was not."""
    if any(sign in text for sign in "+-*/%()<>=0123456789"):
        return True
    axes = node.door.axes
    return bool(expression.names_in(text) & {*axes, expression.TIME}) or bool(did_you_mean(text, list(axes)))


def texts(node: Node, one_of: OneOf | None = None) -> Any:
    """A list of texts, each once."""
    what = f"a list of {one_of}" if one_of else "a list of texts"
    if not isinstance(node.value, list):
        node.expected(what)
        return ABSENT
    for item in node.items():
        if not isinstance(item.value, str) or (one_of and item.value not in one_of.words):
            item.expected(str(one_of) if one_of else "text")
            return ABSENT
        if node.value.index(item.value) != item.path[-1]:
            item.say(f"{shown(item.value)} stands here twice.", "Write it once.")
            return ABSENT
    return tuple(node.value)


def text_table(node: Node) -> Any:
    """A table of texts."""
    if not isinstance(node.value, dict):
        node.expected("a table")
        return ABSENT
    wrong = [child for _, child in node.children() if not isinstance(child.value, str)]
    for child in wrong:
        child.expected("text")
    return ABSENT if wrong else dict(node.value)
