"""XQuAD's translate-train: SQuAD 1.1 by machine in 10 languages, as XTREME ships it.

Dev is the translation of SQuAD dev, which holds XQuAD: train on it, or choose by it, and XQuAD is no longer zero-shot.
Ids are SQuAD's, so the translations of a question are one group. Answers that are not where the files say move to
where they are; what is not there is left out and counted.
"""

from intermezzo.tasks._task import FileSource, Split, Task

LANGUAGES = ("ar", "de", "el", "es", "hi", "ru", "th", "tr", "vi", "zh")

TASK = Task(
    name="xquad-translate-train",
    title="XTREME's translated SQuAD",
    about="SQuAD 1.1 translated by machine into 10 languages.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}squad.translate.{name}.en-{{language}}.json"
                        for folder in (f"SQuAD/translate-{name}/", f"squad/translate-{name}/", "")
                    ),
                    reader="squad",
                    misplaced="repair",
                    parallel=True,
                ),
            ),
            languages=LANGUAGES,
        )
        for name in ("train", "dev")
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="CC BY-SA 4.0 (SQuAD's; XTREME's repository is Apache-2.0)",
    citation="Hu, Ruder, Siddhant, Neubig, Firat and Johnson (2020), XTREME: A Massively Multilingual "
    "Multi-task Benchmark",
)
