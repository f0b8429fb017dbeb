"""GermanQuAD: questions on German Wikipedia passages, three answers each in test.

Passages and answers are longer than SQuAD's. It has no dev set: hold back some of train to choose by.
The hub's repository is a script without data, and code of data sets is not run.
"""

from intermezzo.tasks._task import FileSource, Split, Task

TASK = Task(
    name="germanquad",
    title="GermanQuAD",
    about="Extractive QA in German.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}GermanQuAD_{name}.json"
                        for folder in ("germanquad/GermanQuAD/", "GermanQuAD/", "germanquad/", "")
                    ),
                    reader="squad",
                ),
            ),
            languages=("de",),
        )
        for name in ("train", "test")
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 11_518, "test": 2_204},
    licence="CC BY 4.0",
    citation="Möller, Risch and Pietsch (2021), GermanQuAD and GermanDPR: Improving Non-English Question Answering and "
    "Passage Retrieval",
)
