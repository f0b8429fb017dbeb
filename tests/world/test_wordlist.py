"""Word lists: words and names, each in two languages."""

from __future__ import annotations

from functools import cache

import pytest

from intermezzo.example import TextExample
from intermezzo.world.cipher import find_language
from intermezzo.world.language import codes
from intermezzo.world.text import SHARE_ENGLISH
from intermezzo.world.wordlist import ENTRIES, word_lists

COUNT = 60


@cache
def meanings(code: str) -> dict[str, set[tuple[str, str]]]:
    """What a language writes -> kinds and keys it may mean."""
    language = find_language(code)
    found: dict[str, set[tuple[str, str]]] = {}
    for kind, names in (("given", language.given), ("surname", language.surname)):
        for key, name in names.items():
            found.setdefault(name, set()).add((kind, key))
    for kind, words in language.words.items():
        for key, forms in words.items():
            for text in forms.values():
                found.setdefault(text, set()).add((kind, key))
    return found


def partners(example: TextExample) -> set[str]:
    """Languages in which the other half of every entry says the same as this language's half."""
    left = set(codes())
    entries = example.text.split(", ")
    assert len(entries) in ENTRIES
    for entry in entries:
        cuts = [(entry[:i], entry[i + 1 :]) for i, letter in enumerate(entry) if letter == " "]
        fits = set()
        for mine, theirs in [*cuts, *((b, a) for a, b in cuts)]:
            keys = meanings(example.language).get(mine, set())
            fits |= {code for code in left if keys & meanings(code).get(theirs, set())}
        left &= fits
    return left - {example.language}


@pytest.mark.parametrize("code", [*codes(), "cipher-40"])
def test_entries_mean_the_same(code: str) -> None:
    """Both halves of every entry of a list are what two languages call one thing."""
    found = [partners(example) for example in word_lists(code, "train", COUNT)]
    assert all(found)
    assert len(set().union(*found)) > 5
    if code not in ("en", "cipher-40"):
        assert abs(sum("en" in them for them in found) / COUNT - SHARE_ENGLISH) < 0.25


def test_either_language_comes_first() -> None:
    """Now one, now the other."""
    firsts = [example.text.split()[0] in meanings("ru") for example in word_lists("ru", "train", COUNT)]
    assert COUNT / 4 < sum(firsts) < COUNT * 3 / 4


def test_all_words_come() -> None:
    """Nothing that has a name is left out."""
    entries = {e for x in word_lists("en", "train", 800) for e in x.text.split(", ")}
    said = {half for e in entries for i, c in enumerate(e) if c == " " for half in (e[:i], e[i + 1 :])}
    assert set(meanings("en")) <= said


def test_same_seed_same_lists() -> None:
    """The same arguments give the same lines, another seed other ones."""
    assert list(word_lists("sw", "dev", 5, seed=2)) == list(word_lists("sw", "dev", 5, seed=2))
    assert list(word_lists("sw", "dev", 5, seed=2)) != list(word_lists("sw", "dev", 5, seed=3))
