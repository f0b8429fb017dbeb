"""IndicQA: questions on Wikipedia paragraphs in 11 languages of India; a test set.

Questions without an answer are written as an empty one and left out and counted, so this is the answerable part.
Answers that are not where the files say move to where they are; what is not there is left out and counted. The same
articles are not translated, so there are no groups. Scored with the rules of SQuAD 1.1.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

LANGUAGES = ("as", "bn", "gu", "hi", "kn", "ml", "mr", "or", "pa", "ta", "te")

TASK = Task(
    name="indicqa",
    title="IndicQA",
    about="Extractive QA in 11 languages of India; a test set, of which the answerable part is read.",
    format="extractive-qa",
    family="qa",
    splits={
        "test": Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}indicqa.{{language}}.json" for folder in ("indicqa/", "indicqa/data/", "")
                    ),
                    reader="squad",
                    misplaced="repair",
                ),
                HubSource(
                    repository="ai4bharat/IndicQA",
                    files="data/indicqa.{language}.json",
                    reader="squad",
                    misplaced="repair",
                ),
            ),
            languages=LANGUAGES,
        )
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    licence="CC BY 4.0",
    citation="Doddapaneni et al. (2023), Towards Leaving No Indic Language Behind: Building Monolingual Corpora, "
    "Benchmark and Models for Indic Languages",
)
