"""chaii-mucot: ChAII's training file, of which the split says the part, as the work MuCoT cut it.

ChAII's own test set is hidden, so MuCoT takes 100 rows for a test and 100 of the others for dev, languages in
proportion, anew for each seed 0 to 4. The split `test-3` is the test of seed 3; `train`, `dev` and `test` are those of
seed 0; `whole` is all rows. Of the 1,114 published rows 67 Hindi and 33 Tamil are for a test.

Tests of different seeds overlap: their scores are not independent.

Source: Kumar et al. (2022), MuCoT; gokulkarthik/mucot, data/chaii_split.py.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from intermezzo.data.asked import Asked
from intermezzo.data.cells import TORN
from intermezzo.data.gold import settle
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.data.readers.chaii_csv import LANGUAGES, OTHER_LANGUAGE, in_cells, rows
from intermezzo.data.stratified import without_test
from intermezzo.example import QAExample
from intermezzo.problem import Problem, Refused

N_TEST = 100  # and as many for dev; gokulkarthik/mucot, data/chaii_split.py
WHOLE = "whole"
PART = re.compile(r"(train|dev|test)(?:-([0-9]{1,9}))?")
OTHER_PART = "another part"  # in the ledger


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    text = opened(source, name=name)
    table = list(rows(text.content, name, options))
    broken = [row for _, row in table if isinstance(row, Problem)]
    whole = [(place, row) for place, row in table if isinstance(row, dict)]
    asked: list[Asked | Problem] = list(broken)
    left_out: Counter[str] = Counter({TORN: len(table) - len(broken) - len(whole)})
    if not broken and whole:
        taken = part([row["language"] for _, row in whole], options.split)
        if isinstance(taken, Problem):
            raise Refused(taken.at(name))
        for i, (place, row) in enumerate(whole):
            if LANGUAGES.get(row["language"], row["language"]) != language:
                left_out[OTHER_LANGUAGE] += 1
            elif i not in taken:
                left_out[OTHER_PART] += 1
            else:
                asked.append(in_cells(row, place))
        if not asked:
            there = sorted({LANGUAGES.get(row["language"], row["language"]) for _, row in whole})
            asked.append(expected(f"rows in '{language}'", ", ".join(there), Place(name)))
    return settle(
        asked, name=name, language=language, options=options, notes=text.notes, dropped=dict(left_out)
    )


def part(languages: list[str], split: str) -> set[int] | Problem:
    """The numbers of the rows that are of a split."""
    if split == WHOLE:
        return set(range(len(languages)))
    said = PART.fullmatch(split)
    if said is None:
        what = f"expected the split train, dev or test, with -SEED or without, or {WHOLE}, found '{split}'"
        return Problem(what=what)
    seed = int(said[2] or 0)
    first = without_test(languages, n_test=N_TEST, seed=seed)
    if isinstance(first, Problem):
        return first
    rest, test = first
    if said[1] == "test":
        return set(test)
    second = without_test([languages[i] for i in rest], n_test=N_TEST, seed=seed)
    if isinstance(second, Problem):
        return second
    train, dev = second
    return {rest[i] for i in (train if said[1] == "train" else dev)}


READER = Reader(name="chaii-mucot", unit="qa", read=read)
