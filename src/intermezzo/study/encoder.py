"""The encoder of an arm."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files as resources
from typing import Any

from intermezzo import shelf
from intermezzo.study import files
from intermezzo.study.fields import Kind, given, required, value
from intermezzo.study.model import TRAIN, Encoder, TokenizerSettings
from intermezzo.study.node import ABSENT, Node, shown
from intermezzo.study.phase import listed

SCRATCH = "scratch"
HUB = re.compile(r"hub:(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]*))?", re.ASCII)


def encoder(node: Node) -> Encoder | None:
    """The encoder; None once a mistake has been said. Sizes mean nothing but to one from scratch."""
    values = given(node, Encoder, readers={"name": name, "tokenizer": tokenizer})
    if (
        not node.is_absent
        and (not isinstance(node.value, dict) or "name" in node.value)
        and "name" not in values
    ):
        return None
    found = Encoder(**values)
    if found.name != SCRATCH:
        return Encoder(name=found.name)
    if "tokenizer" not in node.value:
        required(node, 'tokenizer = { text = ["world-text/all"] }')
        return None
    if found.width % found.heads:
        node.child("heads" if "heads" in values else "width").say(
            f"a width of {found.width} cannot be cut into {found.heads} heads.",
            "Take a width that is a multiple of the heads.",
        )
    return found


def name(node: Node) -> Any:
    """Where the encoder comes from."""
    text = value(node, Kind(type=str))
    if text is ABSENT or text == SCRATCH:
        return text
    if text.startswith("dir:"):
        return in_folder(text, node)
    if text.startswith("hub:"):
        return text if is_pinned(text, node) else ABSENT
    known = [Encoder().name, SCRATCH, *shipped()]
    if text in known:
        return text
    problem = shelf.unknown("encoders", text, list(dict.fromkeys(known)))
    node.say(problem.what, problem.remedy)
    return ABSENT


def in_folder(text: str, node: Node) -> Any:
    path = text.removeprefix("dir:")
    if path and files.is_folder(node.door.folder / path):
        return text
    node.say(f"no folder {path} (looked in {node.door.folder})")
    return ABSENT


def is_pinned(text: str, node: Node) -> bool:
    """Whether `hub:OWNER/NAME@REVISION` has all its parts; says so otherwise."""
    found = HUB.fullmatch(text)
    if found is None:
        node.expected("hub:OWNER/NAME@REVISION")
        return False
    if not found["revision"]:
        bare = f"hub:{found['repository']}"
        node.say(f"'{bare}' has no revision.", f"Pin one: {bare}@<commit>")
        return False
    return True


@cache
def shipped() -> tuple[str, ...]:
    """Names of the encoders that come with the package."""
    folder = resources("intermezzo").joinpath("encoders")
    if not folder.is_dir():
        return ()
    return tuple(sorted(each.name for each in folder.iterdir() if each.joinpath("config.json").is_file()))


def tokenizer(node: Node) -> Any:
    """How the tokenizer of an encoder from scratch is trained."""
    values = given(node, TokenizerSettings, readers={"text": lambda each: listed(each, split=TRAIN)})
    required(node, 'text = ["world-text/all"]')
    return TokenizerSettings(**values) if "text" in values else ABSENT


def sizes_for_nothing(node: Node) -> None:
    """Says which sizes are given though no arm starts from scratch.

    Called for the table as written, after all arms were read.
    """
    for key, child in node.children():
        if key != "name" and key in Encoder.__dataclass_fields__:
            found = shown(node.value.get("name", Encoder().name))
            child.say(f"is for an encoder from scratch, and name is {found}.", "Drop it.")
