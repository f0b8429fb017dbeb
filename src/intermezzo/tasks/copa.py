"""COPA: which of two sentences is the cause or the effect of another, in English.

    premise   The man turned on the faucet.
    question  What happened as a result?
    choices   The toilet filled with water. / Water flowed from the spout.

The files ask with one word, "cause" or "effect", which is written out. 400 for training, 100 to choose by; the test
labels of SuperGLUE are not public. XCOPA is its translation, so dev is choosing on what XCOPA's dev says.
"""

from intermezzo.tasks._task import FileSource, HubSource, Source, Split, Task


def english(name: str, theirs: str) -> tuple[Source, ...]:
    """Sources of a split: SuperGLUE's files, XTREME's, the hub. `name` is theirs on disk."""
    return (
        FileSource(
            patterns=(
                f"COPA/{name}.jsonl",
                f"copa/{name}.jsonl",
                f"xcopa/{name}-en.jsonl",
                f"xtreme/xcopa/{name}-en.jsonl",
            ),
            reader="jsonl-choice",
        ),
        HubSource(repository="aps/super_glue", config="copa", split=theirs),
    )


TASK = Task(
    name="copa",
    title="COPA",
    about="Causes and effects in English, two choices, 400 to train on; its test labels are not public.",
    format="multiple-choice",
    family="choice",
    splits={
        "train": Split(sources=english("train", "train"), languages=("en",)),
        "dev": Split(sources=english("val", "validation"), languages=("en",)),
    },
    metrics=("accuracy",),
    sizes={"train": 400, "dev": 100},
    licence="BSD-2-Clause",
    citation="Roemmele, Bejan and Gordon (2011), Choice of Plausible Alternatives",
)
