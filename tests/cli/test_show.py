"""`show`: examples of every kind as a person reads them, and what is wrong where there are none."""

from __future__ import annotations

import json

import pytest

from doors import typed
from intermezzo import tasks
from intermezzo.world.language import codes

WORLD = [name for name in tasks.names() if name.startswith("world-")]


def test_a_question() -> None:
    """What was read, then each example: id, question, context, gold."""
    said = typed("show", "world-qa", "--language", "en", "-n", "2")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == "world-qa/en@test: 300 of 300 examples"
    assert said.out.splitlines()[2] == "[test-0]"
    assert [line.split()[0] for line in said.out.splitlines()[3:6]] == ["question", "context", "gold"]
    gold = said.out.splitlines()[5].split(maxsplit=1)[1]
    assert gold in said.out.splitlines()[4]
    assert sum(line.startswith("[") for line in said.out.splitlines()) == 2


@pytest.mark.parametrize("name", WORLD)
def test_every_task_of_the_world_can_be_shown(name: str) -> None:
    """In its first language, without a word on the error stream."""
    said = typed("show", name, "-n", "1")
    assert (said.code, said.err) == (0, "")
    assert len(said.out.splitlines()) >= 4


def test_from_another_example_for_programs() -> None:
    """JSON lines on the output, the ledger beside it."""
    said = typed("show", "world-nli", "-l", "sw", "--from", "5", "-n", "3", "--json")
    told = [json.loads(line) for line in said.out.splitlines()]
    assert [each["id"] for each in told] == ["test-5", "test-6", "test-7"]
    assert {each["language"] for each in told} == {"sw"}
    assert said.err.startswith("world-nli/sw@test: 300 of 300")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["xquadd"], "no task 'xquadd'. Did you mean 'xquad'? All tasks: intermezzo list tasks"),
        (
            ["world-qa", "-l", "eo"],
            f"task 'world-qa' has no 'eo'. Did you mean 'en'? It has: {', '.join(codes())}",
        ),
        (["world-qa", "--split", "tset"], "task 'world-qa' has no split 'tset'. It has: train, dev, test"),
    ],
)
def test_what_there_is_not(arguments: list[str], told: str) -> None:
    """Named, with what there is."""
    said = typed("show", *arguments)
    assert said.code == 2
    assert told in said.err
