"""Answers in every language, as LAReQA has them: a question in one, and the sentences that answer it in all of them."""

from __future__ import annotations

from collections.abc import Iterator

from intermezzo.example import PassageExample
from intermezzo.world.cipher import find_language
from intermezzo.world.faq import first_pairs
from intermezzo.world.language import codes, load_language


def answers_across(language: str, split: str, count: int, *, seed: int = 0) -> Iterator[PassageExample]:
    """`count` questions, each followed by its answer in every language; all of these are right, and no other is.

    The candidates are the same whatever the language of the questions.
    """
    words = find_language(language)
    for site, number, name in first_pairs(split, count, seed=seed):
        pair = site.pairs[number]
        yield PassageExample(
            id=f"q-{name}",
            language=language,
            text=pair.question(words),
            targets=tuple(f"c-{name}-{code}" for code in codes()),
            group=name,
            cluster=site.id,
        )
        for code in codes():
            yield PassageExample(
                id=f"c-{name}-{code}",
                language=code,
                text=pair.answer(load_language(code)),
                role="candidate",
                group=name,
                cluster=site.id,
            )
