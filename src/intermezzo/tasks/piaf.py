"""PIAF: questions on French Wikipedia articles, written by volunteers.

question  Quel part du budget des ménages
answer    50

One set, to train on. Version 1.0 has 3,835 questions; an early export of 4,748 (ids as numbers, up to several answers)
overlaps with it: never take both. Two answers in each move to where their text is.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="piaf",
    title="PIAF",
    about="Extractive QA in French, one split.",
    format="extractive-qa",
    family="qa",
    splits={
        "train": Split(
            sources=(
                FileSource(
                    patterns=(
                        "piaf/piaf-v1.0.json",
                        "qa/fr/piaf-v1.0.json",
                        "piaf-v1.0.json",
                    ),
                    reader="squad",
                    misplaced="repair",
                ),
                HubSource(repository="AgentPublic/piaf", config="plain_text", misplaced="repair"),
            ),
            languages=("fr",),
        )
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 3_835},
    licence="MIT; contexts from Wikipedia CC BY-SA 3.0",
    citation="Keraron, Lancrenon, Bras, Allary, Moyse, Scialom, Soriano-Morales and Staiano (2020), Project PIAF: "
    "Building a Native French Question-Answering Dataset",
)
