"""Fragments of stories, cut where words begin and end, for training tokenizers."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-fragments",
    title="Fragments of the built-in world's text",
    about="Names, words and pieces of sentences, for training a tokenizer whose pieces end where words end.",
    format="masked-lm",
    family="text",
    splits={
        "train": Split(sources=(WorldSource(generator="fragments", count=3000),), languages=tuple(codes()))
    },
    sizes={"train": 616_811},  # count is of stories
    licence="Apache-2.0 (generated)",
)
