"""References as a person writes them."""

from __future__ import annotations

import pytest

from intermezzo import tasks
from intermezzo.study.model import Reference
from intermezzo.study.reference import written
from intermezzo.tasks import Task
from intermezzo.world.language import codes
from study.scenes import PHASE, STUDY, TWO_ARMS, taken, with_phase


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


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("world-qa", meant("world-qa", *codes(), split="test")),
        ("world-qa@dev", meant("world-qa", *codes(), split="dev")),
        ("world-qa/all", meant("world-qa", *codes(), split="test")),
        ("world-qa/sw", meant("world-qa", "sw", split="test")),
        ("world-qa/{te,sw}@dev", meant("world-qa", "te", "sw", split="dev")),
    ],
)
def test_what_is_left_out(text: str, references: list[Reference]) -> None:
    """A task alone is all its languages; the split is the one that is evaluated, unless said otherwise."""
    (phase,) = taken(with_phase(f'without = ["{text}"]')).arms[0].phases
    assert list(phase.without) == references


def test_leaving_out_may_be_an_axis() -> None:
    """An empty list leaves nothing out, as a phase does that has no list."""
    by = 'without = { by = "middle", none = [], english = ["xquad/en"] }\n'
    phases = [arm.phases[0] for arm in taken(STUDY + TWO_ARMS + PHASE + by).arms]
    assert [phase.without for phase in phases] == [(), tuple(meant("xquad", "en", split="test"))]
    assert taken(STUDY + PHASE).arms[0].phases[0].without == ()
