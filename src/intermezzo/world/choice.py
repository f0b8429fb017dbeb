"""Multiple choice: a story, a question about it and four answers of one kind; parallel by group.

Wrong answers are taken from the story where it has some, so that an answer is not found by looking what was named.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from intermezzo.example import ChoiceExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import OBJECT_OF, Fact, Person, draw_story, persons, values
from intermezzo.world.language import Language
from intermezzo.world.qa import SHARE_WHO
from intermezzo.world.rendering import ask, tell

CHOICES = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A story, a question and its choices, without words: persons, or values of one kind."""

    facts: tuple[Fact, ...]
    variants: tuple[int, ...]
    asked: Fact
    asks_who: bool
    wording: int
    choices: tuple[Person | str, ...]
    answer: int


def draw_item(split: str, i: int, *, seed: int) -> Item:
    """Item `i` of a split; depends on nothing but its arguments."""
    rng = random.Random(f"world-choice {seed} {split} {i}")
    n_persons = rng.choice((2, 3))
    facts = draw_story(rng, split, n_persons=n_persons, n_facts=rng.randint(n_persons + 1, 2 * n_persons))
    asked = facts[rng.randrange(len(facts))]
    asks_who = rng.random() < SHARE_WHO
    right = asked.subject if asks_who else asked.value
    wrong = _wrong(rng, split, facts, asked, asks_who)
    answer = rng.randrange(CHOICES)
    return Item(
        facts=facts,
        variants=tuple(rng.randrange(2) for _ in facts),
        asked=asked,
        asks_who=asks_who,
        wording=rng.randrange(2),
        choices=(*wrong[:answer], right, *wrong[answer:]),
        answer=answer,
    )


def _wrong(
    rng: random.Random, split: str, facts: tuple[Fact, ...], asked: Fact, asks_who: bool
) -> list[Person | str]:
    """What the question could be answered with but is not: first what the story names, then anything."""
    kind = OBJECT_OF[asked.relation]
    told: list[Person | str]
    if asks_who:
        right: Person | str = asked.subject
        told = [fact.subject for fact in facts]
    else:
        right = asked.value
        told = [fact.value for fact in facts if OBJECT_OF[fact.relation] == kind]
    everything = persons(split) if asks_who else values(asked.relation)
    told += rng.sample(everything, 2 * CHOICES - 1)  # enough, whatever of it was told
    wrong = [thing for thing in dict.fromkeys(told) if thing != right][: CHOICES - 1]
    rng.shuffle(wrong)
    return wrong


def choices(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[ChoiceExample]:
    """`count` questions of a split, each with four choices; item i says the same in every language."""
    words = find_language(language)
    for i in range(count):
        item = draw_item(split, i, seed=seed)
        name = f"{split}-{i}"
        yield ChoiceExample(
            id=name,
            language=language,
            context=tell(item.facts, item.variants, words)[0],
            question=ask(item.asked, item.wording, words, asks_who=item.asks_who),
            choices=tuple(_named(thing, item.asked, words) for thing in item.choices),
            answer=item.answer,
            group=name,
            cluster=name,
        )


def _named(thing: Person | str, asked: Fact, words: Language) -> str:
    """A choice as one would list it: the word by itself, of the person's gender where it has one."""
    if isinstance(thing, Person):
        return words.full_name(thing.given, thing.surname)
    kind = OBJECT_OF[asked.relation]
    forms = {} if kind == "year" else words.words[kind][thing]
    return words.word(kind, thing, asked.subject.gender if asked.subject.gender in forms else "base")
