"""SQuAD 2.0: SQuAD 1.1 and as many questions again that their paragraph does not answer.

question  Who gave their name to Normandy in the 1000's and 1100's
answer    none

An empty answer is an answer. Its test set is not public. Dev holds paragraphs of SQuAD 1.1 dev, and so of XQuAD.
Splits of others (chrischute/squad) have ids of their own, so only the paragraphs tell that they hold the same.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="squad2",
    title="SQuAD 2.0",
    about="Extractive QA in English; about half of dev and a third of train have no answer.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(patterns=(f"squad/{name}-v2.0.json", f"{name}-v2.0.json"), reader="squad"),
                HubSource(repository="rajpurkar/squad_v2", config="squad_v2", split=theirs),
            ),
            languages=("en",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-2.0",
    may_abstain=True,
    sizes={"train": 130_319, "dev": 11_873},
    licence="CC BY-SA 4.0",
    citation="Rajpurkar, Jia and Liang (2018), Know What You Don't Know: Unanswerable Questions for SQuAD",
)
