"""Inference: a story, a sentence, and whether the sentence follows from it; parallel by group.

The sentence says where somebody was born or lives, when somebody was born or which colour somebody likes best: of
these nobody has two. In this world two wordings of a relation say neither more nor less than each other.

No part tells the label by itself. The sentence is drawn in the same way for every label, and the story always tells
of its person, and of somebody else what the sentence tells of this one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from intermezzo.example import LabelExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import RELATIONS, Fact, draw_persons, draw_value
from intermezzo.world.rendering import tell

LABELS = ("entailment", "neutral", "contradiction")
SINGLE_VALUED = ("birthplace", "birthyear", "home", "colour")  # one may well eat, play or visit two things
SHARE_NEAR = 0.5  # of the sentences that do not follow say what the story says of somebody else


@dataclass(frozen=True, slots=True)
class Item:
    """A story and what is said after it, without words."""

    facts: tuple[Fact, ...]
    variants: tuple[int, ...]
    hypothesis: Fact
    wording: int
    label: str


def draw_item(split: str, i: int, *, seed: int) -> Item:
    """Item `i` of a split, which depends on nothing but its arguments; labels come in turn."""
    rng = random.Random(f"world-inference {seed} {split} {i}")
    label = LABELS[i % len(LABELS)]
    person, other = draw_persons(rng, split, 2)
    relation = rng.choice(SINGLE_VALUED)
    instead, more = rng.sample([r for r in RELATIONS if r != relation], 2)
    value = draw_value(rng, relation)
    hypothesis = Fact(person, relation, value)
    of_person = {
        "entailment": hypothesis,
        "neutral": Fact(person, instead, draw_value(rng, instead)),
        "contradiction": Fact(person, relation, draw_value(rng, relation, besides=(value,))),
    }[label]
    elsewhere = draw_value(rng, relation, besides=(value, of_person.value))
    if label != "entailment" and rng.random() < SHARE_NEAR:
        elsewhere = value
    extras = [Fact(p, more, draw_value(rng, more)) for p in (person, other)]
    facts = [of_person, Fact(other, relation, elsewhere), *rng.sample(extras, rng.randrange(3))]
    rng.shuffle(facts)
    first = facts[0].subject
    facts.sort(key=lambda fact: fact.subject != first)  # person after person
    variants = tuple(rng.randrange(2) for _ in facts)
    return Item(tuple(facts), variants, hypothesis, 1 - variants[facts.index(of_person)], label)


def entailments(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[LabelExample]:
    """`count` stories with a sentence each, a third of every label; item i says the same in every language."""
    words = find_language(language)
    for i in range(count):
        item = draw_item(split, i, seed=seed)
        name = f"{split}-{i}"
        yield LabelExample(
            id=name,
            language=language,
            text=tell(item.facts, item.variants, words)[0],
            second=tell([item.hypothesis], [item.wording], words)[0],
            label=item.label,
            group=name,
            cluster=name,
        )
