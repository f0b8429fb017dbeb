"""Cipher languages: how much they share with English is known exactly."""

from __future__ import annotations

import itertools
import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.example import QAExample
from intermezzo.world.cipher import CIPHER, DIGITS, LATIN, cipher, find_language, is_known
from intermezzo.world.language import codes, load_language
from intermezzo.world.qa import questions

BACK = str.maketrans(CIPHER + DIGITS, LATIN + "0123456789")
COUNT = 150


def said(code: str) -> list[QAExample]:
    return list(questions(code, "train", COUNT, unanswerable=True))


def texts_of(code: str) -> list[str]:
    return [text for e in said(code) for text in (e.question, e.context, *(a.text for a in e.answers))]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@cache
def vocabulary(overlap: int) -> dict[str, str]:
    """Every English word that can be said -> what the cipher makes of it."""
    english, other = load_language("en"), cipher(overlap, is_reversed=False)
    sides = [[], []]  # type: list[list[str]]
    for side, language in zip(sides, (english, other)):
        for names in (language.given, language.surname):
            side += names.values()
        for entries in language.words.values():
            side += [text for word in entries.values() for text in word.values()]
        for relation in language.relations.values():
            for template in (*relation.says, *relation.asks, *relation.asks_who):
                side += [text for parts in template.values() for slot, text in parts if not slot]
    pairs = [
        p for mine, theirs in zip(*sides, strict=True) for p in zip(words(mine), words(theirs), strict=True)
    ]
    assert len(dict(pairs)) == len(set(pairs))  # a word is changed one way wherever it stands
    return dict(pairs)


def test_all_kept_is_english() -> None:
    """cipher-100 says word for word what English says, at the same places."""
    assert texts_of("cipher-100") == texts_of("en")
    assert [e.answers for e in said("cipher-100")] == [e.answers for e in said("en")]


@pytest.mark.parametrize("code", ["cipher-0", "cipher-0-reversed"])
def test_none_kept_shares_nothing(code: str) -> None:
    """cipher-0 has no letter, digit or word in common with English; spaces and marks only."""
    theirs, english = set("".join(texts_of(code))), set("".join(texts_of("en")))
    assert {c for c in theirs & english if c.isalnum()} == set()
    assert not set(vocabulary(0).values()) & set(vocabulary(0))


@pytest.mark.parametrize("overlap", [20, 40, 60, 80])
def test_overlap_is_what_it_says(overlap: int) -> None:
    """Of all words, about the share that the name says is kept: within four standard errors."""
    known = vocabulary(overlap)
    kept = sum(mine == theirs for mine, theirs in known.items()) / len(known)
    share = overlap / 100
    assert abs(kept - share) < 4 * (share * (1 - share) / len(known)) ** 0.5


def test_more_overlap_keeps_what_less_kept() -> None:
    """A word kept at 20 in a hundred is kept at 40 and so on: the dial adds words and exchanges none."""
    kept = [{w for w, changed in vocabulary(n).items() if w == changed} for n in (0, 20, 40, 60, 80, 100)]
    assert kept == sorted(kept, key=len)
    assert all(a < b for a, b in itertools.pairwise(kept))


@given(overlap=st.integers(0, 100))
def test_one_to_one(overlap: int) -> None:
    """No two words become one, and reading cipher letters as Latin ones gives English back."""
    known = vocabulary(overlap)
    assert len(set(known.values())) == len(known)
    assert all(theirs.translate(BACK) == mine for mine, theirs in known.items())


@pytest.mark.parametrize("code", ["cipher-0", "cipher-40"])
def test_texts_go_back(code: str) -> None:
    """Whole questions, contexts and answers can be deciphered; as letters go one to one, answers stay in place."""
    assert [text.translate(BACK) for text in texts_of(code)] == texts_of("en")
    places = [[a.start for a in e.answers] for e in said("en")]
    assert [[a.start for a in e.answers] for e in said(code)] == places


@pytest.mark.parametrize("overlap", [0, 40, 100])
def test_reversed_keeps_words_and_answers(overlap: int) -> None:
    """The reversed cipher has the same words in another order, and the same answers, at their exact places."""
    straight, other = said(f"cipher-{overlap}"), said(f"cipher-{overlap}-reversed")
    for mine, theirs in zip(straight, other, strict=True):
        assert sorted(words(mine.context)) == sorted(words(theirs.context))
        assert sorted(words(mine.question)) == sorted(words(theirs.question))
        assert mine.context != theirs.context
        assert [a.text for a in mine.answers] == [a.text for a in theirs.answers]
        for a in theirs.answers:
            assert theirs.context[a.start : a.start + len(a.text)] == a.text


def test_reversed_templates_run_backwards() -> None:
    """Within a sentence, slots and words come in exactly the opposite order; the final mark stays last."""
    straight, other = cipher(0, is_reversed=False), cipher(0, is_reversed=True)
    for name, relation in straight.relations.items():
        for way in ("says", "asks", "asks_who"):
            for mine, theirs in zip(getattr(relation, way), getattr(other.relations[name], way), strict=True):
                for gender in ("m", "f"):
                    order = [
                        [t for slot, text in parts for t in ([slot] if slot else words(text))]
                        for parts in (mine[gender], theirs[gender])
                    ]
                    assert order[0] == order[1][::-1]
                    assert mine[gender][-1][1][-1] == theirs[gender][-1][1][-1]


@pytest.mark.parametrize("code", ["cipher-0", "cipher-7", "cipher-100", "cipher-40-reversed"])
def test_codes_are_known(code: str) -> None:
    """A cipher's code names one language, which calls itself by that code."""
    assert is_known(code, codes())
    assert find_language(code).code == code


@pytest.mark.parametrize(
    "code", ["cipher", "cipher-101", "cipher--1", "cipher-07", "cipher-४०", "cipher-4.5", "xx"]
)
def test_other_codes_are_not(code: str) -> None:
    """What is no percentage from 0 to 100, written as people write it, is no cipher: no language has two codes."""
    assert not is_known(code, codes())
