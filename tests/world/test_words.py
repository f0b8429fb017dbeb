"""Words: every sentence of every language is cut whole, and each word has its part of speech."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from intermezzo.world.cipher import find_language
from intermezzo.world.facts import OBJECT_OF, RELATIONS, Fact, Person, values
from intermezzo.world.language import codes
from intermezzo.world.rendering import render
from intermezzo.world.tags import ENTITIES, PARTS_OF_SPEECH
from intermezzo.world.words import MARKS, Word, _literal, load_parts_of_speech, words_of

from .reading import CIPHERS

PERSONS = (Person("leon", "kim"), Person("rosa", "silva"))
WAYS = {"says": 2, "asks": 2, "asks_who": 1}  # how many wordings there are of each

each_language = pytest.mark.parametrize("code", [*codes(), *CIPHERS])
each_real_language = pytest.mark.parametrize("code", codes())


@cache
def everything(code: str) -> tuple[tuple[Fact, str, str, tuple[Word, ...]], ...]:
    """Every template with every value, of a man and of a woman: the fact, the way, the text, its words."""
    return tuple(_everything(code))


def _everything(code: str) -> Iterator[tuple[Fact, str, str, tuple[Word, ...]]]:
    language = find_language(code)
    for name, (way, n_wordings), person in itertools.product(RELATIONS, WAYS.items(), PERSONS):
        for wording, value in itertools.product(range(n_wordings), values(name)):
            fact = Fact(person, name, value)
            text = render(getattr(language.relations[name], way)[wording], fact, language).text
            yield fact, way, text, words_of(fact, way, wording, code)


@each_language
def test_nothing_is_lost(code: str) -> None:
    """The words of a sentence, put together, are the sentence less its spaces; none is empty or of no tag."""
    for _, _, text, words in everything(code):
        assert "".join(word.text for word in words) == "".join(text.split())
        assert {word.tag for word in words} <= set(PARTS_OF_SPEECH)
        assert {word.entity for word in words} <= set(ENTITIES)
        assert all(word.text and not re.search(r"\s", word.text) for word in words)


@each_language
def test_words_end_at_spaces(code: str) -> None:
    """Where words have spaces between them, a word ends there, at a mark or at an elision, and nowhere else."""
    if code in codes() and not load_parts_of_speech(code).has_spaces:
        return
    for _, _, text, words in everything(code):
        runs = [run for run in re.split(rf"\s+|([{MARKS}])", text) if run]
        cut = [part for run in runs for part in re.findall(r"-t-elle|-t-il|.+?(?=-t-)|.+", run)]
        if code == "fr":
            cut = [part for run in cut for part in re.findall(r"Aujourd'hui|[^']+'?", run)]
        assert [word.text for word in words] == cut


@each_language
def test_marks_are_marks(code: str) -> None:
    """A mark is a word by itself and PUNCT, and nothing else is; years are NUM."""
    for _, _, _, words in everything(code):
        for word in words:
            assert (word.tag == "PUNCT") == (word.text in MARKS), word
            if any(letter.isdigit() for letter in word.text):
                assert word.tag == "NUM"


@each_language
def test_names_are_persons(code: str) -> None:
    """Exactly the words of the name are PER, and the first of them begins it."""
    language = find_language(code)
    for fact, way, _, words in everything(code):
        found = [word for word in words if word.entity.endswith("PER")]
        name = "" if way == "asks_who" else language.full_name(fact.subject.given, fact.subject.surname)
        assert "".join(word.text for word in found) == "".join(name.split())
        assert [word.entity for word in found] == ["B-PER", "I-PER", "I-PER"][: len(found)]


@each_language
def test_cities_and_countries_are_places(code: str) -> None:
    """Exactly cities and countries are LOC, without the preposition or article before them."""
    language = find_language(code)
    suffixes = load_parts_of_speech(code).suffixes if code in codes() else ()
    for fact, way, text, words in everything(code):
        found = [word for word in words if word.entity.endswith("LOC")]
        is_named = way != "asks" and OBJECT_OF[fact.relation] in ("city", "country")
        assert bool(found) == is_named, text
        assert [word.entity for word in found] == ["B-LOC", "I-LOC"][: len(found)]
        assert all(word.tag == "PROPN" for word in found)
        if is_named:
            place = " ".join(word.text for word in found)
            forms = language.words[OBJECT_OF[fact.relation]][fact.value].values()
            stems = [place, *(place.removesuffix(suffix) for suffix in suffixes)]
            assert any(form.endswith(stem) for form in forms for stem in stems), text
            assert place[0].isupper() or not place[0].islower()


@each_language
def test_inside_follows_beginning(code: str) -> None:
    """The tags are IOB2: what is inside a name follows its beginning or its inside."""
    for _, _, _, words in everything(code):
        for before, word in itertools.pairwise((Word("", "X"), *words)):
            if word.entity.startswith("I-"):
                assert before.entity[2:] == word.entity[2:]


@each_real_language
def test_nothing_listed_is_unused(code: str) -> None:
    """Every listed word occurs with the tag it has there, every phrase as it stands, every suffix on some word."""
    speech = load_parts_of_speech(code)
    said = [[(word.text, word.tag) for word in words] for *_, words in everything(code)]
    singles = {single for sentence in said for single in sentence}
    runs = {tuple(sentence[i : i + n]) for sentence in said for n in (2, 3) for i in range(len(sentence))}
    for listed in (speech.words, *speech.within.values()):
        for words in listed.values():
            assert words in runs if len(words) > 1 else words[0] in singles or words[0][0] in MARKS, words
    for by_word in speech.values.values():
        assert set(by_word.items()) <= singles
    for suffix in speech.suffixes:
        assert any(text.endswith(suffix) for text, _ in singles)


@pytest.mark.parametrize("code", CIPHERS)
def test_ciphers_are_tagged_as_english(code: str) -> None:
    """A word in cipher is what its English word is; but for the order, and the reversed one keeps the last mark."""
    for mine, theirs in zip(everything("en"), everything(code), strict=True):
        tags = [[(word.tag, word.entity) for word in words] for words in (mine[3], theirs[3])]
        assert Counter(tags[0]) == Counter(tags[1])
        assert tags[1] == tags[0] or code.endswith("reversed")
        assert tags[1][-1] == ("PUNCT", "O")


def test_missing_words_are_named() -> None:
    """A sentence with a word that is not listed raises and says where."""
    with pytest.raises(ValueError, match="en: no word is listed that begins 'unheard of"):
        _literal("is unheard of.", "home", "en")
