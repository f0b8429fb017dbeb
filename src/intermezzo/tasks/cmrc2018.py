"""CMRC 2018: questions on Chinese Wikipedia paragraphs, with three answers each in dev.

question  生命数耗完即算为什么？
answer    踢爆

Published in two layouts: in SQuAD's 200 of the 9,657 answers of dev are not where the file says; in its own
(`cmrc2018_dev.json`) answers have no positions at all and some are numbers a spreadsheet made. Answers stand where
their text is; what is not in the passage (193 in dev) is left out and counted. `trial` is a small set beside train.

Its own script cuts Chinese into characters; it is not here, so answers are scored with the rules of SQuAD 1.1, under
which one is mostly one word: read it beside `script-aware`.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

ON_HUB = {
    "train": "train",
    "dev": "validation",
    "trial": "test",
}  # what the hub calls test has 1,002 rows: trial

TASK = Task(
    name="cmrc2018",
    title="CMRC 2018",
    about="Extractive QA in simplified Chinese; its test set is not public.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"cmrc2018/squad-style-data/cmrc2018_{name}.json",
                        f"squad-style-data/cmrc2018_{name}.json",
                        f"qa/zh/cmrc2018_{name}.squad.json",
                        f"cmrc2018_{name}.squad.json",
                    ),
                    reader="squad",
                    misplaced="repair",
                ),
                FileSource(
                    patterns=(
                        f"cmrc2018/data/cmrc2018_{name}.json",
                        f"cmrc2018/cmrc2018_{name}.json",
                        f"qa/zh/cmrc2018_{name}.json",
                        f"cmrc2018_{name}.json",
                    ),
                    reader="cmrc",
                    misplaced="repair",
                ),
                HubSource(repository="hfl/cmrc2018", config="", split=theirs, misplaced="repair"),
            ),
            languages=("zh",),
        )
        for name, theirs in ON_HUB.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 10_142, "dev": 3_219, "trial": 1_002},
    licence="CC BY-SA 4.0",
    citation="Cui, Liu, Che, Xiao, Chen, Ma, Wang and Hu (2019), A Span-Extraction Dataset for Chinese Machine Reading "
    "Comprehension",
)
