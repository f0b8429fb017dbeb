"""ARCD: questions on Arabic Wikipedia articles.

question   - من هو جمال أحمد حمزة خاشقجي؟
answer    صحفي وإعلامي

Small: 693 questions to train on and 702 to test. Some questions begin with " - " and end with a space. Three answers
of each are not in their paragraph; these questions are left out and counted.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="arcd",
    title="ARCD",
    about="Extractive QA in Arabic.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(f"{folder}arcd-{name}.json" for folder in ("arcd/", "qa/ar/", "")),
                    reader="squad",
                    misplaced="repair",
                ),
                HubSource(repository="hsseinmz/arcd", config="plain_text", split=theirs, misplaced="repair"),
            ),
            languages=("ar",),
        )
        for name, theirs in {"train": "train", "test": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 693, "test": 702},
    licence="MIT (repository); contexts from Wikipedia CC BY-SA 3.0",
    citation="Mozannar, Maamary, El Hajal and Hajj (2019), Neural Arabic Question Answering",
)
