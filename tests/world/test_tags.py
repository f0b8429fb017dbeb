"""Passages with tags: as many tags as words, the same passage in every language."""

from __future__ import annotations

from collections import Counter

import pytest

from intermezzo.world.language import codes
from intermezzo.world.tags import ENTITIES, PARTS_OF_SPEECH, entities, parts_of_speech

from .reading import CIPHERS

COUNT = 80


@pytest.mark.parametrize("code", [*codes(), *CIPHERS])
def test_each_word_has_a_tag(code: str) -> None:
    """One tag a word, of the set it belongs to."""
    for make, known in ((entities, ENTITIES), (parts_of_speech, PARTS_OF_SPEECH)):
        for example in make(code, "dev", COUNT):
            assert len(example.words) == len(example.tags) > 2
            assert set(example.tags) <= set(known)


@pytest.mark.parametrize("code", [*codes(), *CIPHERS])
def test_passages_name_as_many(code: str) -> None:
    """Item i names as many persons and as many places in every language."""
    for mine, theirs in zip(entities("en", "dev", COUNT), entities(code, "dev", COUNT), strict=True):
        named = [Counter(tag for tag in e.tags if tag.startswith("B-")) for e in (mine, theirs)]
        assert named[0] == named[1]


def test_english_entities() -> None:
    """A few sentences as one would tag them by hand."""
    tagged = {" ".join(e.words): " ".join(e.tags) for e in entities("en", "train", 3000)}
    where = [text for text in tagged if "Who lives in" in text and text.endswith("?")]
    assert where
    assert all(tagged[text].endswith("O O O B-LOC O") for text in where)
    said = [text for text in tagged if " comes from " in text and text.count(" ") == 5]
    assert {tagged[text] for text in said} == {"B-PER I-PER O O B-LOC O"}


def test_all_tags_come() -> None:
    """Persons and places are met often, and most parts of speech are."""
    tags = Counter(tag for e in entities("en", "train", 1000) for tag in e.tags)
    assert set(tags) == set(ENTITIES) - {"I-LOC"}  # no English place of the world has two words
    assert min(tags.values()) > 200
    assert {tag for e in parts_of_speech("en", "train", 1000) for tag in e.tags} == set(PARTS_OF_SPEECH) - {
        "CCONJ", "INTJ", "SCONJ", "SYM", "X",
    }  # fmt: skip
