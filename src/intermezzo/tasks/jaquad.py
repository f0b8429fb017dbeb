"""JaQuAD: questions on Japanese Wikipedia articles, written by people.

question  8世紀に日本の首都はどこでしたか。
answer    奈良

The files come in numbered parts (`jaquad_train_0000.json` and so on): what is there is read together, so a folder with
some of them is a smaller set. The test set is not public. Scored with the rules of SQuAD 1.1, under which an answer in
Japanese is mostly one word: read it beside `script-aware`.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="jaquad",
    title="JaQuAD",
    about="Extractive QA in Japanese; its test set is not public.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}jaquad_{name}_*.json*"
                        for folder in (f"jaquad/data/{name}/", f"data/{name}/", "jaquad/", "qa/ja/", "")
                    ),
                    reader="squad",
                ),
                HubSource(
                    repository="SkelterLabsInc/JaQuAD",
                    files=f"data/{name}/jaquad_{name}_*.json",
                    reader="squad",
                ),
            ),
            languages=("ja",),
        )
        for name in ("train", "dev")
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 31_748, "dev": 3_939},
    licence="CC BY-SA 3.0",
    citation="So, Byun, Kang and Cho (2022), JaQuAD: Japanese Question Answering Dataset for Machine Reading "
    "Comprehension",
)
