"""WebFAQ bitexts: questions of one site that say the same in a language and in English; 19 languages.

    query       Sind Sie sonntags offen?
    candidate   Are you open on Sunday?

Mined by the makers: mutual nearest neighbours in LaBSE's space within a host, similarity at least 0.9 (in their estimate
94.6 % are translations). For contrastive training; all rows are one split. Answers are there too: as data of a study's
own, reader `faq-bitext` takes them for the questions.
Traps: of a pair, the language whose three-letter code comes first is the query, so from French on (eng-fra) English asks.
What was mined with LaBSE favours encoders like LaBSE: no test.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task
from intermezzo.tasks._webfaq import CITATION, CODES, LICENCE

PAIRS = {each: "-".join(sorted((code, "eng"))) for each, code in CODES.items() if each != "en"}

TASK = Task(
    name="webfaq-bitext",
    title="WebFAQ, bitexts",
    about="Translated questions of FAQ pages, 19 languages with English; for contrastive training.",
    format="retrieval",
    family="translation-retrieval",
    splits={
        "train": Split(
            sources=(
                FileSource(
                    patterns=("webfaq-bitexts/{language}.jsonl", "webfaq-bitexts/data/{language}.jsonl"),
                    reader="faq-bitext",
                    codes=PAIRS,
                ),
                HubSource(
                    repository="PaDaS-Lab/webfaq-bitexts",
                    split="default",
                    columns={"query": "question1", "target": "question2", "cluster": "origin"},
                    codes=PAIRS,
                ),
            ),
            languages=tuple(PAIRS),
        )
    },
    metrics=("retrieval-accuracy",),
    licence=LICENCE,
    citation=CITATION,
)
