"""WebFAQ retrieval: find the answer of a question among all answers of a language; 20 languages.

    query       Are you open on Sunday?
    candidate   No, we rest on Sundays and on public holidays.

The test of WebFAQ: 10,000 questions a language, one right answer each, near duplicates taken out; its train split has
from 127,686 (da) to 5.27 million (en). The makers score nDCG@10; ours is whether the first answer found is right, and the
reciprocal rank. BM25 has a mean nDCG@10 of 29.8 there, fine-tuned XLM-R 74.2.
Three files belong together (queries, corpus, qrels); the hub keeps them as three configurations.
Traps: questions of `webfaq` are among these: do not train on it before this test.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task
from intermezzo.tasks._webfaq import CITATION, CODES, LANGUAGES, LICENCE


def files(queries: str, corpus: str, qrels: str) -> str:
    """A pattern for the three files together."""
    return "\n".join(f"webfaq-retrieval/{{language}}{each}" for each in (queries, corpus, qrels))


TASK = Task(
    name="webfaq-retrieval",
    title="WebFAQ, retrieval",
    about="Answer retrieval from FAQ pages, 20 languages.",
    format="retrieval",
    family="faq",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        files(f"{mark}queries{end}", f"{mark}corpus{end}", f"{mark}qrels{to}{name}{end}")
                        for end in (".jsonl", ".parquet")
                        for mark, to in (("-", "-"), ("/", "/"), ("/", "-"))
                    ),
                    reader="faq-retrieval",
                    codes=CODES,
                ),
                HubSource(
                    repository="PaDaS-Lab/webfaq-retrieval",
                    config="{language}-queries\n{language}-corpus\n{language}-qrels",
                    split=f"{name}\ncorpus\n{name}",
                    reader="faq-retrieval",
                    codes=CODES,
                ),
            ),
            languages=LANGUAGES,
        )
        for name in ("train", "test")
    },
    metrics=("retrieval-accuracy", "reciprocal-rank-at-20"),
    sizes={"test": 200_000},
    licence=LICENCE,
    citation=CITATION,
)
