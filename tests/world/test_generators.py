"""What all makers of examples promise: parallel, unique, repeatable, about persons of their split only."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import partial

import pytest

from intermezzo.example import Example, TagExample
from intermezzo.world.across import answers_across
from intermezzo.world.bitext import mining, parallel
from intermezzo.world.choice import choices
from intermezzo.world.facts import SPLITS, Person, persons
from intermezzo.world.faq import faq_matching, faq_pairs, faq_reading
from intermezzo.world.inference import entailments
from intermezzo.world.language import codes, load_language
from intermezzo.world.low_resource import LANGUAGES, chaii
from intermezzo.world.paraphrase import paraphrases
from intermezzo.world.tags import entities, parts_of_speech

from .reading import CIPHERS

Maker = Callable[..., Iterable[Example]]

MAKERS: dict[str, Maker] = {
    "answers_across": answers_across,
    "choices": choices,
    "entailments": entailments,
    "entities": entities,
    "faq_matching": faq_matching,
    "faq_pairs": faq_pairs,
    "faq_pairs, other sites": partial(faq_pairs, negatives="other-site"),
    "faq_reading": faq_reading,
    "mining": mining,
    "parallel": parallel,
    "paraphrases": paraphrases,
    "parts_of_speech": parts_of_speech,
}
COUNT = 30

each_maker = pytest.mark.parametrize("name", sorted(MAKERS))


def texts(example: Example) -> Iterator[str]:
    """All that an example has people read."""
    if isinstance(example, TagExample):
        yield " ".join(example.words)
        return
    for field in fields(example):
        if field.name in (
            "id",
            "language",
            "group",
            "cluster",
            "targets",
            "role",
            "label",
            "tags",
            "answers",
        ):
            continue
        value = getattr(example, field.name)
        for text in value if isinstance(value, tuple) else [value]:
            if isinstance(text, str):
                yield text


def without_words(example: Example) -> tuple[object, ...]:
    """What of an example is the same in every language."""
    same = ("id", "group", "cluster", "label", "answer", "targets", "role")
    return tuple(getattr(example, name) for name in same if hasattr(example, name))


@each_maker
@pytest.mark.parametrize("code", [*codes(), *CIPHERS])
def test_languages_are_parallel(name: str, code: str) -> None:
    """Item i has the same id, group, cluster and label in every language, cipher languages too, and no empty text."""
    mine, theirs = (list(MAKERS[name](c, "dev", COUNT)) for c in ("en", code))
    assert [without_words(e) for e in mine] == [without_words(e) for e in theirs]
    assert all(text == text.strip() for e in theirs for text in texts(e))
    assert {e.language for e in theirs} >= {code}


@each_maker
def test_ids_are_unique(name: str) -> None:
    """No two examples of a split share an id, and every target is the id of a candidate."""
    made = list(MAKERS[name]("en", "test", 400))
    assert len({e.id for e in made}) == len(made)
    targets = {t for e in made for t in getattr(e, "targets", ())}
    assert targets <= {e.id for e in made if getattr(e, "role", "") == "candidate"}


@each_maker
def test_same_seed_same_examples(name: str) -> None:
    """The same arguments give the same, more of them begin alike, and another seed tells something else."""
    make = MAKERS[name]
    few = list(make("hi", "train", 5, seed=2))
    assert few == list(make("hi", "train", 5, seed=2))
    assert few == list(make("hi", "train", 9, seed=2))[: len(few)]
    told = [{t for e in make("hi", "train", 50, seed=s) for t in texts(e) if t} for s in (2, 3)]
    assert len(told[0] & told[1]) < len(told[0]) / 4


@each_maker
def test_splits_share_no_person(name: str) -> None:
    """Whoever English texts of a split name is a person of that split."""
    english = load_language("en")
    who = re.compile(rf"\b({'|'.join(english.given.values())}) ({'|'.join(english.surname.values())})\b")
    for split in SPLITS:
        found = {
            Person(given.lower(), surname.lower())
            for e in MAKERS[name]("en", split, 100)
            for text in texts(e)
            for given, surname in who.findall(text)
        }
        assert found
        assert found <= set(persons(split))


def test_chaii_keeps_the_promises() -> None:
    """The same in its two languages: parallel, repeatable, unique."""
    mine, theirs = (list(chaii(code, "dev", COUNT)) for code in LANGUAGES)
    assert [without_words(e) for e in mine] == [without_words(e) for e in theirs]
    assert len({e.id for e in mine}) == COUNT
    assert all(text for e in itertools.chain(mine, theirs) for text in texts(e))
    assert mine == list(chaii("hi", "dev", COUNT))
    assert mine != list(chaii("hi", "dev", COUNT, seed=1))
