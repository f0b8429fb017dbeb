"""Parallel sentences of the built-in world: find the English sentence that says the same, as in Tatoeba."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-parallel",
    title="Parallel sentences of the built-in world",
    about="Sentences and their translations into English, to be found among all others.",
    format="retrieval",
    family="parallel",
    splits={
        name: Split(sources=(WorldSource(generator="parallel", count=count),), languages=tuple(codes()))
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    metrics=("retrieval-accuracy",),
    licence="Apache-2.0 (generated)",
)
