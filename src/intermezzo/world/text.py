"""Raw text of the world: short stories, now and then a question and its answer.

Plain text is one story in one language. Parallel text puts the same story in a second language beside it; that
second language is English in `SHARE_ENGLISH` of the lines, as most parallel text of the real world has English on
one side.
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
SHARE_ASKING = 0.5  # of stories go with a question; without questions in its text an encoder never meets one


def stories(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """`count` lines of plain text; where a question was asked, it is the first part and its story the second."""
    words = find_language(language)
    for i in range(count):
        question, said = _story(random.Random(f"world-text {seed} {split} {i}"), split, words)
        told = words.between.join(s.text for s in said)
        yield TextExample(
            id=f"{split}-{i}",
            language=language,
            text=question.text if question else told,
            second=told if question else "",
            group=f"{split}-{i}",
        )


def pairs(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[TextExample]:
    """`count` lines of parallel text: `language` on one side, on the other English or any language of the world."""
    words = find_language(language)
    for i in range(count):
        rng = random.Random(f"world-pairs {seed} {split} {language} {i}")
        others = [c for c in codes() if c != language]
        partner = "en" if language != "en" and rng.random() < SHARE_ENGLISH else rng.choice(others)
        swapped = rng.random() < 0.5
        told = f"world-pairs {seed} {split} {i}"
        first = _line(random.Random(told), split, words)
        second = _line(random.Random(told), split, load_language(partner))
        yield TextExample(
            id=f"{split}-{i}",
            language=language,
            text=second if swapped else first,
            second=first if swapped else second,
            group=f"{split}-{i}",
        )


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
    question, said = _story(rng, split, words)
    for sentence in (question, *said) if question else said:
        cuts = sorted({0, len(sentence.text), *sentence.person, *sentence.value})
        for a, b in itertools.pairwise(cuts):
            if text := sentence.text[a:b].strip():
                yield text


def _line(rng: random.Random, split: str, words: Language) -> str:
    """One story and its question, the same for the same `rng` in every language."""
    question, said = _story(rng, split, words)
    return words.between.join(s.text for s in ((question, *said) if question else said))


def _story(rng: random.Random, split: str, words: Language) -> tuple[Sentence | None, list[Sentence]]:
    """The question, where one is asked, and the sentences of a story."""
    facts = draw_story(rng, split, n_persons=rng.choice((1, 2, 2)), n_facts=rng.randint(2, 4))
    said = [
        render(ways[rng.randrange(2) % len(ways)], fact, words)
        for fact in facts
        for ways in (words.relations[fact.relation].says,)
    ]
    asked = facts[rng.randrange(len(facts))]
    asks, asks_who, wording = rng.random() < SHARE_ASKING, rng.random() < SHARE_WHO, rng.randrange(2)
    if not asks:
        return None, said
    relation = words.relations[asked.relation]
    ways = relation.asks_who if asks_who else relation.asks
    return render(ways[wording % len(ways)], asked, words), said
