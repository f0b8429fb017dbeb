"""SQuAD-es: SQuAD 1.1 translated into Spanish by machine, answers found again by alignment.

question  ¿Dónde tuvo lugar el Super Bowl 50?
answer    Santa Clara, California

Dev is SQuAD dev and holds XQuAD: of its small edition 732 questions are questions of XQuAD by their ids. In that
edition 4,080 of 21,979 answers are empty, never all of a question; they are left out and counted. The small editions
are taken only where the full ones are not there.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="squad-es",
    title="SQuAD-es 1.1",
    about="SQuAD 1.1 translated by machine into Spanish.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}{name}-v1.1-es{edition}.json"
                        for edition in ("", "_small")
                        for folder in ("squad-es/SQuAD-es-v1.1/", "SQuAD-es-v1.1/", "squad-es/", "qa/es/", "")
                    ),
                    reader="squad",
                    misplaced="repair",
                ),
                HubSource(repository="ccasimiro/squad_es", config="v1.1.0", split=theirs, misplaced="repair"),
            ),
            languages=("es",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="CC BY 4.0 (SQuAD itself CC BY-SA 4.0)",
    citation="Carrino, Costa-jussà and Fonollosa (2020), Automatic Spanish Translation of the SQuAD Dataset for "
    "Multi-lingual Question Answering",
)
