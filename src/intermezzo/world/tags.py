"""Words with tags: which of them name somebody or some place, and what part of speech each is; parallel by group.

A passage is a sentence or two: what is said, or what is asked. In English, from `entities`:

    Olga Rossi comes from Oslo .        B-PER I-PER O O B-LOC O
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from intermezzo.example import TagExample
from intermezzo.world.facts import draw_story
from intermezzo.world.words import Word, words_of

WAYS = {"says": 0.6, "asks": 0.25, "asks_who": 0.15}  # shares of the sentences
NAMING = {way: share for way, share in WAYS.items() if way != "asks_who"}  # which name the person

ENTITIES = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
# fmt: off
PARTS_OF_SPEECH = (  # https://universaldependencies.org/u/pos/
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
)
# fmt: on


def entities(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TagExample]:
    """`count` passages, tagged with the names of persons and of cities and countries, in IOB2."""
    return _tagged("entities", language, split, count, seed, lambda word: word.entity)


def parts_of_speech(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TagExample]:
    """`count` passages, tagged with parts of speech of Universal Dependencies."""
    return _tagged("parts-of-speech", language, split, count, seed, lambda word: word.tag)


def _tagged(
    what: str, language: str, split: str, count: int, seed: int, tag: Callable[[Word], str]
) -> Iterator[TagExample]:
    for i in range(count):
        words = _draw(random.Random(f"world-{what} {seed} {split} {i}"), split, language)
        name = f"{split}-{i}"
        yield TagExample(
            id=name,
            language=language,
            words=tuple(word.text for word in words),
            tags=tuple(tag(word) for word in words),
            group=name,
            cluster=name,
        )


def _draw(rng: random.Random, split: str, language: str) -> list[Word]:
    n = rng.choice((1, 1, 2))
    words: list[Word] = []
    for fact in draw_story(rng, split, n_persons=n, n_facts=n):
        # Every passage names a person, and persons are of one split: so no passage is in two.
        ways = WAYS if words else NAMING
        (way,) = rng.choices(tuple(ways), tuple(ways.values()))
        words += words_of(fact, way, rng.randrange(2), language)
    return words
