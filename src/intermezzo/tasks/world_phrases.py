"""Phrases of the built-in world: one fact in two or three languages, for translation language modelling."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-phrases",
    title="Phrases of the built-in world",
    about="One fact in two or three languages a line, said or asked; one of them is mostly English.",
    format="masked-lm",
    family="text",
    splits={
        name: Split(sources=(WorldSource(generator="phrases", count=count),), languages=tuple(codes()))
        for name, count in {"train": 20_000, "dev": 500, "test": 500}.items()
    },
    licence="Apache-2.0 (generated)",
)
