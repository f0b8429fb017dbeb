"""References as a person writes them."""

from __future__ import annotations

import pytest

from intermezzo import tasks
from intermezzo.study.model import Reference
from intermezzo.study.reference import written
from intermezzo.tasks import Task
from intermezzo.world.language import codes


def task_of(name: str) -> Task:
    """A task of the shelf."""
    found = tasks.find(name)
    assert isinstance(found, Task)
    return found


def meant(task: str, *languages: str, split: str = "train") -> list[Reference]:
    """References to some languages of a task."""
    return [Reference(task=task, language=each, split=split) for each in languages]


@pytest.mark.parametrize(
    ("references", "told"),
    [
        (meant("world-qa", "en"), "world-qa/en"),
        (meant("world-qa", "sw", "te"), "world-qa/{sw,te}"),
        (meant("world-qa", *codes()), "world-qa/all"),
        (meant("world-qa", "en", split="dev"), "world-qa/en@dev"),
        (meant("world-qa", "sw") + meant("world-text", "te", "sw"), "world-qa/sw + world-text/{te,sw}"),
        (meant("world-qa", "sw") + meant("world-qa", "sw", split="dev"), "world-qa/sw + world-qa/sw@dev"),
    ],
)
def test_written(references: list[Reference], told: str) -> None:
    """One language by its code, several in braces, all of a split as `all`; another split than the usual by name."""
    assert written(references, task_of, split="train") == told
