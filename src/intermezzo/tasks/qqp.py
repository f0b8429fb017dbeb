"""QQP: whether two questions asked on Quora mean the same, in English.

    first   How do I learn to swim?
    second  How can one learn swimming?
    label   1

The test labels are not public. Rows of GLUE's file that a line feed inside a question tears in two are left out and
counted. (The item above is ours.) Under Quora's terms, not for commercial use.
"""

from intermezzo.tasks._labels import PARAPHRASE
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="qqp",
    title="Quora Question Pairs",
    about="Paraphrases among questions in English, 363,846 training pairs; its test labels are not public.",
    format="sequence-classification",
    family="paraphrase",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(f"QQP/{name}.tsv", f"qqp/{name}.tsv"), reader="tsv-label", misplaced="drop"
                ),
                HubSource(repository="nyu-mll/glue", config="qqp", split=theirs),
            ),
            languages=("en",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    labels=PARAPHRASE,
    metrics=("accuracy",),
    sizes={"train": 363_846, "dev": 40_430},
    licence="Quora's terms, non-commercial",
    citation="Iyer, Dandekar and Csernai (2017), First Quora Dataset Release: Question Pairs",
)
