"""Leaks: what other data hold is found by their marks, and nothing else is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scenes import UNTIMED
from intermezzo.data import table
from intermezzo.data.leaks import Question, given_away, marks_of, normalised, questions
from intermezzo.example import QAExample, TextExample

# Two contexts never say the same, and each has several ways to be written that say the same.
SAID = ("The lake feeds Kisumu.", "Straße nach Köln", "قراءة", "ﬁne  day")
WAYS = (str, str.upper, lambda text: text.replace(" ", " \n"), lambda text: f"\t{text} ")


@dataclass(frozen=True)
class Made:
    """An example as the test knows it: the number its id was drawn for (0: counted, not drawn), what it says, and how."""

    drawn: int
    said: int
    way: int
    ending: str


MADE = st.lists(
    st.builds(
        Made,
        drawn=st.integers(0, 5),
        said=st.integers(0, len(SAID) - 1),
        way=st.integers(0, len(WAYS) - 1),
        ending=st.sampled_from(["", "-de", "_1"]),
    ),
    max_size=12,
)


def read(made: list[Made], unit: str) -> list[Question]:
    """Written as a table and read as questions."""
    found: list[QAExample] | list[TextExample]
    ids = [
        hashlib.sha256(bytes([each.drawn])).hexdigest()[:24] + each.ending if each.drawn else f"train-{i}"
        for i, each in enumerate(made)
    ]
    texts = [WAYS[each.way](SAID[each.said]) for each in made]
    if unit == "qa":
        found = [
            QAExample(id=id_, language="en", question="?", context=text, answers=(), group=f"g{i}")
            for i, (id_, text) in enumerate(zip(ids, texts))
        ]
    else:
        found = [
            TextExample(id=id_, language="en", text="" if i % 2 else text, second=text)
            for i, (id_, text) in enumerate(zip(ids, texts))
        ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "examples.parquet"
        table.write(path, found, unit="qa" if unit == "qa" else "text")
        return questions(path)


@UNTIMED
@given(own=MADE, others=MADE, units=st.tuples(*[st.sampled_from(["qa", "text"])] * 2))
def test_what_others_hold(own: list[Made], others: list[Made], units: tuple[str, str]) -> None:
    """Given away is what has an id drawn for the same, or says the same, and no other; without it no mark is shared."""
    drawn, said = {each.drawn for each in others} - {0}, {each.said for each in others}
    mine, theirs = read(own, units[0]), read(others, units[1])
    found = given_away(mine, marks_of(theirs))
    assert found == [i for i, each in enumerate(own) if each.drawn in drawn or each.said in said]
    rest = [question for i, question in enumerate(mine) if i not in found]
    assert not marks_of(rest) & marks_of(theirs)
    assert len(rest) + len(found) == len(own)


@pytest.mark.parametrize(
    ("id_", "marks"),
    [
        ("56BEB4343aeaaa14008c925b", {"56beb4343aeaaa14008c925b"}),
        ("56beb4343aeaaa14008c925b-de", {"56beb4343aeaaa14008c925b"}),
        ("x-123e4567-e89b-12d3-a456-426614174000", {"123e4567-e89b-12d3-a456-426614174000"}),
        ("train-12", set()),
        ("2018-01-12", set()),
    ],
)
def test_drawn_ids(id_: str, marks: set[str], tmp_path: Path) -> None:
    """An id that was counted gives nothing away; a text without a letter neither."""
    example = QAExample(id=id_, language="en", question="?", context="  ", answers=())
    table.write(tmp_path / "examples.parquet", [example], unit="qa")
    assert marks_of(questions(tmp_path / "examples.parquet")) == marks


def test_an_edition_of_the_same_text() -> None:
    """White space, case and compatible characters change, what is said does not; another letter is another text."""
    assert normalised("Ｔhe\u00a0LAKE\n") == normalised("the lake")
    assert normalised("the lake") != normalised("the lakes")
