"""Pairs of question and answer of the built-in world: whether the answer belongs to the question."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-faq-pairs",
    title="Pairs of question and answer of the built-in world",
    about="Whether an answer belongs to a question; wrong ones come from the same site.",
    format="sequence-classification",
    family="faq",
    splits={
        name: Split(
            sources=(WorldSource(generator="faq_pairs", count=count, options={"negatives": "same-site"}),),
            languages=tuple(codes()),
        )
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    labels=("0", "1"),
    metrics=("accuracy",),
    licence="Apache-2.0 (generated)",
)
