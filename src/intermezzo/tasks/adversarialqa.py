"""AdversarialQA: questions that people wrote until models of the time failed, on SQuAD's paragraphs.

Read is the union of the three sets (against BiDAF, BERT and RoBERTa). Train asks about paragraphs of SQuAD train, dev
about paragraphs of SQuAD dev, some of which are XQuAD's. The answers of the test set are not public.
"""

from intermezzo.tasks._task import FileSource, HubSource, Split, Task

TASK = Task(
    name="adversarialqa",
    title="AdversarialQA",
    about="Extractive QA in English, written against models; its test answers are not public.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=(
                        f"adversarialqa/combined/{name}.json",
                        f"aqa_v1.0/combined/{name}.json",
                        f"adversarialqa/{name}.json",
                    ),
                    reader="squad",
                ),
                HubSource(repository="UCLNLP/adversarial_qa", config="adversarialQA", split=theirs),
            ),
            languages=("en",),
        )
        for name, theirs in {"train": "train", "dev": "validation"}.items()
    },
    metrics=("f1", "em"),
    profile="squad-1.1",
    sizes={"train": 30_000, "dev": 3_000},
    licence="CC BY-SA 4.0",
    citation="Bartolo, Roberts, Welbl, Riedel and Stenetorp (2020), Beat the AI: Investigating Adversarial Human "
    "Annotation for Reading Comprehension",
)
