"""An independent reader of the world: text back into facts, by matching templates against the whole text.

It shares no code with `rendering.py`. Where it reads back what was told, nothing was lost and nothing can be read
in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from intermezzo.world.cipher import find_language
from intermezzo.world.facts import OBJECT_OF, YEARS, Fact, Person
from intermezzo.world.language import Language, Template

CIPHERS = ("cipher-100", "cipher-40", "cipher-0", "cipher-0-reversed")
# The story says nothing of the one thing a question asks for.
ASKED = "?"


@dataclass(frozen=True)
class Pattern:
    """One wording of one relation for one gender; `gender` is "" where the wording does not tell."""

    relation: str
    gender: str
    forms: tuple[str, ...]  # of the value, in the order they come; () where the wording does not name it
    regex: re.Pattern[str]


@cache
def texts(code: str, kind: str, form: str) -> Mapping[str, str]:
    """What a language writes -> the value it means, for one form of one kind."""
    language = find_language(code)
    keys = [str(y) for y in YEARS] if kind == "year" else language.words[kind]
    return {language.word(kind, key, form): key for key in keys}


@cache
def patterns(code: str, way: str) -> tuple[Pattern, ...]:
    """All wordings of `says`, `asks` or `asks_who` in a language."""
    language = find_language(code)
    return tuple(
        pattern
        for relation, ways in language.relations.items()
        for template in getattr(ways, way)
        for pattern in _patterns(code, language, relation, template)
    )


def _patterns(code: str, language: Language, relation: str, template: Template) -> Iterator[Pattern]:
    is_one = template["m"] == template["f"]
    for gender in ("m",) if is_one else ("m", "f"):
        regex, forms = "", []
        for slot, content in template[gender]:
            if slot == "p":
                given, surname = (
                    f"(?P<{what}>{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})"
                    for what, names in (
                        ("given", language.given.values()),
                        ("surname", language.surname.values()),
                    )
                )
                format_ = re.escape(language.person).replace(r"\{", "{").replace(r"\}", "}")
                regex += format_.format(given=given, surname=surname)
            elif slot:
                words = sorted(texts(code, OBJECT_OF[relation], content), key=len, reverse=True)
                regex += f"(?P<value_{len(forms)}>{'|'.join(map(re.escape, words))})"
                forms.append(content)
            else:
                regex += re.escape(content)
        yield Pattern(relation, "" if is_one else gender, tuple(forms), re.compile(regex))


def read_story(text: str, code: str) -> tuple[Fact, ...]:
    """The facts a story tells, in order; raises where the whole text cannot be read in exactly one way."""
    readings = list(_readings(text, 0, code))
    if len(readings) != 1:
        raise ValueError(f"{code}: {len(readings)} readings of {text!r}: {readings[:2]}")
    return readings[0]


def read_question(text: str, code: str) -> tuple[Fact, bool]:
    """What a question asks and whether it asks who; what is asked for is `ASKED`."""
    found = {
        (fact, way == "asks_who")
        for way in ("asks", "asks_who")
        for fact, end in _at(text, 0, code, way)
        if end == len(text)
    }
    if len(found) != 1:
        raise ValueError(f"{code}: {len(found)} readings of {text!r}: {found}")
    return found.pop()


def read_line(text: str, code: str) -> tuple[tuple[Fact, bool] | None, tuple[Fact, ...]]:
    """A line of raw text: the question it begins with, answered, and whether it asks who (None where none is asked);
    and its story, which may be empty after a question."""
    between = find_language(code).between
    readings: set[tuple[tuple[Fact, bool] | None, tuple[Fact, ...]]] = {
        (None, story) for story in _readings(text, 0, code)
    }
    for asked, end in _asked(text, code):
        if end == len(text):
            readings.add((asked, ()))
        elif text.startswith(between, end):
            readings |= {(asked, story) for story in _readings(text, end + len(between), code)}
    if len(readings) != 1:
        raise ValueError(f"{code}: {len(readings)} readings of {text!r}")
    return readings.pop()


@cache
def short_answers(code: str, relation: str, asks_who: bool) -> Mapping[str, str | Person]:
    """Every text that can answer a question of a relation by itself -> what it means."""
    language = find_language(code)
    if asks_who:
        return {language.full_name(g, s): Person(g, s) for g in language.given for s in language.surname}
    forms = {p.forms[0] for p in patterns(code, "says") if p.relation == relation}
    return {text: key for form in forms for text, key in texts(code, OBJECT_OF[relation], form).items()}


def _asked(text: str, code: str) -> Iterator[tuple[tuple[Fact, bool], int]]:
    """Every question with its short answer that can be read at the beginning, and where it ends."""
    language = find_language(code)
    for way in ("asks", "asks_who"):
        for asked, end in _at(text, 0, code, way):
            for answer, key in short_answers(code, asked.relation, way == "asks_who").items():
                if text.startswith(f"{language.between}{answer}{language.stop}", end):
                    fact = (
                        Fact(key, asked.relation, asked.value)
                        if isinstance(key, Person)
                        else Fact(asked.subject, asked.relation, key)
                    )
                    yield (fact, way == "asks_who"), end + len(language.between + answer + language.stop)


def is_answer_to(fact: Fact, question: tuple[Fact, bool]) -> bool:
    """Whether a fact says what a question asks for."""
    asked, asks_who = question
    if asks_who:
        return (fact.relation, fact.value) == (asked.relation, asked.value)
    return (fact.relation, fact.subject) == (asked.relation, asked.subject)


def _readings(text: str, at: int, code: str) -> Iterator[tuple[Fact, ...]]:
    between = find_language(code).between
    for fact, end in set(_at(text, at, code, "says")):
        if end == len(text):
            yield (fact,)
        elif text.startswith(between, end):
            for rest in _readings(text, end + len(between), code):
                yield (fact, *rest)


def _at(text: str, at: int, code: str, way: str) -> Iterator[tuple[Fact, int]]:
    """Every sentence that can be read from `at` on, and where it ends."""
    language = find_language(code)
    given = {v: k for k, v in language.given.items()}
    surname = {v: k for k, v in language.surname.items()}
    for pattern in patterns(code, way):
        match = pattern.regex.match(text, at)
        if not match:
            continue
        named = match.groupdict()
        person = Person(given[named["given"]], surname[named["surname"]]) if "given" in named else None
        if person and pattern.gender not in ("", person.gender):
            continue
        kind, value = OBJECT_OF[pattern.relation], ASKED
        if pattern.forms:
            value = texts(code, kind, pattern.forms[0])[named["value_0"]]
            said = tuple(language.word(kind, value, form) for form in pattern.forms)
            if said != tuple(named[f"value_{i}"] for i in range(len(said))):
                continue
        yield Fact(person or Person(ASKED, ASKED), pattern.relation, value), match.end()
