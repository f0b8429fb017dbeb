"""CommonsenseQA: questions that everyday knowledge answers, in English, without a passage; five choices.

    question  What island country is ferret popular?
    choices   own home / north carolina / great britain / hutch / outdoors

The "random" split. The test labels are not public. The hub's rows hold the choices as a pair of lists, the files as a
list of objects inside the question; both are read alike.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="commonsense-qa",
    title="CommonsenseQA",
    about="Commonsense questions in English, five choices; its test labels are not public.",
    format="multiple-choice",
    family="choice",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"commonsenseqa/{name}_rand_split.jsonl",
                        f"{name}_rand_split.jsonl",
                        f"intermediate/commonsenseqa/{name}_rand_split.hf.jsonl",
                    ),
                    reader="jsonl-choice",
                ),
                HubSource(repository="tau/commonsense_qa", config="", split=theirs),
            ),
            languages=("en",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("accuracy",),
    sizes={"train": 9_741, "dev": 1_221},
    licence="MIT",
    citation="Talmor, Herzig, Lourie and Berant (2019), CommonsenseQA: A Question Answering Challenge",
)
