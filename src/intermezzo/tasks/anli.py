"""ANLI: whether a sentence follows from a passage, in English pairs written to mislead models; three rounds.

    premise     … His record at Colgate was 4–5. Before coaching, Stannard played football first at Colgate …
    hypothesis  Joseph Byron Stannard was soldier in World War I.
    label       neutral

`train`, `dev` and `test` are the three rounds together; `train-r1` to `test-r3` are one round each. X-STILTs' ANLI+ is a
mixture of this task with mnli and snli. Not for commercial use.
"""

from intermezzo.tasks._labels import HUB_NLI, NLI
from intermezzo.tasks._task import FileSource, HubSource, Split, Task

ROUNDS = (1, 2, 3)
FILE_LABELS = {"e": "entailment", "n": "neutral", "c": "contradiction"}
SIZES = {"train": (16_946, 45_460, 100_459), "dev": (1_000, 1_000, 1_200), "test": (1_000, 1_000, 1_200)}


def rounds(split: str, which: tuple[int, ...]) -> Split:
    """Some rounds of a split, one after another."""
    files = [f"R{r}/{split}.jsonl" for r in which]
    return Split(
        sources=(
            FileSource(
                patterns=tuple(
                    "\n".join(f"{folder}{file}" for file in files) for folder in ("anli_v1.0/", "anli/")
                ),
                reader="jsonl-label",
                labels=FILE_LABELS,
            ),
            HubSource(
                repository="facebook/anli",
                config="plain_text",
                split="+".join(f"{split}_r{r}" for r in which),
                labels=HUB_NLI,
            ),
        ),
        languages=("en",),
    )


TASK = Task(
    name="anli",
    title="ANLI",
    about="Adversarial natural language inference in English, three rounds, 162,865 training pairs.",
    format="sequence-classification",
    family="nli",
    splits={
        **{split: rounds(split, ROUNDS) for split in SIZES},
        **{f"{split}-r{r}": rounds(split, (r,)) for split in SIZES for r in ROUNDS},
    },
    labels=NLI,
    metrics=("accuracy",),
    sizes={
        **{split: sum(sizes) for split, sizes in SIZES.items()},
        **{f"{split}-r{r}": size for split, sizes in SIZES.items() for r, size in zip(ROUNDS, sizes)},
    },
    licence="CC BY-NC 4.0",
    citation="Nie, Williams, Dinan, Bansal, Weston and Kiela (2020), Adversarial NLI",
)
