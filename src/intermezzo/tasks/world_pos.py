"""Parts of speech of the built-in world, as Universal Dependencies tag them."""

from intermezzo.tasks._task import Split, Task, WorldSource
from intermezzo.world.language import codes

TASK = Task(
    name="world-pos",
    title="Parts of speech in the built-in world",
    about="Universal part-of-speech tags for the words of single sentences; parallel in every language.",
    format="token-tagging",
    family="pos",
    splits={
        name: Split(
            sources=(WorldSource(generator="parts_of_speech", count=count),), languages=tuple(codes())
        )
        for name, count in {"train": 4000, "dev": 300, "test": 300}.items()
    },
    labels=(
        "ADJ",
        "ADP",
        "ADV",
        "AUX",
        "CCONJ",
        "DET",
        "INTJ",
        "NOUN",
        "NUM",
        "PART",
        "PRON",
        "PROPN",
        "PUNCT",
        "SCONJ",
        "SYM",
        "VERB",
        "X",
    ),
    metrics=("tag-accuracy", "udpos-f1"),
    licence="Apache-2.0 (generated)",
)
