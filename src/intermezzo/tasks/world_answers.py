"""Answers in all languages of the built-in world: a question in one finds them in all, as in LAReQA."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-answers",
    title="Answers in all languages of the built-in world",
    about="A question finds its answer in every language among the answers to all, as in LAReQA.",
    format="retrieval",
    family="faq",
    splits={
        name: Split(sources=(WorldSource(generator="answers_across", count=count),), languages=tuple(codes()))
        for name, count in {"train": 1000, "dev": 100, "test": 100}.items()
    },
    metrics=("map-at-20",),
    licence="Apache-2.0 (generated)",
)
