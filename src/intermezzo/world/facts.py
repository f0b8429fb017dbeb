"""Facts without words: who, which relation, what.

A person is a given name and a surname. Persons are dealt to train, dev and test by a hash of their name, so no fact
about a person of one split is ever read in another. A fact is drawn, never stored: the same seed gives the same facts.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

from intermezzo.world.language import load_language

# What each relation says of a person: a kind of word, or a year.
OBJECT_OF = {
    "birthplace": "city",
    "birthyear": "year",
    "home": "city",
    "occupation": "occupation",
    "instrument": "instrument",
    "food": "food",
    "drink": "drink",
    "animal": "animal",
    "study": "science",
    "colour": "colour",
    "journey": "country",
}
RELATIONS = tuple(OBJECT_OF)
KINDS = tuple(dict.fromkeys(kind for kind in OBJECT_OF.values() if kind != "year"))
YEARS = range(1930, 2006)

# Given names of men; all others are of women. In Latin letters, as the language files list them.
# fmt: off
MEN = frozenset({
    "adam", "alan", "boris", "carlos", "daniel", "david", "felix", "hassan", "ivan", "karim", "leon",
    "marco", "martin", "omar", "oscar", "paul", "ravi", "robert", "samuel", "tomas", "victor", "yusuf",
})
# fmt: on
SPLITS = {"train": range(80), "dev": range(80, 90), "test": range(90, 100)}  # in hundredths of all persons


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the world."""

    given: str
    surname: str

    @property
    def gender(self) -> str:
        """`m` or `f`, for languages that tell them apart."""
        return "m" if self.given in MEN else "f"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so: `subject` stands in `relation` to `value` (a word's key, or a year)."""

    subject: Person
    relation: str
    value: str


@cache
def persons(split: str) -> tuple[Person, ...]:
    """All persons of a split; the three splits are disjoint and together everybody."""
    english = load_language("en")
    everybody = [Person(g, s) for g in sorted(english.given) for s in sorted(english.surname)]
    return tuple(p for p in everybody if _hundredth(p) in SPLITS[split])


def _hundredth(person: Person) -> int:
    name = f"{person.given} {person.surname}".encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:8], "big") % 100


@cache
def values(relation: str) -> tuple[str, ...]:
    """Everything that a relation can say of a person."""
    kind = OBJECT_OF[relation]
    if kind == "year":
        return tuple(str(y) for y in YEARS)
    return tuple(sorted(load_language("en").words[kind]))


def draw_persons(rng: random.Random, split: str, count: int) -> list[Person]:
    """Persons of a split who differ in given name and in surname, so that either tells them apart."""
    chosen: list[Person] = []
    everybody = persons(split)
    while len(chosen) < count:
        new = everybody[rng.randrange(len(everybody))]
        if all(new.given != p.given and new.surname != p.surname for p in chosen):
            chosen.append(new)
    return chosen


def draw_value(rng: random.Random, relation: str, *, besides: Container[str] = ()) -> str:
    """Something that a relation can say of a person, other than some values."""
    choices = values(relation)
    value = choices[rng.randrange(len(choices))]
    while value in besides:
        value = choices[rng.randrange(len(choices))]
    return value


def draw_story(rng: random.Random, split: str, *, n_persons: int, n_facts: int) -> tuple[Fact, ...]:
    """Facts about some persons, in the order they are told: person after person, no value said twice."""
    chosen = draw_persons(rng, split, n_persons)
    # Persons share relations on purpose: then the name in the question decides, not the relation alone.
    menu = rng.sample(RELATIONS, k=min(len(RELATIONS), -(-n_facts // n_persons) + 1))
    told: list[Fact] = []
    said: dict[str, set[str]] = {}  # of each kind
    for i, person in enumerate(chosen):
        n_here = n_facts // n_persons + (1 if i < n_facts % n_persons else 0)
        for relation in rng.sample(menu, k=min(n_here, len(menu))):
            of_kind = said.setdefault(OBJECT_OF[relation], set())
            value = draw_value(rng, relation, besides=of_kind)
            of_kind.add(value)
            told.append(Fact(person, relation, value))
    return tuple(told)
