"""XCOPA: which of two sentences is the cause or the effect of another, in 11 languages; translated from COPA.

    premise   Ese oli mullikilesse mässitud.
    question  What was the cause?
    choices   See oli õrn. / See oli väike.

Trained on COPA's English, as XTREME-R does after Social IQa; English to choose by is copa/en@dev. The question stays
English ("cause" and "effect" in the files, written out). In test it is not the same in all languages: th asks all 500
for the effect, and of et's questions sw has another in 37, tr in 51, id and it in 4; right answers agree. XTREME's test
files have lost their labels (all 0), so they are not looked for.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task
from intermezzo.tasks.copa import english

LANGUAGES = ("et", "ht", "id", "it", "qu", "sw", "ta", "th", "tr", "vi", "zh")
OF_XTREME = ("xcopa/val-{language}.jsonl", "xtreme/xcopa/val-{language}.jsonl")


def translated(name: str, theirs: str, *, besides: tuple[str, ...] = ()) -> Split:
    """A split of the eleven languages; `name` is theirs on disk."""
    file = f"{name}.{{language}}.jsonl"
    return Split(
        sources=(
            FileSource(
                patterns=(
                    f"data/{{language}}/{file}",
                    f"xcopa/data/{{language}}/{file}",
                    f"xcopa/{file}",
                    f"xtreme/xcopa/{file}",
                    *besides,
                ),
                reader="jsonl-choice",
                parallel=True,
            ),
            HubSource(repository="cambridgeltl/xcopa", split=theirs, parallel=True),
        ),
        languages=LANGUAGES,
    )


TASK = Task(
    name="xcopa",
    title="XCOPA",
    about="Causes and effects, two choices, parallel in 11 languages; trained on COPA's English.",
    format="multiple-choice",
    family="choice",
    splits={
        "train": Split(sources=english("train", "train"), languages=("en",)),
        "dev": translated("val", "validation", besides=OF_XTREME),
        "test": translated("test", "test"),
    },
    metrics=("accuracy",),
    sizes={"train": 400, "dev": 1_100, "test": 5_500},
    licence="CC BY 4.0",
    citation="Ponti, Glavaš, Majewska and others (2020), XCOPA: A Multilingual Dataset for Causal Commonsense",
)
