"""Quizzes of the world: some questions with their short answers, and the story that answers them.

Answers are words of the story as they stand there, also where the questions are in another language; so a reader
learns to find what a question asks for, whatever the two languages are. Some words of a story are of a third
language, as people who speak several mix them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from intermezzo.example import TextExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import OBJECT_OF, Fact, draw_story
from intermezzo.world.language import Language, codes, load_language
from intermezzo.world.qa import SHARE_WHO
from intermezzo.world.rendering import Sentence, render
from intermezzo.world.text import beside

SHARE_ACROSS = 0.6  # of quizzes have the questions in one language and the story in another
SHARE_MIXED = 0.15  # of the words that a story says of somebody are of any language of the world
QUESTIONS = range(1, 4)


def quizzes(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """`count` quizzes with `language` on one side at least: the questions are the first part, the story the second."""
    words = find_language(language)
    for i in range(count):
        rng = random.Random(f"world-quiz {seed} {split} {language} {i}")
        sides = [words, *(beside(rng, language, 1) if rng.random() < SHARE_ACROSS else [words])]
        rng.shuffle(sides)
        asking, telling = sides
        n_persons = rng.choice((1, 2, 2, 3))
        facts = draw_story(rng, split, n_persons=n_persons, n_facts=rng.randint(n_persons + 1, 2 * n_persons))
        told = [_told(rng, fact, telling) for fact in facts]
        chosen = rng.sample(range(len(facts)), min(rng.choice(QUESTIONS), len(facts)))
        asked = [_asked(rng, facts[number], told[number], asking) for number in chosen]
        yield TextExample(
            id=f"{split}-{i}",
            language=language,
            text=asking.between.join(asked),
            second=telling.between.join(sentence.text for sentence in told),
            group=f"{split}-{language}-{i}",
        )


def _told(rng: random.Random, fact: Fact, words: Language) -> Sentence:
    ways = words.relations[fact.relation].says
    sentence = render(ways[rng.randrange(len(ways))], fact, words)
    kind = OBJECT_OF[fact.relation]
    if kind == "year" or rng.random() >= SHARE_MIXED:
        return sentence
    return sentence.with_value(load_language(rng.choice(codes())).word(kind, fact.value, "base"))


def _asked(rng: random.Random, fact: Fact, told: Sentence, words: Language) -> str:
    """A question and its answer: who, or what is said of somebody."""
    relation = words.relations[fact.relation]
    asks_who = rng.random() < SHARE_WHO
    ways = relation.asks_who if asks_who else relation.asks
    start, end = told.person if asks_who else told.value
    question = render(ways[rng.randrange(len(ways))], fact, words).text
    return f"{question}{words.between}{told.text[start:end]}{words.stop}"
