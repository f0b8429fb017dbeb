"""SQuAD-fr: SQuAD 1.1 translated into French by machine (French-SQuAD).

Dev is SQuAD dev and holds XQuAD. Answers that are not where the files say move to where they are; what is not there is
left out and counted.
"""

from intermezzo.tasks._task import FileSource, Split, Task

TASK = Task(
    name="squad-fr",
    title="French-SQuAD",
    about="SQuAD 1.1 translated by machine into French.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}SQuAD-v1.1-{name}_fr_ss999_awstart2_net.json"
                        for folder in ("squad-fr/", "")
                    ),
                    reader="squad",
                    misplaced="repair",
                ),
            ),
            languages=("fr",),
        )
        for name in ("train", "dev")
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="of the translation none stated; SQuAD itself CC BY-SA 4.0",
    citation="Kabbadj (2018), French-SQuAD: French Machine Reading for Question Answering",
)
