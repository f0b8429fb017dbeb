"""DRCD: questions on Chinese Wikipedia paragraphs in traditional characters, from Taiwan.

question  陸特和漢斯雷頓開創了哪一地區對梵語的學術研究？
answer    歐洲

Two answers a question in dev and test. Scored with the rules of SQuAD 1.1, under which an answer in Chinese is mostly
one word: read it beside `script-aware`.
"""

from intermezzo.tasks._task import FileSource, Split, Task

TASK = Task(
    name="drcd",
    title="DRCD",
    about="Extractive QA in traditional Chinese.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(f"{folder}DRCD_{theirs}.json" for folder in ("drcd/", "qa/zh-hant/", "")),
                    reader="squad",
                ),
            ),
            languages=("zh-hant",),
        )
        for name, theirs in {"train": "training", "dev": "dev", "test": "test"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 26_936, "dev": 3_524, "test": 3_493},
    licence="CC BY-SA 3.0",
    citation="Shao, Liu, Lai, Tseng and Tsai (2018), DRCD: a Chinese Machine Reading Comprehension Dataset",
)
