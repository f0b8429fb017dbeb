"""Facts into words, with the position of everything that was said.

A rendering joins the parts of a template, so a span is known because it was placed, never because it was searched for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intermezzo.world.facts import OBJECT_OF, Fact
from intermezzo.world.language import Language, Template


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it names the person and the value: [start, end) in code points."""

    text: str
    person: tuple[int, int]
    value: tuple[int, int]

    def moved(self, by: int) -> Sentence:
        """The same sentence after `by` characters of other text."""
        return Sentence(
            self.text,
            (self.person[0] + by, self.person[1] + by),
            (self.value[0] + by, self.value[1] + by),
        )

    def with_value(self, value: str) -> Sentence:
        """The same sentence with other words for the value."""
        start, end = self.value
        by = len(value) - (end - start)
        person = self.person if self.person[0] < start else (self.person[0] + by, self.person[1] + by)
        return Sentence(self.text[:start] + value + self.text[end:], person, (start, start + len(value)))


def render(template: Template, fact: Fact, language: Language) -> Sentence:
    """One template filled with one fact. A span is (0, 0) where the template does not name the thing."""
    kind = OBJECT_OF[fact.relation]
    text = ""
    person = value = (0, 0)
    for slot, content in template[fact.subject.gender]:
        if slot == "p":
            piece = language.full_name(fact.subject.given, fact.subject.surname)
            person = (len(text), len(text) + len(piece))
        elif slot == "x":
            piece = language.word(kind, fact.value, content)
            if value == (0, 0):
                value = (len(text), len(text) + len(piece))
        else:
            piece = content
        text += piece
    return Sentence(text, person, value)


def tell(facts: Iterable[Fact], variants: Iterable[int], language: Language) -> tuple[str, list[Sentence]]:
    """A story: one sentence a fact, and each sentence with its spans in the whole text.

    `variants` picks the wording, the same in every language, so that parallel stories are parallel sentence by sentence.
    """
    text = ""
    placed: list[Sentence] = []
    for fact, variant in zip(facts, variants, strict=True):
        ways = language.relations[fact.relation].says
        sentence = render(ways[variant % len(ways)], fact, language)
        if text:
            text += language.between
        placed.append(sentence.moved(len(text)))
        text += sentence.text
    return text, placed


def ask(fact: Fact, wording: int, language: Language, *, asks_who: bool = False) -> str:
    """A question whose answer is a fact's value, or its person; `wording` picks how it is asked."""
    relation = language.relations[fact.relation]
    ways = relation.asks_who if asks_who else relation.asks
    return render(ways[wording % len(ways)], fact, language).text
