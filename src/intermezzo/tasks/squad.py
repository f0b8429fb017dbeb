"""SQuAD 1.1: questions on English Wikipedia paragraphs; every question has an answer in its paragraph.

question  To whom did the Virgin Mary allegedly appear in 1858 in Lourdes France?
answer    Saint Bernadette Soubirous

Dev holds all 1,190 questions of XQuAD and all its paragraphs: train on it, or choose by it, and XQuAD is no test.
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
    sizes={"train": 87_599, "dev": 10_570},
    licence="CC BY-SA 4.0",
    citation="Rajpurkar, Zhang, Lopyrev and Liang (2016), SQuAD: 100,000+ Questions for Machine Comprehension of Text",
)
