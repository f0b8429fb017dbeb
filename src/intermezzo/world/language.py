"""A language: one TOML file that puts facts into words.

A sentence is a template. `{p}` is the person, `{x}` what is said of the person, `{x.form}` a named form of that word.
Templates are cut once into parts; rendering joins parts, so the position of every word is exact by construction.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SLOT = re.compile(r"\{(p|x)(?:\.([a-z_]+))?\}")

Word = Mapping[str, str]  # form -> text; every word has the form "base"
Part = tuple[str, str]  # ("", literal text) or (slot, form)
Template = Mapping[str, tuple[Part, ...]]  # gender -> parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a language talks about one relation."""

    says: tuple[Template, ...]
    asks: tuple[Template, ...]
    asks_who: tuple[Template, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words and grammar of one language of the world.

    `given` and `surname` map keys to names; `words[kind][key][form]` is a word; `between` stands between sentences.
    """

    code: str
    name: str
    own_name: str
    script: str
    person: str
    between: str
    given: Mapping[str, str]
    surname: Mapping[str, str]
    words: Mapping[str, Mapping[str, Word]]
    relations: Mapping[str, Relation]
    digits: str = "0123456789"
    stop: str = "."  # what ends a sentence of one word

    def word(self, kind: str, value: str, form: str) -> str:
        """What this language calls a value of a kind, in a named form; years are their digits."""
        if kind == "year":
            return "".join(self.digits[int(d)] for d in value)
        return self.words[kind][value][form]

    def full_name(self, given: str, surname: str) -> str:
        """A person's name as this language writes it."""
        return self.person.format(given=self.given[given], surname=self.surname[surname])


@cache
def codes() -> tuple[str, ...]:
    """Codes of the languages that have a file."""
    folder = files("intermezzo.world.languages")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def load_language(code: str) -> Language:
    """The language of that code, checked against nothing: `tests/world/` checks all files against each other."""
    raw = tomllib.loads(files("intermezzo.world.languages").joinpath(f"{code}.toml").read_text("utf-8"))
    about = raw.pop("language")
    given, surname, relations = raw.pop("given"), raw.pop("surname"), raw.pop("relation")
    return Language(
        **about,
        given=given,
        surname=surname,
        words={kind: {key: _word(word) for key, word in entries.items()} for kind, entries in raw.items()},
        relations={
            name: Relation(**{what: tuple(_template(t) for t in texts) for what, texts in ways.items()})
            for name, ways in relations.items()
        },
    )


def _word(raw: str | dict[str, str]) -> Word:
    return {"base": raw} if isinstance(raw, str) else raw


def _template(raw: str | dict[str, str]) -> Template:
    by_gender = {"m": raw, "f": raw} if isinstance(raw, str) else raw
    return {gender: _parts(text) for gender, text in by_gender.items()}


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for slot in SLOT.finditer(text):
        if slot.start() > at:
            parts.append(("", text[at : slot.start()]))
        parts.append((slot[1], slot[2] or "base"))
        at = slot.end()
    if at < len(text):
        parts.append(("", text[at:]))
    return tuple(parts)
