"""PAWS-X: whether two sentences made of the same words say the same, in 7 languages; dev and test by translators.

    first   Kathy and her husband Pete Beale ( Peter Dean ) are stable financially .
    second  Kathy and her husband Peter Dean ( Pete Beale ) are financially stable .
    label   1

Trained on PAWS' English. Rows have the same order in all languages, yet some labels differ (in dev 32 of 2,000 between en
and de). Where a sentence was not translated it is "NS", labelled 0, and published scores count it: of 2,000 dev pairs
68 in de, 35 in ko, 20 in ja, 16 in zh, none in en. XTREME's test files have lost their labels, so they are not looked
for. The hub's `google/xtreme` swallows rows at quotes and is not used.
"""

from intermezzo.tasks._labels import PARAPHRASE
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

LANGUAGES = ("de", "en", "es", "fr", "ja", "ko", "zh")
REPOSITORY = "google-research-datasets/paws-x"

TASK = Task(
    name="paws-x",
    title="PAWS-X",
    about="Paraphrases of sentences that share their words, parallel in 7 languages; trained on PAWS' English.",
    format="sequence-classification",
    family="paraphrase",
    splits={
        "train": Split(
            sources=(
                FileSource(
                    patterns=(
                        "x-final/{language}/train.tsv",
                        "pawsx/train-{language}.tsv",
                        "xtreme/pawsx/train-{language}.tsv",
                    ),
                    reader="tsv-label",
                ),
                HubSource(repository=REPOSITORY, split="train"),
            ),
            languages=("en",),
        ),
        "dev": Split(
            sources=(
                FileSource(
                    patterns=(
                        "x-final/{language}/dev_2k.tsv",
                        "pawsx/dev-{language}.tsv",
                        "xtreme/pawsx/dev-{language}.tsv",
                    ),
                    reader="tsv-label",
                    parallel=True,
                ),
                HubSource(repository=REPOSITORY, split="validation", parallel=True),
            ),
            languages=LANGUAGES,
        ),
        "test": Split(
            sources=(
                FileSource(patterns=("x-final/{language}/test_2k.tsv",), reader="tsv-label", parallel=True),
                HubSource(repository=REPOSITORY, split="test", parallel=True),
            ),
            languages=LANGUAGES,
        ),
    },
    labels=PARAPHRASE,
    metrics=("accuracy",),
    sizes={"train": 49_401, "dev": 14_000, "test": 14_000},
    licence="free use (PAWS-X)",
    citation="Yang, Zhang, Tar and Baldridge (2019), PAWS-X: A Cross-lingual Adversarial Dataset for Paraphrases",
)
