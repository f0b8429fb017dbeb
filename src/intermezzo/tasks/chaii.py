"""ChAII: questions in Hindi and Tamil on Wikipedia articles, 746 and 368 of them.

Its test set is hidden, so this is train.csv as MuCoT cut it: for a test 100 rows (67 Hindi, 33 Tamil), 100 of the
others for dev, five times. `train`, `dev` and `test` are the cut of seed 0, `train-1` to `test-4` those of seeds 1 to
4 (`chaii/{hi,ta}@test-3`), `whole` is all. Tests of different seeds share rows: take one cut in a study, or compare
seeds only with that in mind. Contexts are whole articles. Answers that are not where the file says move to where they
are; what is not there is left out and counted.
"""

from intermezzo.tasks._task import FileSource, Split, Task

SIZES = {"train": 914, "dev": 100, "test": 100}  # of one cut; arithmetic on 1,114 rows
SEEDS = ("", "-1", "-2", "-3", "-4")  # of random_state; none is 0

TASK = Task(
    name="chaii",
    title="ChAII",
    about="Extractive QA in Hindi and Tamil on whole articles, cut as the work MuCoT did.",
    format="extractive-qa",
    family="qa",
    splits={
        name: Split(
            sources=(
                FileSource(
                    patterns=("chaii/train.csv", "qa/hi/chaii_train.csv"),
                    reader="chaii-mucot",
                    misplaced="repair",
                ),
            ),
            languages=("hi", "ta"),
        )
        for name in (*(f"{part}{seed}" for seed in SEEDS for part in SIZES), "whole")
    },
    metrics=("chaii-jaccard", "f1", "em"),
    profile="chaii",
    sizes={f"{part}{seed}": size for seed in SEEDS for part, size in SIZES.items()} | {"whole": 1_114},
    licence="rules of the Kaggle competition chaii-hindi-and-tamil-question-answering",
    citation="Google Research India (2021), chaii - Hindi and Tamil Question Answering; cut by Kumar et al. "
    "(2022), MuCoT",
)
