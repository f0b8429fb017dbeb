"""Bitext mining in the built-in world: which sentences have a translation at all."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-mining",
    title="Mining in the built-in world",
    about="Sentences of which half have a translation among the English ones, as in BUCC.",
    format="retrieval",
    family="parallel",
    splits={
        name: Split(sources=(WorldSource(generator="mining", count=count),), languages=tuple(codes()))
        for name, count in {"train": 2000, "dev": 300, "test": 300}.items()
    },
    metrics=("pair-f1",),
    licence="Apache-2.0 (generated)",
)
