"""Raw text of the built-in world, for masked language modelling: short stories, now and then with a question."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-text",
    title="Text of the built-in world",
    about="Stories in one language a line.",
    format="masked-lm",
    family="text",
    splits={
        name: Split(sources=(WorldSource(generator="stories", count=count),), languages=tuple(codes()))
        for name, count in {"train": 20_000, "dev": 500, "test": 500}.items()
    },
    accepts_ciphers=True,
    licence="Apache-2.0 (generated)",
)
