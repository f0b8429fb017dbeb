"""TQuad: questions on Turkish texts about the history of science, of the Teknofest competition.

question  Kemaleddin ibn Yunus nerede doğmuştur?
answer    Musul

No licence is stated: keep it to yourself. Passages of up to 11,089 characters; many answers have outer spaces, which
stay. Dev gives each answer three times.
"""

from intermezzo.tasks._task import FileSource, Split, Task

TASK = Task(
    name="tquad",
    title="TQuad",
    about="Extractive QA in Turkish on the history of science.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"tquad/{name}-v0.1.json",
                        f"tquad/tquad_{name}-v0.1.json",
                        f"qa/tr/tquad_{name}-v0.1.json",
                        f"tquad_{name}-v0.1.json",
                    ),
                    reader="squad",
                ),
            ),
            languages=("tr",),
        )
        for name in ("train", "dev")
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 8_308, "dev": 892},
    licence="none stated",
    citation="TQuad (2019), Turkish NLP Q&A Dataset",
)
