"""Multiple choice: one of four is right, and the others are of its kind."""

from __future__ import annotations

from collections import Counter

import pytest

from intermezzo.example import ChoiceExample
from intermezzo.world.choice import CHOICES, choices
from intermezzo.world.cipher import find_language
from intermezzo.world.facts import OBJECT_OF, values
from intermezzo.world.language import codes

from .reading import CIPHERS, is_answer_to, read_question, read_story


def right(example: ChoiceExample) -> list[int]:
    """Which choices answer the question, read back; every choice has to be of the kind that is asked for."""
    language = find_language(example.language)
    question = read_question(example.question, example.language)
    (fact,) = [f for f in read_story(example.context, example.language) if is_answer_to(f, question)]
    if question[1]:
        names = {language.full_name(g, s) for g in language.given for s in language.surname}
        assert set(example.choices) <= names
        told = {language.full_name(fact.subject.given, fact.subject.surname)}
    else:
        kind = OBJECT_OF[fact.relation]
        if kind == "year":
            known = {value: {language.word(kind, value, "base")} for value in values(fact.relation)}
        else:
            known = {value: set(forms.values()) for value, forms in language.words[kind].items()}
        assert set(example.choices) <= set().union(*known.values())
        told = known[fact.value]
    return [i for i, choice in enumerate(example.choices) if choice in told]


@pytest.mark.parametrize("code", [*codes(), *CIPHERS])
def test_one_is_right(code: str) -> None:
    """Read back: of four different choices exactly the one that is said to be right answers the question."""
    for example in choices(code, "dev", 40):
        assert len(set(example.choices)) == CHOICES
        assert right(example) == [example.answer], example


def test_place_tells_nothing() -> None:
    """The right one stands at each place equally often: within four standard errors."""
    places = Counter(e.answer for e in choices("en", "train", 2000))
    assert all(abs(places[at] / 2000 - 1 / CHOICES) < 0.04 for at in range(CHOICES))


def test_wrong_choices_are_told() -> None:
    """Most questions have a wrong choice that the story names, so what is named need not be right."""
    drawn = list(choices("en", "train", 500))
    hard = [sum(c in e.context for i, c in enumerate(e.choices) if i != e.answer) for e in drawn]
    assert sum(n > 0 for n in hard) > 0.7 * len(drawn)
