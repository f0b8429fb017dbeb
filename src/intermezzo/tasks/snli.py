"""SNLI: whether a sentence follows from another, in English captions of photographs.

    premise     A boy runs along the lake.
    hypothesis  The boy is asleep.
    label       contradiction

Pairs the annotators did not agree on ("-" in its files, -1 on the hub) have no label and are left out: of the `sizes`,
785 in train, 158 in dev, 176 in test. (The item above is ours.)
"""

from intermezzo.tasks._labels import HUB_NLI, NLI
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="snli",
    title="SNLI",
    about="Natural language inference in English captions, 550,152 training pairs.",
    format="sequence-classification",
    family="nli",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(f"snli_1.0/snli_1.0_{name}.jsonl", f"snli_1.0_{name}.jsonl"),
                    reader="jsonl-label",
                ),
                HubSource(repository="stanfordnlp/snli", config="plain_text", split=theirs, labels=HUB_NLI),
            ),
            languages=("en",),
        )
        for name, theirs in {"train": "train", "dev": "validation", "test": "test"}.items()
    },
    labels=NLI,
    metrics=("accuracy",),
    sizes={"train": 550_152, "dev": 10_000, "test": 10_000},
    licence="CC BY-SA 4.0",
    citation="Bowman, Angeli, Potts and Manning (2015), A Large Annotated Corpus for Natural Language Inference",
)
