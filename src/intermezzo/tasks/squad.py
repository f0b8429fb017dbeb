"""SQuAD 1.1: questions on English Wikipedia paragraphs; every question has an answer in its paragraph.

question  To whom did the Virgin Mary allegedly appear in 1858 in Lourdes France?
answer    Saint Bernadette Soubirous
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="squad",
    title="SQuAD 1.1",
    about="Extractive QA in English, 87,599 training and 10,570 dev questions; its test set is not public.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(patterns=(f"squad/{name}-v1.1.json", f"{name}-v1.1.json"), reader="squad"),
                HubSource(repository="rajpurkar/squad", config="plain_text", split=theirs),
            ),
            languages=("en",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="CC BY-SA 4.0",
    citation="Rajpurkar, Zhang, Lopyrev and Liang (2016), SQuAD: 100,000+ Questions for Machine Comprehension of Text",
)
