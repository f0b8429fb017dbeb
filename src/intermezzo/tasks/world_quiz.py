"""Quizzes of the built-in world: questions, their short answers, and the story that answers them."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-quiz",
    title="Quizzes of the built-in world",
    about="One to three questions with short answers, then the story that answers them, often in another language.",
    format="masked-lm",
    family="text",
    splits={
        name: Split(sources=(WorldSource(generator="quizzes", count=count),), languages=tuple(codes()))
        for name, count in {"train": 20_000, "dev": 500, "test": 500}.items()
    },
    licence="Apache-2.0 (generated)",
)
