"""bucc: two corpora and the pairs that translate each other."""

from __future__ import annotations

import pytest

from data.readers.scenes import read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import PassageExample

FILES = {
    "de-en.training.de": "de-1\tGuten Tag\nde-2\tHallo\n",
    "de-en.training.en": "en-1\tGood day\nen-2\tHello\nen-3\tHello\n",
    "de-en.training.gold": "de-1\ten-1\n",
}
NAMES = ", ".join(FILES)


def test_pairs_of_the_gold_are_targets() -> None:
    """A query without a pair stays, without a target; sentences that occur twice stay and are noted."""
    examples, ledger = read("bucc", dict(sorted(FILES.items(), reverse=True)), "de")
    assert examples[0] == PassageExample(id="de-1", language="de", text="Guten Tag", targets=("en-1",))
    assert examples[1].targets == ()
    assert [(e.id, e.role, e.language) for e in examples[2:]] == [
        (f"en-{i}", "candidate", "en") for i in (1, 2, 3)
    ]
    notes = {"queries without a target": 1, "candidates that occur before": 1}
    assert ledger == Ledger(read=5, kept=5, notes=notes)


def test_without_gold_nothing_can_be_scored() -> None:
    """XTREME's download deletes the gold of its test."""
    files = {name: text for name, text in FILES.items() if not name.endswith("gold")}
    assert refusal("bucc", files, "de", split="test") == (
        f"{', '.join(files)}: split 'test' has no labels (no query has a target). Its labels are not public; "
        "evaluate on 'dev', or write a submission."
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "de",
            "de-1 Guten Tag\n",
            'de-en.training.de:1: expected an id, a tab and a text, found "de-1 Guten Tag"',
        ),
        (
            "en",
            "en-1\ta\ten-2\n",
            'de-en.training.en:1: expected an id, a tab and a text, found "en-1\\ta\\ten-2"',
        ),
        ("gold", "de-9\ten-1\n", 'de-en.training.gold:1: expected an id of de-en.training.de, found "de-9"'),
        ("gold", "en-1\tde-1\n", 'de-en.training.gold:1: expected an id of de-en.training.de, found "en-1"'),
        (
            "de",
            "de-1\ta\nde-1\tb\n",
            'de-en.training.de:2: expected an id of its own, found "de-1", as in line 1',
        ),
    ],
)
def test_damage_is_told_with_its_line(name: str, text: str, said: str) -> None:
    """What is no line of its file, and ids that name nothing or two things, stop the reading."""
    assert said in refusal("bucc", FILES | {f"de-en.training.{name}": text}, "de").split("\n")


def test_files_that_do_not_belong_together() -> None:
    """There is one file in the language, one in English, and one with the gold."""
    said = refusal("bucc", {"de-en.training.de": "de-1\ta\n"}, "de")
    assert said == (
        "bucc: expected a file in the language, one that ends in .en, and one that ends in .gold, "
        "found de-en.training.de"
    )
