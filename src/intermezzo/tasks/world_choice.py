"""Multiple choice in the built-in world: a question about a story, four answers."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-choice",
    title="Multiple choice in the built-in world",
    about="A question about a story with four choices of one kind, parallel in every language.",
    format="multiple-choice",
    family="choice",
    splits={
        name: Split(sources=(WorldSource(generator="choices", count=count),), languages=tuple(codes()))
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    metrics=("accuracy",),
    accepts_ciphers=True,
    licence="Apache-2.0 (generated)",
)
