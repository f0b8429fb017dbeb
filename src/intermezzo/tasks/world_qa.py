"""Questions about stories of the built-in world.

A context tells some facts about two or three persons; a question asks for one of them, or for the person. Parallel in
all languages. Scores on the world say nothing about natural text.

    context   Adam Lopez comes from Dubai. In the morning Maria Nguyen drinks lemonade. …
    question  In which city was Maria Nguyen born?
"""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

SIZES = {"train": 4000, "dev": 300, "test": 300}

TASK = Task(
    name="world-qa",
    title="Questions about the built-in world",
    about="Extractive QA, every question answerable, parallel in every language of the world.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(sources=(WorldSource(generator="questions", count=count),), languages=tuple(codes()))
        for name, count in SIZES.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    accepts_ciphers=True,
    licence="Apache-2.0 (generated)",
)
