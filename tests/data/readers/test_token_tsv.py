"""token-tsv: a word and its tag a line."""

from __future__ import annotations

import pytest

from data.readers.scenes import read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import TagExample

BLANKED = (
    "FILE: split 'test' has no labels (the column of labels is missing or empty). Its labels are not public; "
    "evaluate on 'dev', or write a submission."
)


def test_sentences_end_at_blank_lines() -> None:
    """Blank lines part sentences, however many; ids are their numbers; a last line needs no end."""
    examples, ledger = read("token-tsv", "\nni\tO\r\nUswidi\tB-LOC\r\n\r\n\n.\tO", "sw")
    assert examples == [
        TagExample(id="0", language="sw", words=("ni", "Uswidi"), tags=("O", "B-LOC")),
        TagExample(id="1", language="sw", words=(".",), tags=("O",)),
    ]
    assert ledger == Ledger(read=2, kept=2, notes={"CRLF line ends": 3})


def test_words_may_hold_spaces() -> None:
    """Vietnamese words of UDPOS do; nothing is stripped, and U+2028 ends no line."""
    ((example,), _) = read("token-tsv", "xã hội\tNOUN\na\u2028b\tX\n", "vi")
    assert example.words == ("xã hội", "a\u2028b")


def test_a_language_before_every_word_is_taken_off() -> None:
    """WikiANN's `sw:` goes and is counted; a colon that only some words have stays."""
    ((example,), ledger) = read("token-tsv", "sw::\tO\nsw:wa\tO\nsw:sw:x\tB-LOC\n", "sw")
    assert example.words == (":", "wa", "sw:x")
    assert ledger.notes == {"language prefixes taken off": 3}
    ((example,), ledger) = read("token-tsv", "sw:wa\tO\nwa\tO\n", "sw")
    assert example.words == ("sw:wa", "wa") and not ledger.notes


@pytest.mark.parametrize("gap", ["\t", "  "])
def test_columns_are_named_by_number(gap: str) -> None:
    """CCG supertags stand in the third column here; without tabs, columns end at white space."""
    rows = [("Mr.", "NNP", "N/N"), ("Vinken", "NNP", "N")]
    content = "\n".join(gap.join(row) for row in rows)
    ((example,), _) = read("token-tsv", content, columns={"words": "1", "tags": "3"})
    assert example.words == ("Mr.", "Vinken") and example.tags == ("N/N", "N")


def test_labels_are_called_what_we_call_them() -> None:
    """Tags may be renamed."""
    ((example,), _) = read("token-tsv", "a\t0\nb\t5\n", labels={"0": "O", "5": "B-LOC"})
    assert example.tags == ("O", "B-LOC")


@pytest.mark.parametrize("content", ["Gumising\nang\n\n.\n", "Gumising\t\nang\t\n\n.\t\n"])
def test_files_without_tags_are_refused(content: str) -> None:
    """XTREME's download takes the column away; an empty one says as little."""
    assert refusal("token-tsv", content, "tl", split="test") == BLANKED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        # what a spreadsheet made of a sentence break and of a comma
        ("a\tX\n\t\nb\tX\n", 'FILE:2: expected a word and its tag, found "\\t"'),
        ("a\tX\n\tPUNCT\n", 'FILE:2: expected a word and its tag, found "\\tPUNCT"'),
        ("a\tX\n\nb\nc\tX\n", 'FILE:3: expected a word and its tag, found "b\\t"'),
        ("sw:\tX\nsw:a\tX\n", 'FILE:1: expected a word and its tag, found "sw:\\tX"'),
        (
            "1\ta\tX\n",
            (
                "FILE:1: expected a word and its tag, found 3 columns. "
                'Say which hold what: columns = { words = "1", tags = "4" }'
            ),
        ),
        ("", "FILE: no examples in this file."),
        ("\n \n", "FILE: no examples in this file."),
    ],
)
def test_damage_is_told_with_its_line(content: str, said: str) -> None:
    """A word or a tag that is missing stops the reading, at its line."""
    assert refusal("token-tsv", content, "sw") == said


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"tags": "3"}, "FILE:1: expected 3 columns, found 2"),
        ({"tags": "upos"}, 'columns: tags: expected the number of a column, from 1, found "upos"'),
        ({"words": "0"}, 'columns: words: expected the number of a column, from 1, found "0"'),
    ],
)
def test_columns_that_are_not_there(columns: dict[str, str], said: str) -> None:
    """A column is a number from 1, and every line has it."""
    assert refusal("token-tsv", "a\tX\n", columns=columns) == said
