"""XQuAD: 1,190 questions of SQuAD 1.1 dev, translated by professionals; parallel in 12 languages.

    context   The Panthers defense gave up just 308 points, ranking sixth in the league, …
    question  How many points did the Panthers defense surrender?
    answer    308

Scored in every language with the rules of SQuAD 1.1, as XTREME does. A test set: never train or choose on it, nor on
SQuAD dev, which contains it.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

LANGUAGES = ("ar", "de", "el", "en", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh")

TASK = Task(
    name="xquad",
    title="XQuAD",
    about="Extractive QA, parallel in 12 languages; a test set.",
    format="extractive-qa",
    family="qa",
    splits={
        "test": Split(
            sources=(
                FileSource(
                    patterns=("xquad/xquad.{language}.json", "xquad.{language}.json"),
                    reader="squad",
                    parallel=True,
                ),
                HubSource(
                    repository="google/xquad", config="xquad.{language}", split="validation", parallel=True
                ),
            ),
            languages=LANGUAGES,
        )
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"test": 14_280},
    licence="CC BY-SA 4.0",
    citation="Artetxe, Ruder and Yogatama (2020), On the Cross-lingual Transferability of Monolingual Representations",
)
