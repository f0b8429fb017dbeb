"""Quizzes: questions with short answers, and the story that answers them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache

import pytest

from intermezzo.example import TextExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import KINDS, OBJECT_OF, Fact, Person
from intermezzo.world.language import codes
from intermezzo.world.quiz import QUESTIONS, SHARE_ACROSS, SHARE_MIXED, quizzes
from intermezzo.world.rendering import render

from .reading import read_question

COUNT = 40
each_language = pytest.mark.parametrize("code", ["en", "ru", "ar", "ta", "th", "zh"])


Asked = tuple[Fact, bool, str]  # what, whether the person is asked for, the answer as it is written


def readings(text: str, story: str, code: str) -> Iterator[list[Asked]]:
    """Every way to read a text as questions of a language, each followed by some words of the story."""
    language = find_language(code)
    if not text:
        yield []
        return
    ends = [i for i in range(1, len(text)) if text.startswith(language.between, i)]
    for end in ends:
        with contextlib.suppress(ValueError):
            fact, asks_who = read_question(text[:end], code)
            rest = text[end + len(language.between) :]
            for stop in range(1, len(rest) + 1):
                after = stop + len(language.stop)
                if rest[:stop] not in story or not rest.startswith(language.stop, stop):
                    continue
                if after == len(rest):
                    yield [(fact, asks_who, rest[:stop])]
                elif rest.startswith(language.between, after):
                    for more in readings(rest[after + len(language.between) :], story, code):
                        yield [(fact, asks_who, rest[:stop]), *more]


@cache
def written(kind: str, value: str) -> frozenset[str]:
    """What any language writes for a value, in any form."""
    return frozenset(text for code in codes() for text in find_language(code).words[kind][value].values())


def is_told(asked: Asked, story: str, code: str) -> bool:
    """Whether a story in a language says of the asked person or value what the answer says, in the asked way."""
    fact, asks_who, answer = asked
    language, kind = find_language(code), OBJECT_OF[fact.relation]
    people = [
        Person(g, s) for g in language.given for s in language.surname if language.full_name(g, s) == answer
    ]
    if asks_who:
        found = [Fact(person, fact.relation, fact.value) for person in people]
    elif kind == "year":
        found = [Fact(fact.subject, fact.relation, "".join(str(int(digit)) for digit in answer))]
    else:
        values = [value for value in language.words[kind] if answer in written(kind, value)]
        found = [Fact(fact.subject, fact.relation, value) for value in values]
    for each in found:
        said = [render(way, each, language) for way in language.relations[each.relation].says]
        words = written(kind, each.value) if kind in KINDS else frozenset()
        texts = {s.text for s in said} | {s.with_value(word).text for s in said for word in words}
        if any(text in story and answer in text for text in texts):
            return True
    return False


def meant(quiz: TextExample) -> tuple[list[Asked], str, str]:
    """What a quiz asks, in which language, and the language of its story."""
    for asking in codes():
        for asked in readings(quiz.text, quiz.second, asking):
            for telling in codes():
                if all(is_told(each, quiz.second, telling) for each in asked):
                    return asked, asking, telling
    raise AssertionError(f"no reading of {quiz}")


@each_language
def test_stories_answer(code: str) -> None:
    """Every question is answered by words of the story that say what was asked, in one language or across two."""
    n_across = 0
    for quiz in quizzes(code, "train", COUNT):
        asked, asking, telling = meant(quiz)
        assert len(asked) in QUESTIONS
        assert code in (asking, telling)
        n_across += asking != telling
    assert abs(n_across / COUNT - SHARE_ACROSS) < 0.3


def test_some_words_are_of_another_language() -> None:
    """About the share that is stated, less what languages write alike; counted where scripts cannot be mistaken."""
    stories = [quiz.second for quiz in quizzes("th", "train", 400)]
    thai = [story for story in stories if sum("฀" <= letter <= "๿" for letter in story) > len(story) / 2]
    mixed = sum(any(letter.isalpha() and not "฀" <= letter <= "๿" for letter in story) for story in thai)
    n_words = 3.3  # a story has two to six sentences, one in eleven of them of a year
    assert abs(mixed / len(thai) - (1 - (1 - SHARE_MIXED) ** n_words)) < 0.15


def test_same_seed_same_quizzes() -> None:
    """The same arguments give the same lines, another seed other ones."""
    assert list(quizzes("sw", "dev", 5, seed=2)) == list(quizzes("sw", "dev", 5, seed=2))
    assert list(quizzes("sw", "dev", 5, seed=2)) != list(quizzes("sw", "dev", 5, seed=3))
