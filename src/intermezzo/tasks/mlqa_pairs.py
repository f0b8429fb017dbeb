"""MLQA across languages: all 49 pairs of a paragraph's language and a question's.

context   … An dem überwiegend antibritisch und prorussisch eingestellten preußischen Hof löste die …
question  ¿Cuáles fueron las posiciones del tribunal de Berlín en relación con Gran Bretaña y Rusia?
answer    überwiegend antibritisch und prorussisch

A pair is written like a language, the paragraph's first: `mlqa-pairs/de-es` asks in Spanish about German text. Answers
are German then, and scored as German. The 7 pairs of a language with itself are `mlqa`. A question in several
languages is one group; pairs of one paragraph's language share their paragraphs.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task
from intermezzo.tasks.mlqa import LANGUAGES

PAIRS = tuple(f"{context}-{question}" for context in LANGUAGES for question in LANGUAGES)
CONTEXTS = {pair: pair.partition("-")[0] for pair in PAIRS}

TASK = Task(
    name="mlqa-pairs",
    title="MLQA across languages",
    about="Extractive QA, the question in any of 7 languages and the paragraph in any; 49 pairs.",
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
                    codes={pair: pair.replace("-", "-question-") for pair in PAIRS},
                    contexts=CONTEXTS,
                ),
                HubSource(
                    repository="facebook/mlqa",
                    config="mlqa.{language}",
                    split=theirs,
                    codes={pair: pair.replace("-", ".") for pair in PAIRS},
                    contexts=CONTEXTS,
                    parallel=True,
                ),
            ),
            languages=PAIRS,
        )
        for name, theirs in {"dev": "validation", "test": "test"}.items()
    },
    metrics=("f1", "em"),
    profile="mlqa",
    sizes={"dev": 15_747},
    licence="CC BY-SA 3.0",
    citation="Lewis, Oguz, Rinott, Riedel and Schwenk (2020), MLQA: Evaluating Cross-lingual Extractive Question "
    "Answering",
)
