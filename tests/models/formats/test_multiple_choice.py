"""Multiple choice: a piece a choice, rows of any number of choices."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from intermezzo.example import ChoiceExample
from intermezzo.models.formats.multiple_choice import FORMAT
from intermezzo.models.tokenizer import FastTokenizer

SETTINGS = {"of": "mine/en", "length": 24}


def example(*choices: str, context: str = "", question: str = "", answer: int = 0) -> ChoiceExample:
    return ChoiceExample(
        id="0", language="en", context=context, question=question, choices=choices, answer=answer
    )


SOME = [
    example("tea", "wine", context="Adam drinks tea.", question="What does Adam drink?", answer=0),
    example("tea", "wine", "milk", "beer", answer=2),
    example("tea " * 40, "wine", context="Adam " * 40, answer=1),
]


def test_a_piece_is_what_transformers_makes(world_tokenizer: FastTokenizer):
    """Context and question before a choice; a choice alone where there is neither."""
    rows = FORMAT.cut(SOME, world_tokenizer, SETTINGS).rows
    pieces = [rows.arrays["ids"][a:b].tolist() for a, b in pairwise(rows.pieces.tolist())]
    first = world_tokenizer.backend.encode("Adam drinks tea. What does Adam drink?", "wine")
    assert pieces[1] == first.ids
    assert pieces[2] == world_tokenizer.backend.encode("tea").ids
    assert rows.of_rows.tolist() == [0, 2, 6, 8]
    assert rows.arrays["label"].tolist() == [0, 2, 1]
    assert rows.longest == 24


def test_choices_that_are_cut_are_counted(world_tokenizer: FastTokenizer):
    """Both of the third example."""
    assert FORMAT.cut(SOME, world_tokenizer, SETTINGS).counts == {"rows": 3, "choices cut": 2}


def test_the_highest_piece_of_each_row_is_said(world_tokenizer: FastTokenizer):
    """Choices are held against their own row's; numbers count from 0."""
    rows = FORMAT.cut(SOME, world_tokenizer, SETTINGS).rows
    assert FORMAT.read
    said = FORMAT.read(rows, np.array([1.0, 2, 9, 3, 9, 1, 0, -1]), SOME, SETTINGS, None)
    assert said.answers == ["1", "0", "0"]


def test_the_first_examples_keep_their_pieces(world_tokenizer: FastTokenizer):
    """And nothing of the others."""
    rows = FORMAT.cut(SOME, world_tokenizer, SETTINGS).rows
    alone = FORMAT.cut(SOME[:2], world_tokenizer, SETTINGS).rows
    few = rows.first_examples(2)
    assert few.arrays.keys() == alone.arrays.keys()
    assert all((few.arrays[name] == alone.arrays[name]).all() for name in few.arrays)
