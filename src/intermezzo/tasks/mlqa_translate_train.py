"""MLQA's translate-train: SQuAD 1.1 by machine in the 6 other languages of MLQA.

Dev is the translation of SQuAD dev, which holds XQuAD: train on it, or choose by it, and XQuAD is no longer zero-shot.
Ids are SQuAD's, so the translations of a question are one group. Answers that are not where the files say move to
where they are; what is not there is left out and counted.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

LANGUAGES = ("ar", "de", "es", "hi", "vi", "zh")

TASK = Task(
    name="mlqa-translate-train",
    title="MLQA's translated SQuAD",
    about="SQuAD 1.1 translated by machine into 6 languages.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}{{language}}_squad-translate-train-{name}-v1.1.json"
                        for folder in ("mlqa/mlqa-translate-train/", "mlqa-translate-train/", "")
                    ),
                    reader="squad",
                    misplaced="repair",
                    parallel=True,
                ),
                HubSource(
                    repository="facebook/mlqa",
                    config="mlqa-translate-train.{language}",
                    split=theirs,
                    misplaced="repair",
                    parallel=True,
                ),
            ),
            languages=LANGUAGES,
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="mlqa",
    sizes={"train": 483_489},
    licence="CC BY-SA 3.0 (SQuAD itself CC BY-SA 4.0)",
    citation="Lewis, Oguz, Rinott, Riedel and Schwenk (2020), MLQA: Evaluating Cross-lingual Extractive Question "
    "Answering",
)
