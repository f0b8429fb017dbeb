"""Paraphrase in the built-in world: two stories say the same or do not, as in PAWS.

Stories that differ have values exchanged between persons, or one value changed.
"""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-paraphrase",
    title="Paraphrase in the built-in world",
    about="Whether two short stories say the same; those that do not share nearly all words.",
    format="sequence-classification",
    family="paraphrase",
    splits={
        name: Split(sources=(WorldSource(generator="paraphrases", count=count),), languages=tuple(codes()))
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    labels=("0", "1"),
    metrics=("accuracy",),
    accepts_ciphers=True,
    licence="Apache-2.0 (generated)",
)
