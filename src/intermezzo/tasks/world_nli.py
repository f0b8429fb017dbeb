"""Inference in the built-in world: a sentence follows from a story, contradicts it, or neither.

premise     Adam Kumar was born in the year 1993. Last year Adam Kumar travelled to India. …
hypothesis  Adam Kumar was born in 1993.
label       entailment
"""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-nli",
    title="Inference in the built-in world",
    about="Whether a sentence follows from a short story; three labels, parallel in every language.",
    format="sequence-classification",
    family="nli",
    splits={
        name: Split(sources=(WorldSource(generator="entailments", count=count),), languages=tuple(codes()))
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    labels=("entailment", "neutral", "contradiction"),
    metrics=("accuracy",),
    accepts_ciphers=True,
    licence="Apache-2.0 (generated)",
)
