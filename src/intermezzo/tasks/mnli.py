"""MultiNLI: whether a sentence follows from another, in English of ten genres.

    premise     The new rights are nice enough
    hypothesis  Everyone really likes the newest benefits
    label       neutral

`dev` has the genres of training ("matched"), `dev-mismatched` five others. The test labels are not public. In MultiNLI's
own files, not in GLUE's, 185 and 168 pairs of the two dev sets have no label ("-") and are left out; `sizes` are GLUE's.
XNLI trains on the same English: after this task its English is seen.
"""

from intermezzo.tasks._labels import HUB_NLI, NLI
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

SPLITS = {  # ours -> GLUE's and MultiNLI's, the hub's
    "train": ("train", "train"),
    "dev": ("dev_matched", "validation_matched"),
    "dev-mismatched": ("dev_mismatched", "validation_mismatched"),
}

TASK = Task(
    name="mnli",
    title="MultiNLI",
    about="Natural language inference in English, 392,702 training pairs; its test labels are not public.",
    format="sequence-classification",
    family="nli",
    splits={
        name: Split(
            sources=(
                FileSource(patterns=(f"MNLI/{theirs}.tsv", f"mnli/{theirs}.tsv"), reader="tsv-label"),
                FileSource(
                    patterns=(f"multinli_1.0/multinli_1.0_{theirs}.jsonl", f"multinli_1.0_{theirs}.jsonl"),
                    reader="jsonl-label",
                ),
                HubSource(repository="nyu-mll/glue", config="mnli", split=on_hub, labels=HUB_NLI),
            ),
            languages=("en",),
        )
        for name, (theirs, on_hub) in SPLITS.items()
    },
    labels=NLI,
    metrics=("accuracy",),
    sizes={"train": 392_702, "dev": 9_815, "dev-mismatched": 9_832},
    licence="OANC and others, free use",
    citation="Williams, Nangia and Bowman (2018), A Broad-Coverage Challenge Corpus for Sentence Understanding",
)
