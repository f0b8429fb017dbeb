"""Mewsli-X: find the entity that a mention in the news means, by its description in any of 50 languages.

    query       escala de Richter: Un fuerte sismo de 6,8 grados en la { escala de Richter } , según …
    candidate   Skala Richter atau SR didefinisikan sebagai logaritma dari amplitudo maksimum, …

WikiNews in 11 languages, dev 2,991 and test 14,624 mentions; 1,003,893 candidates for each language. Training pairs are
English Wikipedia's, 167,719 mentions, which are read as pairs: their descriptions are their pool. These are the counts of
the release of May 2022, the only one there is; XTREME-R's published scores are of an earlier one.
Traps: the archive leaves out the text of the news, get-mewsli-x.sh of the makers puts it in; without it the files are
refused. XTREME's labels of test are not public, but those of the release are.
"""

from intermezzo.tasks._task import FileSource, Split, Task

LANGUAGES = ("ar", "de", "en", "es", "fa", "ja", "pl", "ro", "ta", "tr", "uk")
FOLDERS = ("mewsli-x", "mewsli_x/output/dataset", "download/mewslix")
FILES = {
    "train": ("wikipedia_pairs-train.jsonl",),
    "dev": ("wikinews_mentions-dev.jsonl", "candidate_set_entities.jsonl"),
    "test": ("wikinews_mentions-test.jsonl", "candidate_set_entities.jsonl"),
}

TASK = Task(
    name="mewsli-x",
    title="Mewsli-X",
    about="Entity linking as retrieval, mentions in 11 languages.",
    format="retrieval",
    family="entity-retrieval",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple("\n".join(f"{folder}/{each}" for each in files) for folder in FOLDERS),
                    reader="mewsli-x",
                ),
            ),
            languages=("en",) if name == "train" else LANGUAGES,
        )
        for name, files in FILES.items()
    },
    metrics=("reciprocal-rank-at-20",),
    sizes={"train": 167_719, "dev": 2_991, "test": 14_624},
    licence="Apache-2.0 (code); the texts are Wikipedia's, CC BY-SA 3.0, and WikiNews', CC BY 2.5",
    citation="Ruder et al. (2021), XTREME-R: Towards More Challenging and Nuanced Multilingual Evaluation",
)
