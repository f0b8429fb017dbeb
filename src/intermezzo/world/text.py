"""Raw text of the world: short stories, most of them after a question and its short answer, as pages of questions
and answers have it.

Plain text is one story in one language. Parallel text puts the same story in a second language beside it; in
`SHARE_ACROSS` of its lines the question and its answer stand in one language and the story in the other. Phrases are
shorter: one fact in two or three languages, as a phrase book has it.

What stands beside a language is English in `SHARE_ENGLISH` of the lines, as most parallel text of the real world has
English on one side.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from intermezzo.example import TextExample
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import draw_story
from intermezzo.world.language import Language, codes, load_language
from intermezzo.world.qa import SHARE_WHO
from intermezzo.world.rendering import Sentence, render

SHARE_ENGLISH = 0.6
SHARE_ASKING = 0.75  # of stories follow a question; without questions in its text an encoder never meets one
SHARE_ACROSS = 0.3
SHARES_ASKED = (0.5, 0.3, 0.2)  # of phrases: asked in none of the languages, in the first, in all


def stories(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """`count` lines of plain text; where a question was asked, it is the first part and its story the second."""
    words = find_language(language)
    for i in range(count):
        asked, told = _told(f"world-text {seed} {split} {i}", split, words)
        yield TextExample(
            id=f"{split}-{i}",
            language=language,
            text=asked or told,
            second=told if asked else "",
            group=f"{split}-{i}",
        )


def pairs(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """`count` lines of parallel text: `language` on one side, on the other English or any language of the world."""
    words = find_language(language)
    for i in range(count):
        rng = random.Random(f"world-pairs {seed} {split} {language} {i}")
        sides = [words, *beside(rng, language, 1)]
        rng.shuffle(sides)
        (asked, told), (asked_too, told_too) = (
            _told(f"world-pairs {seed} {split} {i}", split, w) for w in sides
        )
        is_across = bool(asked) and rng.random() < SHARE_ACROSS
        first, second = sides
        yield TextExample(
            id=f"{split}-{i}",
            language=language,
            text=asked if is_across else first.between.join(t for t in (asked, told) if t),
            second=told_too if is_across else second.between.join(t for t in (asked_too, told_too) if t),
            group=f"{split}-{i}",
        )


def phrases(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """`count` lines of one fact each in two or three languages: said in all, or asked in all, or asked in the first
    and said in the others.
    """
    words = find_language(language)
    for i in range(count):
        rng = random.Random(f"world-phrases {seed} {split} {language} {i}")
        (fact,) = draw_story(rng, split, n_persons=1, n_facts=1)
        sides = [words, *beside(rng, language, rng.choice((1, 2)))]
        rng.shuffle(sides)
        n_asked = rng.choices((0, 1, len(sides)), SHARES_ASKED)[0]
        wording = rng.randrange(2)
        said = []
        for number, side in enumerate(sides):
            relation = side.relations[fact.relation]
            ways = relation.asks if number < n_asked else relation.says
            said.append(render(ways[wording % len(ways)], fact, side).text)
        yield TextExample(
            id=f"{split}-{i}", language=language, text=" ".join(said), group=f"{split}-{language}-{i}"
        )


def beside(rng: random.Random, language: str, count: int) -> list[Language]:
    """Other languages to stand beside one: often English, else any."""
    others = [code for code in codes() if code != language]
    chosen = rng.sample(others, count)
    if "en" in others and "en" not in chosen and rng.random() < SHARE_ENGLISH:
        chosen[0] = "en"
    return [load_language(code) for code in chosen]


def fragments(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """The stories of `stories`, cut where a name or a word begins or ends, one fragment a line.

    For training a tokenizer: its pieces then end where words end, also in languages written without spaces.
    """
    words = find_language(language)
    for i in range(count):
        rng = random.Random(f"world-text {seed} {split} {i}")
        for j, fragment in enumerate(_fragments(rng, split, words)):
            yield TextExample(id=f"{split}-{i}-{j}", language=language, text=fragment, group=f"{split}-{i}")


def _fragments(rng: random.Random, split: str, words: Language) -> Iterator[str]:
    question, _, said = _story(rng, split, words)
    for sentence in (question, *said) if question else said:
        cuts = sorted({0, len(sentence.text), *sentence.person, *sentence.value})
        for a, b in itertools.pairwise(cuts):
            if text := sentence.text[a:b].strip():
                yield text


def _told(draw: str, split: str, words: Language) -> tuple[str, str]:
    """A question with its short answer ("" where none is asked) and a story; the same draw tells the same."""
    question, answer, said = _story(random.Random(draw), split, words)
    asked = f"{question.text}{words.between}{answer}{words.stop}" if question else ""
    return asked, words.between.join(s.text for s in said)


def _story(rng: random.Random, split: str, words: Language) -> tuple[Sentence | None, str, list[Sentence]]:
    """The question, where one is asked, its short answer, and the sentences of a story."""
    n_persons = rng.choice((1, 2, 2))
    facts = draw_story(rng, split, n_persons=n_persons, n_facts=rng.randint(n_persons + 1, 2 * n_persons + 1))
    said = [
        render(ways[rng.randrange(2) % len(ways)], fact, words)
        for fact in facts
        for ways in (words.relations[fact.relation].says,)
    ]
    number = rng.randrange(len(facts))
    asks, asks_who, wording = rng.random() < SHARE_ASKING, rng.random() < SHARE_WHO, rng.randrange(2)
    if not asks:
        return None, "", said
    relation = words.relations[facts[number].relation]
    ways = relation.asks_who if asks_who else relation.asks
    start, end = said[number].person if asks_who else said[number].value
    question = render(ways[wording % len(ways)], facts[number], words)
    return question, said[number].text[start:end], said
