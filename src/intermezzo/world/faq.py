"""Questions and answers as sites have them: each site answers three to six questions about one person.

A site answers without a context, so over all sites of a split nothing is asked twice: who somebody is and what is so
of somebody is drawn once, and cut into two or three sites. There are as many questions as that gives, and no more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, islice, pairwise
from typing import Literal

from intermezzo.example import Answer, LabelExample, PassageExample, QAExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import RELATIONS, Fact, draw_value, persons
from intermezzo.world.language import Language
from intermezzo.world.rendering import ask, tell

# How the eleven relations of a person are cut into sites.
CUTS = ((5, 6), (6, 5), (3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 5, 3), (5, 3, 3))


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer, without words: what is so, and how it is asked and said."""

    fact: Fact
    asking: int
    saying: int

    def question(self, words: Language) -> str:
        """The question in a language."""
        return ask(self.fact, self.asking, words)

    def answer(self, words: Language) -> str:
        """The answer in a language: a whole sentence."""
        return tell([self.fact], [self.saying], words)[0]


@dataclass(frozen=True, slots=True)
class Site:
    """Questions and answers about one person."""

    id: str
    pairs: tuple[Pair, ...]


@cache
def sites(split: str, *, seed: int = 0) -> tuple[Site, ...]:
    """All sites of a split: the first of everybody, then the second, then the third of those who have one."""
    rng = random.Random(f"world-faq {seed} {split}")
    everybody = rng.sample(persons(split), len(persons(split)))
    turns: list[list[tuple[Pair, ...]]] = [[], [], []]
    for person in everybody:
        relations = rng.sample(RELATIONS, len(RELATIONS))
        pairs = [
            Pair(Fact(person, relation, draw_value(rng, relation)), rng.randrange(2), rng.randrange(2))
            for relation in relations
        ]
        for turn, (a, b) in zip(turns, pairwise((0, *accumulate(rng.choice(CUTS))))):
            turn.append(tuple(pairs[a:b]))
    return tuple(Site(f"{split}-{i}", pairs) for i, pairs in enumerate(p for turn in turns for p in turn))


def first_pairs(split: str, count: int, *, seed: int) -> Iterator[tuple[Site, int, str]]:
    """`count` pairs, each as its site, its number there and its name; site after site."""
    there_are = sum(len(site.pairs) for site in sites(split, seed=seed))
    if count > there_are:
        raise ValueError(f"the sites of {split} have {there_are} questions, not {count}")
    every = ((site, n, f"{site.id}-{n}") for site in sites(split, seed=seed) for n in range(len(site.pairs)))
    yield from islice(every, count)


def faq_matching(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[PassageExample]:
    """`count` questions, each followed by its answer; the site is their cluster."""
    words = find_language(language)
    for site, number, name in first_pairs(split, count, seed=seed):
        pair = site.pairs[number]
        yield PassageExample(
            id=f"q-{name}",
            language=language,
            text=pair.question(words),
            targets=(f"c-{name}",),
            cluster=site.id,
        )
        yield PassageExample(
            id=f"c-{name}",
            language=language,
            text=pair.answer(words),
            role="candidate",
            cluster=site.id,
        )


def faq_pairs(
    language: str,
    split: str,
    count: int,
    *,
    seed: int = 0,
    negatives: Literal["same-site", "other-site"] = "same-site",
) -> Iterator[LabelExample]:
    """`count` questions, by turns with their answer ("1") and with another ("0"), of the same site or of a site about
    somebody else.
    """
    words = find_language(language)
    for i, (site, number, name) in enumerate(first_pairs(split, count, seed=seed)):
        rng = random.Random(f"world-faq-pairs {seed} {negatives} {name}")
        pair = site.pairs[number]
        is_right = i % 2 == 1
        shown = pair if is_right else _other(rng, split, site, number, seed=seed, negatives=negatives)
        yield LabelExample(
            id=name,
            language=language,
            text=pair.question(words),
            second=shown.answer(words),
            label="1" if is_right else "0",
            group=name,
            cluster=site.id,
        )


def _other(rng: random.Random, split: str, site: Site, number: int, *, seed: int, negatives: str) -> Pair:
    """A pair of the same site, or of a site about another person."""
    if negatives == "same-site":
        return rng.choice(site.pairs[:number] + site.pairs[number + 1 :])
    every = sites(split, seed=seed)
    other = every[rng.randrange(len(every))]
    while other.pairs[0].fact.subject == site.pairs[0].fact.subject:
        other = every[rng.randrange(len(every))]
    return rng.choice(other.pairs)


def faq_reading(language: str, split: str, count: int, *, seed: int = 0, k: int = 3) -> Iterator[QAExample]:
    """`count` questions; the context is `k` answers of the site in any order (all, if it has fewer), and the answer
    is the whole sentence that answers.
    """
    words = find_language(language)
    for site, number, name in first_pairs(split, count, seed=seed):
        rng = random.Random(f"world-faq-reading {seed} {k} {name}")
        others = [n for n in range(len(site.pairs)) if n != number]
        order = [number, *rng.sample(others, min(k - 1, len(others)))]
        rng.shuffle(order)
        sentences = [site.pairs[n].answer(words) for n in order]
        at = order.index(number)
        start = sum(len(sentence) + len(words.between) for sentence in sentences[:at])
        yield QAExample(
            id=name,
            language=language,
            question=site.pairs[number].question(words),
            context=words.between.join(sentences),
            answers=(Answer(text=sentences[at], start=start),),
            group=name,
            cluster=site.id,
        )
