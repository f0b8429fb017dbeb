"""Cosmos QA: questions about what blog posts leave unsaid, in English; four choices.

    context   Do i need to go for a legal divorce ? I wanted to marry a woman but she is not in the same religion , …
    question  Why is this person asking about divorce ?
    answer    He wants to get married to a different person .

"None of the above choices ." is a choice like others. Questions about one post are a cluster. The test
labels are not public.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="cosmos-qa",
    title="Cosmos QA",
    about="Commonsense questions about English blog posts, four choices; its test labels are not public.",
    format="multiple-choice",
    family="choice",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(f"cosmosqa/{file}.csv", f"cosmosqa/data/{file}.csv"),
                    reader="csv-choice",
                ),
                HubSource(repository="allenai/cosmos_qa", config="", split=theirs),
            ),
            languages=("en",),
        )
        for name, file, theirs in (("train", "train", "train"), ("dev", "valid", "validation"))
    },
    metrics=("accuracy",),
    sizes={"train": 25_262, "dev": 2_985},
    licence="CC BY 4.0",
    citation="Huang, Le Bras, Bhagavatula and Choi (2019), Cosmos QA: Machine Reading Comprehension with Commonsense",
)
