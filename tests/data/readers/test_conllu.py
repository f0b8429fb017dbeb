"""conllu: words and parts of speech of Universal Dependencies."""

from __future__ import annotations

import pytest

from data.readers.scenes import read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import TagExample


def line(number: str, form: str, upos: str = "_", xpos: str = "_") -> str:
    return "\t".join([number, form, "_", upos, xpos, *["_"] * 5])


SENTENCE = "\n".join(
    [
        "# newdoc",
        "# sent_id = es-7",
        "# text = Vámonos al mar",
        line("1-2", "Vámonos"),
        line("1", "Vamos", "VERB", "V1"),
        line("2", "nos", "PRON", "P1"),
        line("2.1", "fuimos"),
        line("3", "# mar", "NOUN", "N1"),
        "",
    ]
)


def test_words_are_those_with_whole_numbers() -> None:
    """Multiword tokens and empty nodes are left out and counted; the id is the sentence's own."""
    examples, ledger = read("conllu", f"{SENTENCE}\n{line('1', 'Sí', 'INTJ')}\n", "es")
    assert examples == [
        TagExample(id="es-7", language="es", words=("Vamos", "nos", "# mar"), tags=("VERB", "PRON", "NOUN")),
        TagExample(id="1", language="es", words=("Sí",), tags=("INTJ",)),
    ]
    notes = {"multiword tokens left out": 1, "empty nodes left out": 1}
    assert ledger == Ledger(read=2, kept=2, notes=notes)


def test_another_column_by_number() -> None:
    """The fifth column has the language's own tags."""
    ((example,), _) = read("conllu", SENTENCE, "es", columns={"tags": "5"})
    assert example.tags == ("V1", "P1", "N1")


def test_sentences_without_tags() -> None:
    """A sentence of which a word has no tag is left out and counted; a file of such is refused."""
    untagged = f"{line('1', 'a')}\n"
    _, ledger = read("conllu", f"{SENTENCE}\n{untagged}", "es")
    assert ledger.dropped == {"no label": 1}
    assert refusal("conllu", untagged) == (
        "FILE: no labels (the column of labels is missing or empty). Its labels are not public; evaluate on 'dev', "
        "or write a submission."
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("# sent_id = 1\n1\ta\tX\n", "FILE:2: expected 10 columns, found 3"),
        (line("one", "a", "X"), 'FILE:1: expected the number of a word, found "one"'),
        (line("1", "", "X"), 'FILE:1: expected a word, found ""'),
        ("# text = nothing\n", "FILE: no examples in this file."),
    ],
)
def test_damage_is_told_with_its_line(content: str, said: str) -> None:
    """What is no line of CoNLL-U stops the reading."""
    assert refusal("conllu", content) == said
