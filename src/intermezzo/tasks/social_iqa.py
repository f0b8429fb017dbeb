"""Social IQa: questions about people's feelings, motives and next steps, in English; three choices.

    context   Tracy didn't go home that evening and resisted Riley's attacks.
    question  What does Tracy need to do before this?
    choices   make a new plan / Go home and see Riley / Find somewhere to go

What XTREME-R trains on before COPA. Labels are letters in the lines of version 1.4, or numbers from 1 in a file beside.
The authors' repository on the hub is a script, which is not run; the hub's files are those of a copy said to be equal.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

FROM_ONE = {"1": "0", "2": "1", "3": "2"}  # the hub's numbers -> ours


def beside(folder: str, split: str) -> str:
    """Lines and their labels, both."""
    return f"{folder}{split}.jsonl\n{folder}{split}-labels.lst"


TASK = Task(
    name="social-iqa",
    title="Social IQa",
    about="Questions about social situations in English, three choices; its test set is not public.",
    format="multiple-choice",
    family="choice",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}socialIQa_v1.4_{file}.jsonl"
                        for folder in ("siqa/", "", "intermediate/siqa/")
                    ),
                    reader="jsonl-choice",
                ),
                FileSource(
                    patterns=tuple(beside(folder, name) for folder in ("socialiqa-train-dev/", "siqa/")),
                    reader="siqa",
                ),
                HubSource(repository="lighteval/siqa", config="", split=theirs, labels=FROM_ONE),
            ),
            languages=("en",),
        )
        for name, file, theirs in (("train", "trn", "train"), ("dev", "dev", "validation"))
    },
    metrics=("accuracy",),
    sizes={"train": 33_410, "dev": 1_954},
    licence="CC BY 4.0",
    citation="Sap, Rashkin, Chen, Le Bras and Choi (2019), Social IQa: Commonsense Reasoning about Social Interactions",
)
