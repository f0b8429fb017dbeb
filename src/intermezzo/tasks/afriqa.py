"""AfriQA: questions in 9 African languages on English or French passages.

question  Yayan Micheal Jackson nawa?
context   an English passage
answer    three

Written by the language of the question (`afriqa/ha`); the passage is English, for Fon French, and answers are scored
as such. These are the gold passages. An answer that is not in its passage ("yes", "no", names spelt otherwise) is
marked so by the files: about one in ten questions is left out for it and counted, as are the few without a passage.
The hub's repositories are scripts without data, and code of data sets is not run.
"""

from intermezzo.tasks._task import FileSource, Split, Task

# Our language of the question -> what the files call it, and the language of the passages.
THEIRS = {
    "bem": ("bem", "en"),
    "fon": ("fon", "fr"),
    "ha": ("hau", "en"),
    "ig": ("ibo", "en"),
    "rw": ("kin", "en"),
    "sw": ("swa", "en"),
    "tw": ("twi", "en"),
    "yo": ("yor", "en"),
    "zu": ("zul", "en"),
}

TASK = Task(
    name="afriqa",
    title="AfriQA, gold passages",
    about="Extractive QA, questions in 9 African languages on English or French passages.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}gold_span_passages.afriqa.{{language}}.{name}.json"
                        for folder in ("afriqa/data/gold_passages/*/", "afriqa/", "qa/afriqa/", "")
                    ),
                    reader="jsonl-qa",
                    misplaced="repair",
                    codes={ours: ".".join(theirs) for ours, theirs in THEIRS.items()},
                    contexts={ours: pivot for ours, (_, pivot) in THEIRS.items()},
                ),
            ),
            languages=tuple(THEIRS),
        )
        for name in ("train", "dev", "test")
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="CC BY 4.0",
    citation="Ogundepo et al. (2023), AfriQA: Cross-lingual Open-Retrieval Question Answering for African Languages",
)
