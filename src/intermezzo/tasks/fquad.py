"""FQuAD: questions on French Wikipedia articles of high quality (version 1.0).

Non-commercial; to be asked for from its makers and not passed on. Put `train.json` and `valid.json` into a folder
`fquad`. The test set is not public.
"""

from intermezzo.tasks._task import FileSource, Split, Task

TASK = Task(
    name="fquad",
    title="FQuAD 1.0",
    about="Extractive QA in French; its test set is not public.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(patterns=(f"fquad/{theirs}.json", f"fquad1.0/{theirs}.json"), reader="squad"),
            ),
            languages=("fr",),
        )
        for name, theirs in {"train": "train", "dev": "valid"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 20_731, "dev": 3_188},
    licence="CC BY-NC-SA 3.0 (non-commercial; given out on request)",
    citation="d'Hoffschmidt, Belblidia, Heinrich, Brendlé and Vidal (2020), FQuAD: French Question Answering Dataset",
)
