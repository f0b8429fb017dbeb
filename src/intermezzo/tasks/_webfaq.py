"""What the tasks on WebFAQ share: its languages, its files, its sites as train and dev."""

from __future__ import annotations

from typing import Any

from intermezzo.tasks._codes import ISO_639_3
from intermezzo.tasks._task import FileSource, HubSource, Split

# The 20 of its retrieval test; the collection has 75, which a study may read as data of its own (reader `faq-jsonl`).
LANGUAGES = (
    "ar", "da", "de", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr",
    "vi", "zh",
)  # fmt: skip
CODES = {language: ISO_639_3[language] for language in LANGUAGES}

LICENCE = "CC BY 4.0"
CITATION = (
    "Dinzinger et al. (2025), WebFAQ: A Multilingual Collection of Natural Q&A Datasets for Dense Retrieval"
)


def splits(**into: Any) -> dict[str, Split]:
    """Train and dev, of other sites each; `into` as of data/faq.py."""
    return {
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        "webfaq/{language}.jsonl",
                        "webfaq/data/{language}.jsonl",
                        "webfaq/{language}/*.jsonl",
                    ),
                    reader="faq-jsonl",
                    codes=CODES,
                    into=into,
                ),
                HubSource(repository="PaDaS-Lab/webfaq", split="default", codes=CODES, into=into),
            ),
            languages=LANGUAGES,
        )
        for name in ("train", "dev")
    }
