"""Questions about the built-in world, a third of which the story does not answer (as in SQuAD 2.0)."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.tasks.world_qa import SIZES
from intermezzo.world.language import codes

TASK = Task(
    name="world-qa-unanswerable",
    title="Questions about the built-in world, some without an answer",
    about="Extractive QA; one question in three asks for something the story does not say.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(WorldSource(generator="questions", count=count, unanswerable=True, seed=1),),
            languages=tuple(codes()),
        )
        for name, count in SIZES.items()
    },
    metrics=("f1", "em"),
    profile="squad-2.0",
    may_abstain=True,
    accepts_ciphers=True,
    licence="Apache-2.0 (generated)",
)
