"""Entities of the built-in world: persons and places."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-ner",
    title="Names in the built-in world",
    about="Persons and places in single sentences, tagged in IOB2; parallel in every language.",
    format="token-tagging",
    family="ner",
    splits={
        name: Split(sources=(WorldSource(generator="entities", count=count),), languages=tuple(codes()))
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    labels=("O", "B-PER", "I-PER", "B-LOC", "I-LOC"),
    metrics=("entity-f1",),
    licence="Apache-2.0 (generated)",
)
