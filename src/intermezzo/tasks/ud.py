"""UD: parts of speech from treebanks of Universal Dependencies as they are published, any release.

    # sent_id = 3
    1   Tutaonana   ona     VERB    …
    2   kesho       kesho   ADV     …

Reads `LANGUAGE_TREEBANK-ud-SPLIT.conllu`; all treebanks of a language that are there are one split, so their choice is
the user's. Words are syntactic words: a multiword token counts as its parts, unlike in `udpos`, so the scores of the two
are not to be compared. A treebank says in its own file what may be done with it; some forbid commercial use.
"""

from intermezzo.tasks._task import FileSource, Split, Task
from intermezzo.tasks.udpos import TAGS

# Those of XTREME-R's UDPOS, and others with a treebank of more than a test.
LANGUAGES = (
    "af", "ar", "be", "bg", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "kk", "ko", "la", "lt", "lv", "mr", "mt", "nl",
    "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "te", "th", "tl", "tr", "ug", "uk", "ur", "vi",
    "wo", "yo", "zh",
)  # fmt: skip

TASK = Task(
    name="ud",
    title="Universal Dependencies, parts of speech",
    about="Parts of speech from any treebank's CoNLL-U files.",
    format="token-tagging",
    family="udpos",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"ud/{{language}}_*-ud-{name}.conllu",
                        f"ud-treebanks-*/*/{{language}}_*-ud-{name}.conllu",
                        f"{{language}}_*-ud-{name}.conllu",
                    ),
                    reader="conllu",
                ),
            ),
            languages=LANGUAGES,
        )
        for name in ("train", "dev", "test")
    },
    labels=TAGS,
    metrics=("udpos-f1", "tag-accuracy"),
    licence="a licence for each treebank, in its LICENSE.txt",
    citation="Nivre et al. (2020), Universal Dependencies v2: An Evergrowing Multilingual Treebank Collection",
)
