"""Paraphrases: two tellings with nearly the same words, and whether they say the same; parallel by group.

As in PAWS, words alone do not tell: both tellings name the same persons, and most of what differs is who has what.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intermezzo.example import LabelExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import RELATIONS, Fact, draw_persons, draw_value
from intermezzo.world.rendering import tell

SHARE_EXCHANGED = (
    0.7  # of pairs that differ give each person what the other has; in the rest one value is another
)
SHARE_LONGER = 0.5  # of pairs tell a third fact


Telling = tuple[tuple[Fact, ...], tuple[int, ...]]  # facts, and how each is worded


@dataclass(frozen=True, slots=True)
class Item:
    """Two tellings, without words."""

    told: Telling
    retold: Telling
    is_same: bool


def draw_item(split: str, i: int, *, seed: int) -> Item:
    """Item `i` of a split, which depends on nothing but its arguments; every other one is a paraphrase."""
    rng = random.Random(f"world-paraphrase {seed} {split} {i}")
    is_same = i % 2 == 1
    one, other = draw_persons(rng, split, 2)
    relation, more = rng.sample(RELATIONS, 2)
    value = draw_value(rng, relation)
    facts = [Fact(one, relation, value), Fact(other, relation, draw_value(rng, relation, besides=(value,)))]
    changed = _exchanged(facts) if rng.random() < SHARE_EXCHANGED else _one_other(rng, facts)
    if rng.random() < SHARE_LONGER:
        extra = Fact(other, more, draw_value(rng, more))
        facts.append(extra)
        changed.append(extra)
    variants = tuple(rng.randrange(2) for _ in facts)
    is_reworded, is_reordered = rng.choice(((True, False), (False, True), (True, True)))
    step = -1 if is_reordered else 1
    again = facts if is_same else changed
    rewordings = tuple(1 - variant for variant in variants) if is_reworded else variants
    return Item((tuple(facts), variants), (tuple(again[::step]), rewordings[::step]), is_same)


def _exchanged(facts: list[Fact]) -> list[Fact]:
    one, other = facts
    return [replace(one, value=other.value), replace(other, value=one.value)]


def _one_other(rng: random.Random, facts: list[Fact]) -> list[Fact]:
    at = rng.randrange(2)
    value = draw_value(rng, facts[at].relation, besides=[fact.value for fact in facts])
    return [replace(fact, value=value) if i == at else fact for i, fact in enumerate(facts)]


def paraphrases(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[LabelExample]:
    """`count` pairs, "1" where both say the same and "0" where not; item i says the same in every language."""
    words = find_language(language)
    for i in range(count):
        item = draw_item(split, i, seed=seed)
        name = f"{split}-{i}"
        yield LabelExample(
            id=name,
            language=language,
            text=tell(*item.told, words)[0],
            second=tell(*item.retold, words)[0],
            label="1" if item.is_same else "0",
            group=name,
            cluster=name,
        )
