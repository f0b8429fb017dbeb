"""A small set of questions about longer stories in Hindi and Tamil, as in ChAII."""

from intermezzo.tasks._task import Split, Task, WorldSource

TASK = Task(
    name="world-chaii",
    title="Longer stories of the built-in world, in Hindi and Tamil",
    about="A small set in two languages with longer contexts, as ChAII has them.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(sources=(WorldSource(generator="chaii", count=count),), languages=("hi", "ta"))
        for name, count in {"train": 900, "dev": 100, "test": 100}.items()
    },
    metrics=("chaii-jaccard", "f1", "em"),
    profile="chaii",
    licence="Apache-2.0 (generated)",
)
