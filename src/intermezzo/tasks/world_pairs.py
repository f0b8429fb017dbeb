"""Parallel text of the built-in world: the same story in two languages, for translation language modelling."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-pairs",
    title="Parallel text of the built-in world",
    about="The same story in two languages a line; the second is mostly English.",
    format="masked-lm",
    family="text",
    splits={
        name: Split(sources=(WorldSource(generator="pairs", count=count),), languages=tuple(codes()))
        for name, count in {"train": 20_000, "dev": 500, "test": 500}.items()
    },
    licence="Apache-2.0 (generated)",
)
