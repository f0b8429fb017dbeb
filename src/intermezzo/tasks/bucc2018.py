"""BUCC 2018: find the sentences of two corpora that translate each other; de, fr, ru and zh with English.

    zh-000000057   中国政府采取了措施。
    en-000008530   The Chinese government took measures.

The split `test` is the shared task's training set, as in XTREME, `dev` its sample; gold pairs of test de 9,580, fr 9,086,
ru 14,435, zh 1,899, of dev de 1,038, fr 929, ru 2,374, zh 257. The threshold of the score is found on dev. Most sentences
have no translation.
Traps: XTREME's download deletes the gold of test, without which the split is refused; take the shared task's own
archives. The hub's google/xtreme has gold pairs only and not the corpora to find them in: it cannot serve the task.
"""

from intermezzo.tasks._task import FileSource, Split, Task

LANGUAGES = ("de", "fr", "ru", "zh")


def files(folder: str, name: str) -> str:
    """A pattern for the three files together."""
    stem = f"{folder}/{{language}}-en.{name}"
    return f"{stem}.{{language}}\n{stem}.en\n{stem}.gold"


TASK = Task(
    name="bucc2018",
    title="BUCC 2018",
    about="Bitext mining between four languages and English.",
    format="retrieval",
    family="translation-retrieval",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        files("bucc2018/{language}-en", theirs),
                        files("bucc2018", theirs),
                        files("xtreme/bucc2018", name),
                        files("bucc2018", name),
                        files("download/bucc2018", name),
                    ),
                    reader="bucc",
                ),
            ),
            languages=LANGUAGES,
        )
        for name, theirs in {"dev": "sample", "test": "training"}.items()
    },
    metrics=("pair-f1",),
    licence="not stated; text of Wikipedia and News Commentary",
    citation="Zweigenbaum, Sharoff and Rapp (2018), Overview of the Third BUCC Shared Task",
)
