"""Small studies that the tests of study/ read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from intermezzo.study import Study, read

STUDY = """\
[study]
question = "Does it help?"
seeds = 2
"""
PHASE = """\
[phase.target]
task = "world-qa"
budget = { steps = 10 }
mixture = { en = 1 }
"""
TWO_ARMS = """\
[axes]
middle = ["none", "english"]
"""


def mistakes(text: str, **options: Any) -> list[str]:
    """What the door says to a study that it does not take."""
    found = read(text, **options)
    assert isinstance(found, list), "the study was taken"
    return [str(problem) for problem in found]


def taken(text: str | Path, **options: Any) -> Study:
    """A study that the door takes."""
    found = read(text, **options)
    assert isinstance(found, Study), "\n".join(map(str, found))
    return found


def with_phase(line: str) -> str:
    """A study whose phase has one line more; that line is line 8."""
    return STUDY + PHASE + line + "\n"


def changed(old: str, new: str) -> str:
    """The smallest study with something else in it."""
    assert old in STUDY + PHASE
    return (STUDY + PHASE).replace(old, new)
