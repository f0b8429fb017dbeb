"""Questions and answers of the built-in world without a context: find the answer to a question."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-faq",
    title="Questions and answers of the built-in world",
    about="Questions and short answers of the sites of persons, without a context, as WebFAQ has them.",
    format="retrieval",
    family="faq",
    splits={
        name: Split(sources=(WorldSource(generator="faq_matching", count=count),), languages=tuple(codes()))
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    metrics=("retrieval-accuracy", "map-at-20"),
    licence="Apache-2.0 (generated)",
)
