"""Bitext: passages of one fact or two in a language, and what they are in English; for retrieval and for mining.

English candidates are the same whatever the language of the queries. English itself is matched with its other wording.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intermezzo.example import PassageExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import Fact, draw_story, draw_value
from intermezzo.world.language import Language, load_language
from intermezzo.world.rendering import tell

SHARE_TRANSLATED = 0.5  # of the queries of `mining` have a translation among the candidates


@dataclass(frozen=True, slots=True)
class Item:
    """What a passage says, and something near by that no passage says."""

    name: str
    facts: tuple[Fact, ...]
    near: tuple[Fact, ...]
    variants: tuple[int, ...]
    is_translated: bool


def _items(split: str, count: int, *, seed: int) -> Iterator[Item]:
    """Items of a split; neither what one says nor what is near by is said or near by in another."""
    met: set[frozenset[Fact]] = set()
    for i in range(count):
        rng = random.Random(f"world-bitext {seed} {split} {i}")
        while True:
            item = _draw(rng, split, f"{split}-{i}")
            both = {frozenset(item.facts), frozenset(item.near)}
            if not both & met:
                break
        met |= both
        yield item


def _draw(rng: random.Random, split: str, name: str) -> Item:
    n_persons, n_facts = rng.choice(((1, 1), (1, 2), (2, 2)))
    facts = draw_story(rng, split, n_persons=n_persons, n_facts=n_facts)
    at = rng.randrange(n_facts)
    other = replace(facts[at], value=draw_value(rng, facts[at].relation, besides=(facts[at].value,)))
    return Item(
        name=name,
        facts=facts,
        near=(*facts[:at], other, *facts[at + 1 :]),
        variants=tuple(rng.randrange(2) for _ in facts),
        is_translated=rng.random() < SHARE_TRANSLATED,
    )


def parallel(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[PassageExample]:
    """`count` queries, each followed by its candidate; item i says the same in every language."""
    words = find_language(language)
    for item in _items(split, count, seed=seed):
        yield _query(item, words, is_translated=True)
        yield _candidate(item, item.facts, group=item.name)


def mining(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[PassageExample]:
    """`count` queries and as many candidates; where a query has no translation, a candidate says what is near by."""
    words = find_language(language)
    for item in _items(split, count, seed=seed):
        yield _query(item, words, is_translated=item.is_translated)
        if item.is_translated:
            yield _candidate(item, item.facts, group=item.name)
        else:  # of no group: it is wrong for the query, and is to count as wrong
            yield _candidate(item, item.near, group="")


def _query(item: Item, words: Language, *, is_translated: bool) -> PassageExample:
    variants = tuple(1 - v for v in item.variants) if words.code == "en" else item.variants
    return PassageExample(
        id=f"q-{item.name}",
        language=words.code,
        text=tell(item.facts, variants, words)[0],
        targets=(f"c-{item.name}",) if is_translated else (),
        group=item.name,
        cluster=item.name,
    )


def _candidate(item: Item, facts: tuple[Fact, ...], *, group: str) -> PassageExample:
    return PassageExample(
        id=f"c-{item.name}",
        language="en",
        text=tell(facts, item.variants, load_language("en"))[0],
        role="candidate",
        group=group,
        cluster=item.name,
    )
