"""parallel-lines: line i of one file is line i of the other."""

from __future__ import annotations

import pytest

from data.readers.scenes import read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import PassageExample

HERE, THERE = "tatoeba.swh-eng.swh", "tatoeba.swh-eng.eng"


def test_lines_translate_each_other() -> None:
    """Ids are line numbers; candidates are English by their file's name; the last line needs no end."""
    examples, ledger = read("parallel-lines", {HERE: "Kesho.\r\n Sasa \n", THERE: "Tomorrow.\nNow"}, "sw")
    first, its, second, other = examples
    assert first == PassageExample(
        id="0", language="sw", text="Kesho.", targets=("0:target",), group=first.group
    )
    assert its == PassageExample(
        id="0:target", language="en", text="Tomorrow.", role="candidate", group=first.group
    )
    assert (second.text, other.text, second.targets) == (" Sasa ", "Now", ("1:target",))
    assert first.group != second.group
    assert ledger == Ledger(read=4, kept=4, notes={"CRLF line ends": 1})


def test_english_may_ask() -> None:
    """The file named first holds the queries."""
    examples, _ = read("parallel-lines", {THERE: "Now\n", HERE: "Sasa\n"}, "sw")
    assert [(e.role, e.language, e.text) for e in examples] == [
        ("query", "en", "Now"),
        ("candidate", "sw", "Sasa"),
    ]


@pytest.mark.parametrize(
    ("names", "languages"),
    [
        (("a.fr", "a.de"), ["fr", "de"]),
        (("a.fra.xz", "a.en.gz"), ["fr", "en"]),
        (("here.txt", "there.txt"), ["fr", "fr"]),
    ],
)
def test_languages_of_files(names: tuple[str, str], languages: list[str]) -> None:
    """Compression apart, a name may end in its language."""
    examples, _ = read("parallel-lines", dict.fromkeys(names, "a"), "fr")
    assert [e.language for e in examples] == languages


def test_sentences_that_occur_twice_stay() -> None:
    """Each is a candidate of its own, counted, and of the group of its equals: no negative of theirs."""
    examples, ledger = read("parallel-lines", {HERE: "a\nb\na\n", THERE: "x\nx\ny\n"}, "sw")
    assert [e.id for e in examples if e.role == "candidate"] == ["0:target", "1:target", "2:target"]
    queries = [e for e in examples if e.role == "query"]
    assert queries[0].group == queries[1].group != queries[2].group
    assert ledger.notes == {"queries that occur before": 1, "candidates that occur before": 1}


def test_blank_on_both_sides_keeps_its_number() -> None:
    """An empty pair is left out, and later lines keep their ids."""
    examples, ledger = read("parallel-lines", {HERE: "a\n\nb\n", THERE: "x\n \ny\n"}, "sw")
    assert [e.id for e in examples] == ["0", "0:target", "2", "2:target"]
    assert ledger.dropped == {"blank line on both sides": 1}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({HERE: "a\nb\n", THERE: "x\n"}, f"{THERE}: expected 2 lines, as {HERE} has, found 1"),
        ({HERE: "a\nb\n", THERE: "x\n\n"}, f"{THERE}:2: expected a sentence, found a blank line"),
        ({HERE: "\nb\n", THERE: "x\ny\n"}, f"{HERE}:1: expected a sentence, found a blank line"),
        ({HERE: "a\n"}, f"{HERE}: expected two files, one in each language, found 1"),
        ({HERE: "", THERE: ""}, f"{HERE}, {THERE}: no examples in this file."),
    ],
)
def test_files_that_are_not_parallel(files: dict[str, str], said: str) -> None:
    """Lines that cannot be paired stop the reading."""
    assert refusal("parallel-lines", files, "sw") == said
