"""Reading the answers of a site of the built-in world: one of them answers the question."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-faq-reading",
    title="Reading the answers of a site of the built-in world",
    about="Several answers of one site as the context; the right one is the span.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(sources=(WorldSource(generator="faq_reading", count=count),), languages=tuple(codes()))
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="Apache-2.0 (generated)",
)
