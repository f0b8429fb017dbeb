"""SQuAD-es 2.0: SQuAD 2.0 translated into Spanish by machine, unanswerable questions included.

An empty answer is an answer. Dev is SQuAD dev: 527 questions of its small edition are questions of XQuAD by their ids.
Of answerable questions, empty answers are left out and counted (2,386 of 13,521 in the small dev).
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="squad2-es",
    title="SQuAD-es 2.0",
    about="SQuAD 2.0 translated by machine into Spanish.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}{name}-v2.0-es{edition}.json"
                        for edition in ("", "_small")
                        for folder in ("squad-es/SQuAD-es-v2.0/", "SQuAD-es-v2.0/", "squad-es/", "qa/es/", "")
                    ),
                    reader="squad",
                    misplaced="repair",
                ),
                HubSource(repository="ccasimiro/squad_es", config="v2.0.0", split=theirs, misplaced="repair"),
            ),
            languages=("es",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-2.0",
    may_abstain=True,
    licence="CC BY 4.0 (SQuAD itself CC BY-SA 4.0)",
    citation="Carrino, Costa-jussà and Fonollosa (2020), Automatic Spanish Translation of the SQuAD Dataset for "
    "Multi-lingual Question Answering",
)
