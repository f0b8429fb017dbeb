"""Words: the sentences of a language cut into words, each with its part of speech and the name it is part of.

A sentence is cut part by part, as it was put together, so a name or a value is known because it was placed. The words
of templates are listed by `parts_of_speech/xx.toml`, and the longest that fits is the next word: in languages written
without spaces, where words are written together (`l'animal`), and for phrases in which a word is not what it is
elsewhere. What is written on to a name or a value (`Paris'te`) belongs to its word.

The tags are those of Universal Dependencies; `B-PER`, `I-PER`, `B-LOC`, `I-LOC` and `O` say which words name a person
or a place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain

from intermezzo.world.cipher import encipher, find_dials, find_language
from intermezzo.world.facts import KINDS, OBJECT_OF, Fact
from intermezzo.world.language import Language, load_language

MARKS = ".,?¿؟।。？，—·"  # each a word by itself
ENDS = re.compile(rf"$|[\s{MARKS}-]")  # what may follow a word where words have spaces between them
NAME = re.compile(r"[^\s·]+|·")

Listed = Mapping[str, tuple[tuple[str, str], ...]]  # what is written -> its words and their tags


@dataclass(frozen=True, slots=True)
class Word:
    """A word, what part of speech it is and which part of a name."""

    text: str
    tag: str
    entity: str = "O"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsOfSpeech:
    """What the words of a language are.

    `words` are those of the templates, `within[relation]` where one of them is another part of speech. Words of a
    value are what `values[kind]` says, and else what `kinds` says. `suffixes` are written on to the word before.
    """

    has_spaces: bool
    suffixes: tuple[str, ...]
    words: Listed
    within: Mapping[str, Listed]
    kinds: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@cache
def load_parts_of_speech(code: str) -> PartsOfSpeech:
    """The parts of speech of a language; `tests/world/` checks that no word is missing."""
    path = files("intermezzo.world").joinpath("parts_of_speech", f"{code}.toml")
    raw = tomllib.loads(path.read_text("utf-8"))
    has_spaces = raw.get("has_spaces", True)
    words: dict[str, tuple[tuple[str, str], ...]] = {mark: ((mark, "PUNCT"),) for mark in MARKS}
    words |= _listed(raw["words"])
    for phrase, tags in raw.get("phrases", {}).items():
        written = phrase if has_spaces else phrase.replace(" ", "")
        words[written] = tuple(zip(phrase.split(), tags.split(), strict=True))
    return PartsOfSpeech(
        has_spaces=has_spaces,
        suffixes=tuple(raw.get("suffixes", ())),
        words=words,
        within={relation: _listed(by_tag) for relation, by_tag in raw.get("within", {}).items()},
        kinds=dict.fromkeys(KINDS, "NOUN") | {"city": "PROPN", "country": "PROPN"} | raw.get("kinds", {}),
        values={
            kind: {word: tag for tag, words in by_tag.items() for word in words}
            for kind, by_tag in raw.get("values", {}).items()
        },
    )


def _listed(by_tag: Mapping[str, list[str]]) -> Listed:
    return {word: ((word, tag),) for tag, words in by_tag.items() for word in words}


def words_of(fact: Fact, way: str, wording: int, code: str) -> tuple[Word, ...]:
    """The words of a sentence or question; `way` is `says`, `asks` or `asks_who`.

    A cipher's are those of English, enciphered: a word is the part of speech that it is there.
    """
    dials = find_dials(code)
    if dials is None:
        return tuple(chain.from_iterable(_units(fact, way, wording, load_language(code))))
    overlap, is_reversed = dials
    units = list(_units(fact, way, wording, load_language("en")))
    if is_reversed:
        units = [*units[-2::-1], units[-1]]  # but for the mark at the end
    digits = str.maketrans("0123456789", find_language(code).digits)
    return tuple(
        replace(word, text=encipher(word.text, overlap).translate(digits)) for unit in units for word in unit
    )


def _units(fact: Fact, way: str, wording: int, language: Language) -> Iterator[list[Word]]:
    """The words of what fills a slot, or one word of the template."""
    speech = load_parts_of_speech(language.code)
    ways = getattr(language.relations[fact.relation], way)
    kind = OBJECT_OF[fact.relation]
    before: list[Word] = []
    for slot, content in ways[wording % len(ways)][fact.subject.gender]:
        if slot == "p":
            name = language.full_name(fact.subject.given, fact.subject.surname)
            units = [_name(name)]
        else:
            text = language.word(kind, fact.value, content) if slot else content
            suffix = _suffix(text, speech) if before else ""
            if suffix:
                before = [*before[:-1], replace(before[-1], text=before[-1].text + suffix)]
                text = text[len(suffix) :]
            units = [_value(text, kind, speech)] if slot else _literal(text, fact.relation, language.code)
        for unit in filter(None, units):
            if before:
                yield before
            before = unit
    yield before


def _suffix(text: str, speech: PartsOfSpeech) -> str:
    """The suffix that a text begins with, "" if it begins with none."""
    return next((s for s in speech.suffixes if text.startswith(s) and ENDS.match(text, len(s))), "")


def _name(text: str) -> list[Word]:
    return [
        Word(part, "PUNCT" if part == "·" else "PROPN", "I-PER" if i else "B-PER")
        for i, part in enumerate(NAME.findall(text))
    ]


def _value(text: str, kind: str, speech: PartsOfSpeech) -> list[Word]:
    """The words of a value: what stands between spaces, less an elided article before it."""
    if kind == "year":
        return [Word(text, "NUM")]
    known = speech.values.get(kind, {})
    elided = [word for word in known if word.endswith("'")]
    words: list[Word] = []
    place = "B-LOC"
    for run in text.split():
        article = next((word for word in elided if run.startswith(word)), "")
        for part in filter(None, (article, run.removeprefix(article))):
            tag = known.get(part, speech.kinds[kind])
            if tag == "PROPN":
                words.append(Word(part, tag, place))
                place = "I-LOC"
            else:
                words.append(Word(part, tag))
    return words


@cache
def _literal(text: str, relation: str, code: str) -> list[list[Word]]:
    """The words of a part of a template, each a unit."""
    speech = load_parts_of_speech(code)
    known = {**speech.words, **speech.within.get(relation, {})}
    longest = sorted(known, key=len, reverse=True)
    units: list[list[Word]] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = next((w for w in longest if text.startswith(w, at) and _may_end(text, at, w, speech)), "")
        if not found:
            raise ValueError(f"{code}: no word is listed that begins {text[at:]!r}")
        units += [[Word(word, tag)] for word, tag in known[found]]
        at += len(found)
    return units


def _may_end(text: str, at: int, word: str, speech: PartsOfSpeech) -> bool:
    """Whether a word may end where it does: anywhere without spaces; else before one, before a mark, after an
    apostrophe.
    """
    is_free = not speech.has_spaces or word in MARKS or word.endswith("'")
    return is_free or ENDS.match(text, at + len(word)) is not None
