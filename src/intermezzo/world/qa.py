"""Questions about stories: extractive QA, parallel by group in every language.

Item i of a split is the same facts, the same wording choices and the same question in every language.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from intermezzo.example import Answer, QAExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import OBJECT_OF, Fact, draw_story, values
from intermezzo.world.language import Language
from intermezzo.world.rendering import ask, tell

SHARE_WHO = 0.3  # of questions ask for the person instead of the value
SHARE_UNANSWERABLE = 1 / 3  # in the variant that has such questions; SQuAD 2.0 train has about as many


@dataclass(frozen=True, slots=True)
class Item:
    """A story and a question about it, without words. `asked` is told in the story iff `is_answerable`."""

    facts: tuple[Fact, ...]
    variants: tuple[int, ...]
    asked: Fact
    asks_who: bool
    wording: int
    is_answerable: bool


def draw_item(split: str, i: int, *, seed: int, unanswerable: bool) -> Item:
    """Item `i` of a split; depends on nothing but its arguments."""
    rng = random.Random(f"world-qa {seed} {split} {i} {unanswerable}")
    n_persons = rng.choice((2, 2, 3))
    facts = draw_story(rng, split, n_persons=n_persons, n_facts=rng.randint(n_persons + 1, 2 * n_persons))
    asked = facts[rng.randrange(len(facts))]
    asks_who = rng.random() < SHARE_WHO
    is_answerable = not (unanswerable and rng.random() < SHARE_UNANSWERABLE)
    if not is_answerable:
        asked = _untold(rng, facts, asks_who)
    return Item(
        facts=facts,
        variants=tuple(rng.randrange(2) for _ in facts),
        asked=asked,
        asks_who=asks_who,
        wording=rng.randrange(2),
        is_answerable=is_answerable,
    )


def _untold(rng: random.Random, facts: tuple[Fact, ...], asks_who: bool) -> Fact:
    """A question the story does not answer, as near to it as can be: same person, or same relation."""
    told = {(f.subject, f.relation) for f in facts}
    said = {(OBJECT_OF[f.relation], f.value) for f in facts}
    if not asks_who:
        near = [(f.subject, g.relation) for f in facts for g in facts if (f.subject, g.relation) not in told]
        if near:
            subject, relation = near[rng.randrange(len(near))]
            return Fact(subject, relation, values(relation)[0])
    fact = facts[rng.randrange(len(facts))]
    others = [v for v in values(fact.relation) if (OBJECT_OF[fact.relation], v) not in said]
    if asks_who:
        return Fact(fact.subject, fact.relation, others[rng.randrange(len(others))])
    missing = [r for r in OBJECT_OF if (fact.subject, r) not in told]
    relation = missing[rng.randrange(len(missing))]
    return Fact(fact.subject, relation, values(relation)[0])


def questions(
    language: str, split: str, count: int, *, seed: int = 0, unanswerable: bool = False
) -> Iterator[QAExample]:
    """`count` questions of a split in one language; item i says the same in every language (same id and group)."""
    words = find_language(language)
    for i in range(count):
        item = draw_item(split, i, seed=seed, unanswerable=unanswerable)
        yield to_example(item, f"{split}-{i}", words)


def to_example(item: Item, name: str, words: Language) -> QAExample:
    """An item put into words; its name is its id, its group and its cluster."""
    context, sentences = tell(item.facts, item.variants, words)
    answers: tuple[Answer, ...] = ()
    if item.is_answerable:
        told = sentences[item.facts.index(item.asked)]
        start, end = told.person if item.asks_who else told.value
        answers = (Answer(text=context[start:end], start=start),)
    return QAExample(
        id=name,
        language=words.code,
        question=ask(item.asked, item.wording, words, asks_who=item.asks_who),
        context=context,
        answers=answers,
        group=name,
        cluster=name,
    )
