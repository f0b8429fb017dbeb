"""UDPOS: parts of speech of the words of a sentence, from Universal Dependencies; 38 languages.

    Tutaonana   kesho   .
    VERB        ADV     PUNCT

The task of XTREME, 33 languages from release 2.5, with the 5 of XTREME-R (lt pl ro uk wo) from 2.7. Trained in English,
21,253 sentences, dev 3,974; tests from 47 (mr) to 5,440 (en) sentences. kk th tl yo have no dev, th tl yo no train.
The published score is no accuracy: seqeval's F1 over runs of equal tags. The accuracy stands beside it.
Traps: XTREME's download takes the tags out of its test files, and such files are refused; `ud` reads the treebanks
themselves. Its script writes a multiword token as one word; the hub's rows have its parts (German: 22,458 test
sentences) and are another test. The hub has none of the 5 languages of XTREME-R.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TAGS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
)  # fmt: skip

NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "kk": "Kazakh", "ko": "Korean", "mr": "Marathi", "nl": "Dutch", "pt": "Portuguese", "ru": "Russian",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "ur": "Urdu",
    "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip
LANGUAGES = tuple(sorted([*NAMES, "lt", "pl", "ro", "uk", "wo"]))
WITHOUT = {"train": ("th", "tl", "yo"), "dev": ("kk", "th", "tl", "yo"), "test": ()}

TASK = Task(
    name="udpos",
    title="UDPOS",
    about="Parts of speech, the 33 languages of XTREME and the 5 that XTREME-R adds.",
    format="token-tagging",
    family="udpos",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"xtreme/udpos/{name}-{{language}}.tsv",
                        f"udpos/{name}-{{language}}.tsv",
                        f"download/udpos/{name}-{{language}}.tsv",
                    ),
                    reader="token-tsv",
                ),
                HubSource(
                    repository="google/xtreme",
                    config="udpos.{language}",
                    split=theirs,
                    columns={"words": "tokens", "tags": "pos_tags"},
                    labels={str(i): tag for i, tag in enumerate(TAGS)},
                    codes=NAMES,
                ),
            ),
            languages=tuple(each for each in LANGUAGES if each not in WITHOUT[name]),
        )
        for name, theirs in {"train": "train", "dev": "validation", "test": "test"}.items()
    },
    labels=TAGS,
    metrics=("udpos-f1", "tag-accuracy"),
    licence="Universal Dependencies: a licence for each treebank, mostly CC BY-SA 4.0, some non-commercial",
    citation="Nivre et al. (2020), Universal Dependencies v2; Hu et al. (2020), XTREME; Ruder et al. (2021), XTREME-R",
)
