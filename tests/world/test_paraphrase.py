"""Paraphrases: "1" says the same, "0" something else with nearly the same words."""

from __future__ import annotations

import pytest

from intermezzo.world.language import codes
from intermezzo.world.paraphrase import SHARE_EXCHANGED, paraphrases

from .reading import CIPHERS, read_story


@pytest.mark.parametrize("code", [*codes(), *CIPHERS])
def test_labels_are_true(code: str) -> None:
    """Read back: both tellings tell the same facts exactly where the label says so, and are never the same text."""
    for example in paraphrases(code, "dev", 40):
        told, retold = (set(read_story(text, code)) for text in (example.text, example.second))
        assert (told == retold) == (example.label == "1"), example
        assert example.text != example.second


def test_labels_are_balanced() -> None:
    """One half each, whatever is taken from the beginning."""
    for count in (2, 50, 400):
        assert sum(e.label == "1" for e in paraphrases("en", "train", count)) == count / 2


def test_what_differs_is_small() -> None:
    """Where the facts differ, persons and relations do not: values are exchanged, or one is another."""
    n_exchanged = n = 0
    for e in paraphrases("en", "train", 800):
        told, retold = (set(read_story(text, "en")) for text in (e.text, e.second))
        assert {(f.subject, f.relation) for f in told} == {(f.subject, f.relation) for f in retold}
        if e.label == "0":
            n += 1
            is_exchanged = sorted(f.value for f in told) == sorted(f.value for f in retold)
            assert len(told - retold) == (2 if is_exchanged else 1)
            n_exchanged += is_exchanged
    assert abs(n_exchanged / n - SHARE_EXCHANGED) < 0.1
