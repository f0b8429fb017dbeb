"""KorQuAD 1.0: questions on Korean Wikipedia articles.

question  임종석이 여의도 농민 폭력 시위를 주도한 혐의로 지명수배 된 날은?
answer    1989년 2월 15일

No derivatives: the data may be passed on as they are, and not in part or changed. The test set is not public. Its own
script counts characters where this one counts words (the rules of SQuAD 1.1), so F1 is lower here than in its tables.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="korquad",
    title="KorQuAD 1.0",
    about="Extractive QA in Korean; its test set is not public.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=tuple(
                        f"{folder}KorQuAD_v1.0_{name}.json" for folder in ("korquad/", "qa/ko/", "")
                    ),
                    reader="squad",
                ),
                HubSource(repository="KorQuAD/squad_kor_v1", config="squad_kor_v1", split=theirs),
            ),
            languages=("ko",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 60_407, "dev": 5_774},
    licence="CC BY-ND 2.0 KR (no derivatives)",
    citation="Lim, Kim and Lee (2019), KorQuAD1.0: Korean QA Dataset for Machine Reading Comprehension",
)
