"""PAWS: whether two English sentences made of the same words say the same; Wikipedia, labelled by people.

    first   The NBA season of 1975 -- 76 was the 30th season of the National Basketball Association .
    second  The 1975 -- 76 season of the National Basketball Association was the 30th season of the NBA .
    label   1

The part of PAWS-Wiki called "labeled final". PAWS-X trains on the same sentences, and its dev and test sets are
translations of 2,000 pairs each of these: never train on them for PAWS-X.
"""

from intermezzo.tasks._labels import PARAPHRASE
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="paws",
    title="PAWS",
    about="Paraphrases of English sentences that share their words, 49,401 training pairs.",
    format="sequence-classification",
    family="paraphrase",
    splits={
        name: Split(
            sources=(
                FileSource(patterns=(f"final/{name}.tsv", f"paws/{name}.tsv"), reader="tsv-label"),
                HubSource(repository="google-research-datasets/paws", config="labeled_final", split=theirs),
            ),
            languages=("en",),
        )
        for name, theirs in {"train": "train", "dev": "validation", "test": "test"}.items()
    },
    labels=PARAPHRASE,
    metrics=("accuracy",),
    sizes={"train": 49_401, "dev": 8_000, "test": 8_000},
    licence="free use (PAWS)",
    citation="Zhang, Baldridge and He (2019), PAWS: Paraphrase Adversaries from Word Scrambling",
)
