"""Word lists of the world: words and names of one language, each before what another language calls it.

The shortest way there is to say that two words mean the same. Stories say it too, but each word of a story comes
once in a thousand lines, and 13 languages make 78 pairs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from intermezzo.example import TextExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import KINDS
from intermezzo.world.language import Language, load_language
from intermezzo.world.text import beside

ENTRIES = range(5, 9)  # of one list


def word_lists(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """`count` lines of some words, each in two languages; a word that has several forms stands in any of them."""
    words = find_language(language)
    for i in range(count):
        rng = random.Random(f"world-words {seed} {split} {language} {i}")
        sides = [words, *beside(rng, language, 1)]
        rng.shuffle(sides)
        entries = rng.sample(_keys(), rng.choice(ENTRIES))
        text = ", ".join(" ".join(_word(rng, side, *entry) for side in sides) for entry in entries)
        yield TextExample(id=f"{split}-{i}", language=language, text=text, group=f"{split}-{language}-{i}")


@cache
def _keys() -> tuple[tuple[str, str], ...]:
    """Kind and key of everything that has a name."""
    english = load_language("en")
    names = [("given", key) for key in english.given] + [("surname", key) for key in english.surname]
    return (*names, *((kind, key) for kind in KINDS for key in english.words[kind]))


def _word(rng: random.Random, language: Language, kind: str, key: str) -> str:
    if kind in ("given", "surname"):
        names = language.given if kind == "given" else language.surname
        return names[key]
    forms = language.words[kind][key]
    return forms[rng.choice(sorted(forms))]
