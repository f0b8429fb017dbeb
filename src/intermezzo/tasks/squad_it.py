"""SQuAD-it: SQuAD 1.1 translated into Italian semi-automatically.

question  Quando è stata la seconda crisi petrolifera?
answer    1979

Its test is SQuAD dev and holds XQuAD: 778 of its 7,609 questions are questions of XQuAD by their ids. 98 of its 21,489
answers move to where their text is, 11 are empty and left out, and with them one question that had no other.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="squad-it",
    title="SQuAD-it",
    about="SQuAD 1.1 translated into Italian.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(f"{folder}SQuAD_it-{name}.json" for folder in ("squad-it/", "qa/it/", "")),
                    reader="squad",
                    misplaced="repair",
                ),
                HubSource(repository="crux82/squad_it", config="", split=name, misplaced="repair"),
            ),
            languages=("it",),
        )
        for name in ("train", "test")
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 54_159, "test": 7_609},
    licence="CC BY-SA 4.0",
    citation="Croce, Zelenanska and Basili (2018), Neural Learning for Question Answering in Italian",
)
