"""HellaSwag: which of four endings completes the description of an everyday scene, in English.

    context  A huge crowd is in the stands in an arena. A man throws a javelin. … several men
    choices  are water boarding in a river. / are shown throwing balls. / … / run to where the javelin lands.

Wrong endings were written by a model and kept where another was misled. Descriptions of one video or article are a
cluster. The test labels are not public.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

CLUSTER = {"cluster": "source_id"}  # the video or article a scene is from

TASK = Task(
    name="hellaswag",
    title="HellaSwag",
    about="Endings of everyday scenes in English, four choices; its test labels are not public.",
    format="multiple-choice",
    family="choice",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(f"hellaswag/hellaswag_{file}.jsonl", f"hellaswag_{file}.jsonl"),
                    reader="jsonl-choice",
                    columns=CLUSTER,
                ),
                HubSource(repository="Rowan/hellaswag", config="", split=theirs, columns=CLUSTER),
            ),
            languages=("en",),
        )
        for name, file, theirs in (("train", "train", "train"), ("dev", "val", "validation"))
    },
    metrics=("accuracy",),
    sizes={"train": 39_905, "dev": 10_042},
    licence="MIT",
    citation="Zellers, Holtzman, Bisk, Farhadi and Choi (2019), HellaSwag: Can a Machine Really Finish Your Sentence?",
)
