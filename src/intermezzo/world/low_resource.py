"""Long stories and questions about them in two languages only, as ChAII has them: Hindi and Tamil."""

from __future__ import annotations

import random
from collections.abc import Iterator

from intermezzo.example import QAExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import draw_story
from intermezzo.world.qa import SHARE_WHO, Item, to_example

LANGUAGES = ("hi", "ta")
FACTS = range(6, 11)  # of one story


def draw_item(split: str, i: int, *, seed: int) -> Item:
    """Item `i` of a split; depends on nothing but its arguments."""
    rng = random.Random(f"world-chaii {seed} {split} {i}")
    facts = draw_story(rng, split, n_persons=rng.choice((4, 5)), n_facts=rng.choice(FACTS))
    return Item(
        facts=facts,
        variants=tuple(rng.randrange(2) for _ in facts),
        asked=facts[rng.randrange(len(facts))],
        asks_who=rng.random() < SHARE_WHO,
        wording=rng.randrange(2),
        is_answerable=True,
    )


def chaii(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[QAExample]:
    """`count` questions about stories of four or five persons; item i says the same in both languages."""
    if language not in LANGUAGES:
        raise ValueError(f"chaii is in {' and '.join(LANGUAGES)}, not in {language}")
    words = find_language(language)
    for i in range(count):
        yield to_example(draw_item(split, i, seed=seed), f"{split}-{i}", words)
