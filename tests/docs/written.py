"""What the pages say: their links, blocks of code, and commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"`(intermezzo [^`]+)`")
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
PROMPTS = ("sh", "console")


def pages() -> list[Path]:
    """Every page of the documentation, and the files beside it that link to it."""
    beside = [
        ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")
    ]
    return [*sorted((ROOT / "docs").rglob("*.md")), *beside]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{name_of(self.page)}:{self.line}"


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    text = page.read_text("utf-8")
    return tuple(
        Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2])
        for found in BLOCK.finditer(text)
    )


def prose(page: Path) -> str:
    """A page without its blocks."""
    return BLOCK.sub("", page.read_text("utf-8"))


def links(page: Path) -> list[str]:
    """Targets of links and pictures that are not of the net."""
    return [target for target in LINK.findall(prose(page)) if "://" not in target]


def anchors(page: Path) -> set[str]:
    """What headings can be linked by."""
    slugs = set()
    for heading in HEADING.findall(prose(page)):
        words = re.sub(r"[^\w\s-]", "", heading.replace("`", "")).strip().lower()
        slugs.add(re.sub(r"[-\s]+", "-", words))
    return slugs


def commands(page: Path) -> Iterator[list[str]]:
    """Words after `intermezzo` in blocks of shell and in running text."""
    lines = [
        line.removeprefix("$ ")
        for block in blocks(page)
        if block.language in PROMPTS
        for line in block.text.replace("\\\n", " ").splitlines()
        if block.language == "sh" or line.startswith("$ ")
    ]
    for line in [*lines, *INLINE.findall(prose(page))]:
        words = shlex.split(line, comments=True)
        for i, word in enumerate(words):
            if word == "intermezzo" or word.endswith("/intermezzo"):
                after = words[i + 1 :]
                ends = [j for j, each in enumerate(after) if each in ("|", "&&", "&", ">", ";")]
                if i == 0 or "=" in words[i - 1] or words[i - 1] in ("|", "&&", ";"):
                    yield after[: ends[0]] if ends else after
