"""Token tagging: each word's first sub-word, in every script; words cut off are wrong and stay."""

from __future__ import annotations

import numpy as np
import pytest

from intermezzo.example import TagExample
from intermezzo.models.formats.token_tagging import FORMAT, first_tokens
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.world.language import codes
from intermezzo.world.tags import PARTS_OF_SPEECH, parts_of_speech

SETTINGS = {"of": "world-pos/en", "length": 64, "labels": [*PARTS_OF_SPEECH]}


def perfect(rows: object, examples: list[TagExample]) -> np.ndarray:
    """Logits of a model that knows the tags that rows hold."""
    tags = rows.arrays["tag"][rows.arrays["word"] >= 0]  # type: ignore[attr-defined]
    return np.eye(len(PARTS_OF_SPEECH))[tags]


@pytest.mark.parametrize("code", codes())
def test_what_is_cut_comes_back(world_tokenizer: FastTokenizer, code: str):
    """Perfect logits give every gold tag again, with and without spaces between words."""
    some = list(parts_of_speech(code, "test", 20))
    cut = FORMAT.cut(some, world_tokenizer, SETTINGS)
    assert FORMAT.read
    said = FORMAT.read(cut.rows, perfect(cut.rows, some), some, SETTINGS, None)
    assert [tuple(tags) for tags in said.answers] == [e.tags for e in some]
    assert cut.counts["words cut"] == cut.counts["words without tokens"] == 0


def test_words_that_are_cut_off_are_outside(world_tokenizer: FastTokenizer):
    """They keep their place, are counted, and can only be wrong."""
    words = ("tea",) * 40
    long = TagExample(id="0", language="en", words=words, tags=("NOUN",) * 40)
    cut = FORMAT.cut([long], world_tokenizer, {**SETTINGS, "length": 16})
    assert FORMAT.read
    said = FORMAT.read(cut.rows, perfect(cut.rows, [long]), [long], SETTINGS, None)
    n_seen = 40 - cut.counts["words cut"]
    assert 0 < n_seen < 40
    assert list(said.answers[0]) == ["NOUN"] * n_seen + ["O"] * (40 - n_seen)


def test_the_first_token_of_a_word():
    """Tokens within words, a token over two words, and a word that no token reaches."""
    words = ("ab", "cd", "e", "f")  # ab cd e f: 0-2, 3-5, 6-7, 8-9
    ends = np.array([1, 2, 7])  # a, b, "cd e"; nothing for f
    first, has_token = first_tokens(words, ends)
    assert first[:3].tolist() == [0, 2, 2]
    assert has_token.tolist() == [True, False, True, False]
