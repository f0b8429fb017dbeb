"""XNLI: whether a sentence follows from another, in 15 languages; parallel, translated by professionals.

    premise     And he said, Mama, I'm home.
    hypothesis  He didn't say a word.
    label       contradiction

Trained on MultiNLI's English, whose machine translations (XNLI-MT, where the label is "contradictory") are not used.
Three hypotheses share a premise: 830 premises in dev, 1,670 in test. XTREME's test files have lost their labels, so
they are not looked for; XNLI's own, of all languages together, are. The hub counts entailment, neutral,
contradiction; XTREME's code contradiction, entailment, neutral: labels are names here. Not for commercial use.
"""

from intermezzo.tasks._labels import HUB_NLI, NLI
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

LANGUAGES = ("ar", "bg", "de", "el", "en", "es", "fr", "hi", "ru", "sw", "th", "tr", "ur", "vi", "zh")
MACHINE_TRANSLATED = {"contradictory": "contradiction"}  # XNLI-MT, and XTREME's train-en.tsv made from it


def own(split: str) -> FileSource:
    """XNLI's own file: all languages one after another."""
    return FileSource(
        patterns=(f"XNLI-1.0/xnli.{split}.tsv", f"xnli.{split}.tsv"),
        reader="tsv-label",
        parallel=True,
        columns={"language": "language"},
    )


def on_hub(split: str) -> HubSource:
    return HubSource(repository="facebook/xnli", split=split, parallel=True, labels=HUB_NLI)


TASK = Task(
    name="xnli",
    title="XNLI",
    about="Natural language inference, parallel in 15 languages; trained on MultiNLI's English.",
    format="sequence-classification",
    family="nli",
    splits={
        "train": Split(
            sources=(
                FileSource(
                    patterns=(
                        "xnli/train-{language}.tsv",
                        "xtreme/xnli/train-{language}.tsv",
                        "XNLI-MT-1.0/multinli/multinli.train.{language}.tsv",
                    ),
                    reader="tsv-label",
                    labels=MACHINE_TRANSLATED,
                ),
                HubSource(repository="facebook/xnli", split="train", labels=HUB_NLI),
            ),
            languages=("en",),
        ),
        "dev": Split(
            sources=(
                FileSource(
                    patterns=("xnli/dev-{language}.tsv", "xtreme/xnli/dev-{language}.tsv"),
                    reader="tsv-label",
                    parallel=True,
                ),
                own("dev"),
                on_hub("validation"),
            ),
            languages=LANGUAGES,
        ),
        "test": Split(sources=(own("test"), on_hub("test")), languages=LANGUAGES),
    },
    labels=NLI,
    metrics=("accuracy",),
    sizes={"train": 392_702, "dev": 37_350, "test": 75_150},
    licence="CC BY-NC 4.0",
    citation="Conneau, Rinott, Lample and others (2018), XNLI: Evaluating Cross-lingual Sentence Representations",
)
