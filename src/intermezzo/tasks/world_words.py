"""Word lists of the built-in world: words and names, each in two languages."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-words",
    title="Word lists of the built-in world",
    about="Five to eight words or names a line, each before its translation.",
    format="masked-lm",
    family="text",
    splits={
        name: Split(sources=(WorldSource(generator="word_lists", count=count),), languages=tuple(codes()))
        for name, count in {"train": 20_000, "dev": 500, "test": 500}.items()
    },
    licence="Apache-2.0 (generated)",
)
