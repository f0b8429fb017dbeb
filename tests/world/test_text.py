"""Raw text: stories, parallel lines and fragments."""

from __future__ import annotations

import contextlib

import pytest

from intermezzo.example import TextExample
from intermezzo.world.facts import Fact
from intermezzo.world.language import codes
from intermezzo.world.text import (
    SHARE_ACROSS,
    SHARE_ASKING,
    SHARE_ENGLISH,
    SHARES_ASKED,
    fragments,
    pairs,
    phrases,
    stories,
)

from .reading import CIPHERS, read_line, read_question, read_story

COUNT = 60

each_language = pytest.mark.parametrize("code", (*codes(), *CIPHERS))


Line = tuple[tuple[Fact, bool] | None, tuple[Fact, ...]]


def read(text: str, code: str) -> Line | None:
    """What a text says in a language; None where it is not of that language."""
    try:
        return read_line(text, code)
    except ValueError:
        return None


def sides(example: TextExample) -> tuple[Line, Line, str]:
    """What its own language's side says, what the other says, and the other's language."""
    for own, other in ((example.text, example.second), (example.second, example.text)):
        mine = read(own, example.language)
        found = [(line, c) for c in codes() if c != example.language and (line := read(other, c))]
        if mine and found:
            ((theirs, partner),) = found
            return mine, theirs, partner
    raise AssertionError(f"neither side is {example.language}: {example}")


@each_language
def test_pairs_tell_the_same(code: str) -> None:
    """Read back, both sides ask and tell the same in two languages, or one asks (and answers) what the other tells."""
    partners = []
    n_across = n_asking = 0
    for example in pairs(code, "train", COUNT):
        mine, theirs, partner = sides(example)
        partners.append(partner)
        asked, story = mine[0] or theirs[0], mine[1] or theirs[1]
        assert story
        assert asked is None or asked[0] in story
        n_asking += asked is not None
        if not (mine[1] and theirs[1]):
            n_across += 1
            assert {mine, theirs} == {(asked, ()), (None, story)}
        else:
            assert mine == theirs
    assert len(set(partners)) > 5
    if code != "en":
        assert abs(partners.count("en") / COUNT - SHARE_ENGLISH) < 0.25
    assert abs(n_asking / COUNT - SHARE_ASKING) < 0.2
    assert abs(n_across / n_asking - SHARE_ACROSS) < 0.25


def test_pairs_stand_on_either_side() -> None:
    """The language asked for is now first, now second."""
    firsts = [read(e.text, "ru") is not None for e in pairs("ru", "train", COUNT)]
    assert COUNT / 4 < sum(firsts) < COUNT * 3 / 4


def phrase(text: str) -> tuple[Fact, bool, str] | None:
    """A fact said or asked in some language: the fact, whether it is asked, the language; None if it is neither."""
    for code in codes():
        with contextlib.suppress(ValueError):
            (fact,) = read_story(text, code)
            return fact, False, code
        with contextlib.suppress(ValueError):
            fact, asks_who = read_question(text, code)
            assert not asks_who
            return fact, True, code
    return None


def parts(text: str, *, at_most: int = 3) -> list[tuple[Fact, bool, str]]:
    """A line of phrases, cut where one language ends and the next begins; [] if it cannot be cut so."""
    if whole := phrase(text):
        return [whole]
    for i in (i for i, letter in enumerate(text) if letter == " " and at_most > 1):
        if (first := phrase(text[:i])) and (rest := parts(text[i + 1 :], at_most=at_most - 1)):
            return [first, *rest]
    return []


@pytest.mark.parametrize("code", ["en", "ru", "th", "zh"])
def test_phrases_say_one_fact(code: str) -> None:
    """Two or three parts, each in another language, about one fact; asked in none, in the first, or in all."""
    n_asked = []
    for example in phrases(code, "train", COUNT // 2):
        said = parts(example.text)
        assert len({c for *_, c in said}) == len(said) in (2, 3)
        assert code in {c for *_, c in said}
        assert len({(fact.subject, fact.relation) for fact, *_ in said}) == 1
        assert len({fact for fact, is_asked, _ in said if not is_asked}) <= 1
        asks = [is_asked for _, is_asked, _ in said]
        assert asks in ([False] * len(said), [True] + [False] * (len(said) - 1), [True] * len(said))
        n_asked.append(sum(asks))
    assert abs(n_asked.count(0) / len(n_asked) - SHARES_ASKED[0]) < 0.3


@each_language
def test_stories_are_parallel(code: str) -> None:
    """Line i tells the same facts in every language; where a question comes first, its answer is one of them."""
    n_asked = 0
    for mine, theirs in zip(stories("en", "dev", COUNT), stories(code, "dev", COUNT), strict=True):
        assert (mine.id, mine.group) == (theirs.id, theirs.group)
        facts = read_story(theirs.second or theirs.text, code)
        assert facts == read_story(mine.second or mine.text, "en")
        if theirs.second:
            n_asked += 1
            asked, nothing = read_line(theirs.text, code)
            assert (asked, nothing) == read_line(mine.text, "en")
            assert asked is not None
            assert asked[0] in facts
    assert abs(n_asked / COUNT - SHARE_ASKING) < 0.2


@each_language
def test_fragments_are_the_stories(code: str) -> None:
    """Put together, the fragments of a line are its question and its story, less white space; none is empty or padded.

    The short answer is not among them a second time: it is a name or a word of the story.
    """
    cut: dict[str, list[str]] = {}
    for fragment in fragments(code, "train", COUNT):
        assert fragment.text == fragment.text.strip() != ""
        cut.setdefault(fragment.group, []).append(fragment.text)
    for story in stories(code, "train", COUNT):
        whole, parts = (
            "".join((story.text + story.second).split()),
            "".join("".join(cut[story.group]).split()),
        )
        told = "".join((story.second or story.text).split())
        assert parts.endswith(told)
        assert whole.startswith(parts.removesuffix(told))
        assert bool(parts.removesuffix(told)) == bool(story.second)


def test_same_seed_same_text() -> None:
    """The same arguments give the same lines, another seed other ones."""
    for make in (stories, pairs, phrases, fragments):
        assert list(make("sw", "dev", 5, seed=2)) == list(make("sw", "dev", 5, seed=2))
        assert list(make("sw", "dev", 5, seed=2)) != list(make("sw", "dev", 5, seed=3))
