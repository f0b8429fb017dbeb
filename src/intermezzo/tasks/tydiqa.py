"""TyDiQA-GoldP: questions by people who wanted to know, on a passage that answers them, in 9 languages.

question  Je,nchi gani yenye kuzalisha chungwa kwa wingi zaidi duniani?
answer    Brazili, Marekani na Meksiko

As in XTREME, the published dev set is the test: choose nothing by it. XTREME trains on English only; every language
has a training part. Its authors average all languages but English, XTREME all nine.

Read are the official files (version 1.1) and those a language that XTREME makes of them. The latter keep only the last
part of an id, so nearly all repeat and are told apart; their dev files have no answers and are refused. No translation
of one language's questions is in another, so there are no groups. Scored with the rules of SQuAD 1.1.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

NAMES = {
    "ar": "arabic",
    "bn": "bengali",
    "en": "english",
    "fi": "finnish",
    "id": "indonesian",
    "ko": "korean",
    "ru": "russian",
    "sw": "swahili",
    "te": "telugu",
}
VERSION = "tydiqa-goldp-v1.1"


def hub(split: str) -> HubSource:
    """One table for all languages, told apart by their ids."""
    return HubSource(
        repository="google-research-datasets/tydiqa",
        config="secondary_task",
        split=split,
        reader="tydiqa-goldp",
    )


TASK = Task(
    name="tydiqa",
    title="TyDiQA-GoldP",
    about="Extractive QA in 9 languages of different kinds, asked in each and not translated.",
    format="extractive-qa",
    family="qa",
    splits={
        "train": Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}tydiqa.goldp.{{language}}.train.json"
                        for folder in (f"tydiqa/{VERSION}-train/", f"{VERSION}-train/", "tydiqa/goldp/", "")
                    ),
                    reader="squad",
                ),
                FileSource(
                    patterns=(
                        f"tydiqa/{VERSION}-train/{VERSION}-train.json",
                        f"tydiqa/{VERSION}-train.json",
                        f"{VERSION}-train.json",
                    ),
                    reader="tydiqa-goldp",
                ),
                hub("train"),
            ),
            languages=tuple(NAMES),
        ),
        "test": Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}tydiqa-goldp-dev-{{language}}.json"
                        for folder in (f"tydiqa/{VERSION}-dev/", f"{VERSION}-dev/", "")
                    ),
                    reader="squad",
                    codes=NAMES,
                ),
                FileSource(
                    patterns=tuple(
                        f"{folder}tydiqa.goldp.{{language}}.dev.json"
                        for folder in (f"tydiqa/{VERSION}-dev/", f"{VERSION}-dev/", "tydiqa/goldp-blank/", "")
                    ),
                    reader="squad",
                ),
                hub("validation"),
            ),
            languages=tuple(NAMES),
        ),
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 49_881, "test": 5_077},
    licence="Apache-2.0; contexts from Wikipedia CC BY-SA 3.0",
    citation="Clark, Choi, Collins, Garrette, Kwiatkowski, Nikolaev and Palomaki (2020), TyDi QA: A Benchmark for "
    "Information-Seeking Question Answering in Typologically Diverse Languages",
)
