"""MLQA: questions on Wikipedia paragraphs in 7 languages, parallel in four of them on average.

context   … An dem überwiegend antibritisch und prorussisch eingestellten preußischen Hof löste die …
question  Was war die Position der Berliner Gerichts gegenüber Großbritannien und Russland?
answer    überwiegend antibritisch und prorussisch

Context and question are in the same language; across languages see `mlqa-pairs`. Scored with the official script's
rules for the language of the context. It has no training set; SQuAD is its authors'. XTREME's downloads have the test
answers removed and are refused: take the official archive.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

LANGUAGES = ("ar", "de", "en", "es", "hi", "vi", "zh")

TASK = Task(
    name="mlqa",
    title="MLQA",
    about="Extractive QA in 7 languages, question and paragraph in the same.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}{name}-context-{{language}}.json"
                        for folder in (f"mlqa/MLQA_V1/{name}/", f"MLQA_V1/{name}/", f"mlqa/{name}/", "")
                    ),
                    reader="squad",
                    parallel=True,
                    codes={language: f"{language}-question-{language}" for language in LANGUAGES},
                ),
                HubSource(
                    repository="facebook/mlqa",
                    config="mlqa.{language}",
                    split=theirs,
                    codes={language: f"{language}.{language}" for language in LANGUAGES},
                    parallel=True,
                ),
            ),
            languages=LANGUAGES,
        )
        for name, theirs in {"dev": "validation", "test": "test"}.items()
    },
    metrics=("f1", "em"),
    profile="mlqa",
    sizes={"dev": 4_199, "test": 42_245},
    licence="CC BY-SA 3.0",
    citation="Lewis, Oguz, Rinott, Riedel and Schwenk (2020), MLQA: Evaluating Cross-lingual Extractive Question "
    "Answering",
)
