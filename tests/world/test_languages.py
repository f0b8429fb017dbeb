"""The language files, each against English and in itself."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
import regex

from intermezzo.world.facts import OBJECT_OF, RELATIONS, Fact, Person, values
from intermezzo.world.language import Language, Template, codes, load_language
from intermezzo.world.rendering import render

from .reading import patterns

WAYS = {"says": 2, "asks": 2, "asks_who": 1}  # how many wordings English has of each
NAMES_OF_SCRIPTS = {"Han": "CJK"}  # as Unicode names its characters, where it says it otherwise
PERSONS = (Person("adam", "adams"), Person("anna", "nguyen"))

each_language = pytest.mark.parametrize("code", codes())


def templates(language: Language) -> Iterator[tuple[str, str, Template]]:
    for name, relation in language.relations.items():
        for way in WAYS:
            for template in getattr(relation, way):
                yield name, way, template


def everything_said(language: Language) -> Iterator[str]:
    """Every template with every value, of a man and of a woman."""
    for name, _, template in templates(language):
        for person, value in itertools.product(PERSONS, values(name)):
            yield render(template, Fact(person, name, value), language).text


def test_there_are_many() -> None:
    """At least twelve languages in seven scripts, and no two files call themselves the same."""
    languages = [load_language(code) for code in codes()]
    assert len(languages) >= 12
    assert len({language.script for language in languages}) >= 7
    for what in ("code", "name", "own_name"):
        assert len({getattr(language, what) for language in languages}) == len(languages)
    assert [language.code for language in languages] == list(codes())


@each_language
def test_keys_are_english(code: str) -> None:
    """Every name, word and relation of English is there, and nothing else."""
    language, english = load_language(code), load_language("en")
    assert language.given.keys() == english.given.keys()
    assert language.surname.keys() == english.surname.keys()
    assert language.words.keys() == english.words.keys()
    for kind, words in english.words.items():
        assert language.words[kind].keys() == words.keys(), kind
    assert language.relations.keys() == english.relations.keys() == set(RELATIONS)


@each_language
def test_forms_exist(code: str) -> None:
    """Every word has its base and every form that a template asks of its kind."""
    language = load_language(code)
    wanted: dict[str, set[str]] = {kind: {"base"} for kind in language.words}
    for name, _, template in templates(language):
        for parts in template.values():
            forms = {form for slot, form in parts if slot == "x"}
            if OBJECT_OF[name] == "year":
                assert forms <= {"base"}, f"{name}: a year has no forms"
            else:
                wanted[OBJECT_OF[name]] |= forms
    for kind, words in language.words.items():
        for key, word in words.items():
            assert wanted[kind] <= word.keys(), f"{kind} {key} lacks {wanted[kind] - word.keys()}"


@each_language
def test_templates_have_their_slots(code: str) -> None:
    """What is said names person and value, the person once; a question leaves out exactly what it asks for."""
    slots = {"says": {"p", "x"}, "asks": {"p"}, "asks_who": {"x"}}
    for name, way, template in templates(load_language(code)):
        assert template.keys() == {"m", "f"}, f"{name} {way}"
        for parts in template.values():
            found = Counter(slot for slot, _ in parts if slot)
            assert found.keys() == slots[way], f"{name} {way}: {parts}"
            assert found["p"] <= 1, f"{name} {way}: {parts}"
            assert not any(re.search(r"[{}]", text) for slot, text in parts if not slot), f"{name} {way}"


@each_language
def test_wordings_are_parallel(code: str) -> None:
    """As many wordings as English, so that a choice of wording means the same in every language."""
    for name, relation in load_language(code).relations.items():
        for way, count in WAYS.items():
            assert len(getattr(relation, way)) == count, f"{name} {way}"


def answers(language: Language) -> Iterator[dict[str, str]]:
    """For each kind and each form that can be an answer (the first slot of a sentence): the words of it."""
    forms = {(OBJECT_OF[n], next(f for s, f in parts if s == "x"))
             for n, way, t in templates(language) if way != "asks" for parts in t.values()}  # fmt: skip
    for kind, form in sorted(forms | {(kind, "base") for kind in language.words}):
        if kind != "year":
            yield {key: word[form] for key, word in language.words[kind].items()}


@each_language
def test_no_two_alike(code: str) -> None:
    """No two names, and no two words of a kind in a form that can be an answer, are written alike; none is empty."""
    language = load_language(code)
    for words in (language.given, language.surname, *answers(language)):
        assert [text for text, n in Counter(words.values()).items() if n > 1] == []
        assert all(text == text.strip() != "" for text in words.values())


@each_language
def test_text_is_clean(code: str) -> None:
    """Everything that can be said is NFC and has no double, leading or trailing space."""
    for text in everything_said(load_language(code)):
        assert unicodedata.is_normalized("NFC", text), text
        assert text == " ".join(text.split()), text


@each_language
def test_script(code: str) -> None:
    """Every letter that can be said is of the script the file names."""
    language = load_language(code)
    script = NAMES_OF_SCRIPTS.get(language.script, language.script.upper())
    letters = {c for text in everything_said(language) for c in text if unicodedata.category(c)[0] in "LM"}
    assert {c for c in letters if not unicodedata.name(c).startswith((script, "MODIFIER"))} == set()


@each_language
def test_spans_are_whole_characters(code: str) -> None:
    """A name or a value begins and ends where a character as people see it does, never inside one."""
    language = load_language(code)
    for name, relation in language.relations.items():
        for template, person in itertools.product(relation.says, PERSONS):
            for value in values(name):
                said = render(template, Fact(person, name, value), language)
                edges = {0, *(m.end() for m in regex.finditer(r"\X", said.text))}
                assert {*said.person, *said.value} <= edges, said.text


@each_language
def test_every_sentence_can_be_read_back(code: str) -> None:
    """No wording of one relation can be taken for one of another: each value of each relation is read as itself."""
    language = load_language(code)
    for name, relation in language.relations.items():
        for template, person in itertools.product(relation.says, PERSONS):
            for value in values(name):
                text = render(template, Fact(person, name, value), language).text
                found = {p.relation for p in patterns(code, "says") if p.regex.fullmatch(text)}
                assert found == {name}, text
