"""iapp-wiki-qa: questions on whole Thai Wikipedia articles.

question  อันดับย่อยปลานกขุนทอง เป็นอันดับย่อยของปลาอะไร
answer    ปลาทะเลกระดูกแข็ง

Articles of up to 7,849 characters; many answers begin or end with a space, which stays. Scored with the rules of
SQuAD 1.1, under which an answer in Thai is mostly one word: read it beside `script-aware`.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="iapp",
    title="iapp-wiki-qa",
    about="Extractive QA in Thai on whole articles.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"iapp/{theirs}.jsonl",
                        f"iapp/iapp_{theirs}.jsonl",
                        f"qa/th/iapp_{theirs}.jsonl",
                        f"iapp_{theirs}.jsonl",
                    ),
                    reader="jsonl-qa",
                ),
                HubSource(repository="iapp/iapp_wiki_qa_squad", config="", split=on_hub),
            ),
            languages=("th",),
        )
        for name, theirs, on_hub in (
            ("train", "train", "train"),
            ("dev", "valid", "validation"),
            ("test", "test", "test"),
        )
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 5_761, "dev": 742, "test": 739},
    licence="MIT",
    citation="Viriyayudhakorn and Polpanumas (2021), iapp_wiki_qa_squad",
)
