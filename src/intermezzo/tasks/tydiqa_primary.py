"""TyDi QA, primary task, as extractive QA: the passage an annotator chose, where a span of it answers.

question  Milloin Kokemäki on perustettu?
context   the passage of the article that most annotators took the answer from
answer    1869

11 languages. This is not the primary task itself, whose system finds the passage in the whole article and may answer
yes, no or nothing: such questions are left out and counted. Do not mix it with `tydiqa`, which is cut from the same
questions. The published training file is read whole, several gigabytes at once; its dev file fits a usual machine.
"""

from intermezzo.tasks._task import FileSource, Split, Task

LANGUAGES = ("ar", "bn", "en", "fi", "id", "ja", "ko", "ru", "sw", "te", "th")

TASK = Task(
    name="tydiqa-primary",
    title="TyDi QA's primary task, spans in their passage",
    about="Extractive QA in 11 languages, the questions of TyDi QA's primary task that a span answers.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}tydiqa-v1.0-{theirs}.jsonl" for folder in ("tydiqa/", "tydiqa/primary/", "")
                    ),
                    reader="tydiqa-primary",
                ),
            ),
            languages=LANGUAGES,
        )
        for name, theirs in {"train": "train", "test": "dev"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="Apache-2.0; contexts from Wikipedia CC BY-SA 3.0",
    citation="Clark, Choi, Collins, Garrette, Kwiatkowski, Nikolaev and Palomaki (2020), TyDi QA: A Benchmark for "
    "Information-Seeking Question Answering in Typologically Diverse Languages",
)
