"""PAN-X: names of persons, organisations and places in sentences of Wikipedia (WikiANN); 48 languages.

    Täby    ni   manispaa   Uswidi
    B-LOC   O    O          B-LOC

The task of XTREME, 40 languages in the balanced splits of Rahimi et al., and the 8 that XTREME-R adds (az gu lt pa pl qu
ro uk). Trained in English, 20,000 sentences. Dev and test have 10,000 sentences, but 1,000 in af az bn hi kk ml mr ms sw
ta te tl ur, and 100 in gu jv my pa qu yo.
Traps: tags were made by rules and not checked by people; sentences repeat across splits. The published files write
`sw:Uswidi`. XTREME's download takes the tags out of every file with "test" in its path: such files are refused.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")  # in the order of the hub's numbers
LANGUAGES = (
    "af", "ar", "az", "bg", "bn", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gu", "he", "hi", "hu",
    "id", "it", "ja", "jv", "ka", "kk", "ko", "lt", "ml", "mr", "ms", "my", "nl", "pa", "pl", "pt", "qu", "ro",
    "ru", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh",
)  # fmt: skip

TASK = Task(
    name="panx",
    title="PAN-X (WikiANN)",
    about="Named entities of three kinds, the 40 languages of XTREME and the 8 that XTREME-R adds.",
    format="token-tagging",
    family="panx",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"xtreme/panx/{name}-{{language}}.tsv",
                        f"panx/{name}-{{language}}.tsv",
                        f"download/panx/{name}-{{language}}.tsv",
                        f"wikiann/{{language}}/{name}",
                    ),
                    reader="token-tsv",
                ),
                HubSource(
                    repository="unimelb-nlp/wikiann",
                    split=theirs,
                    columns={"words": "tokens", "tags": "ner_tags"},
                    labels={str(i): tag for i, tag in enumerate(TAGS)},
                ),
            ),
            languages=LANGUAGES,
        )
        for name, theirs in {"train": "train", "dev": "validation", "test": "test"}.items()
    },
    labels=TAGS,
    metrics=("entity-f1",),
    sizes={"dev": 303_600, "test": 303_600},
    licence="not stated; the sentences are Wikipedia's, CC BY-SA 3.0",
    citation="Pan et al. (2017), Cross-lingual Name Tagging and Linking for 282 Languages; Rahimi, Li and Cohn (2019)",
)
