"""Tatoeba: find the translation of an English sentence among all of the test; 41 languages.

    query       We'll see each other tomorrow.
    candidate   Tutaonana kesho.

The 36 languages of XTREME and the 5 that XTREME-R adds (az lt pl ro uk): 1,000 pairs each, but jv 205, te 234, ta 307,
sw 390, th 548, kk 575, ml 687, ka 746. Never trained on. Files are LASER's.
Split `test` asks in English and looks among the foreign sentences: that is the accuracy XTREME publishes, since its
script searches the foreign side with the English one. `to-english` asks in the language.
Traps: XTREME's download sorts the English file, after which line i is no translation of line i any more, so that copy
is not read. English sentences that occur twice are two candidates, of which one is right. The hub has the 36 languages
of XTREME only.
"""

from intermezzo.tasks._codes import TATOEBA
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

LANGUAGES = (
    "af", "ar", "az", "bg", "bn", "de", "el", "es", "et", "eu", "fa", "fi", "fr", "he", "hi", "hu", "id", "it",
    "ja", "jv", "ka", "kk", "ko", "lt", "ml", "mr", "nl", "pl", "pt", "ro", "ru", "sw", "ta", "te", "th", "tl",
    "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
FOREIGN, ENGLISH = "tatoeba.{language}-eng.{language}", "tatoeba.{language}-eng.eng"
FOLDERS = ("xtreme/tatoeba", "tatoeba", "data/tatoeba/v1")
THEIRS = ("source_sentence", "target_sentence")

TASK = Task(
    name="tatoeba",
    title="Tatoeba",
    about="Sentence retrieval between 41 languages and English; a test set.",
    format="retrieval",
    family="translation-retrieval",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(f"{folder}/{asked}\n{folder}/{found}" for folder in FOLDERS),
                    reader="parallel-lines",
                    codes=TATOEBA,
                ),
                HubSource(
                    repository="google/xtreme",
                    config="tatoeba.{language}",
                    split="validation",
                    columns=dict(zip(("query", "target"), columns)),
                    codes=TATOEBA,
                ),
            ),
            languages=LANGUAGES,
        )
        for name, asked, found, columns in (
            ("test", ENGLISH, FOREIGN, THEIRS[::-1]),
            ("to-english", FOREIGN, ENGLISH, THEIRS),
        )
    },
    metrics=("retrieval-accuracy",),
    sizes={"test": 36_692, "to-english": 36_692},
    licence="CC BY 2.0 FR",
    citation="Artetxe and Schwenk (2019), Massively Multilingual Sentence Embeddings; Hu et al. (2020), XTREME",
)
