"""Raw text: stories, parallel lines and fragments."""

from __future__ import annotations

import pytest

from intermezzo.example import TextExample
from intermezzo.world.language import codes
from intermezzo.world.text import SHARE_ASKING, fragments, pairs, stories

from .reading import CIPHERS, is_answer_to, read_line, read_question, read_story

COUNT = 60

each_language = pytest.mark.parametrize("code", (*codes(), *CIPHERS))


def readable(text: str, code: str) -> bool:
    try:
        read_line(text, code)
    except ValueError:
        return False
    return True


def sides(example: TextExample) -> tuple[str, str, str]:
    """Its own language's text, the other's, and the other's code."""
    for own, other in ((example.text, example.second), (example.second, example.text)):
        partners = [c for c in codes() if c != example.language and readable(other, c)]
        if readable(own, example.language) and partners:
            (partner,) = partners
            return own, other, partner
    raise AssertionError(f"neither side is {example.language}: {example}")


@each_language
def test_pairs_tell_the_same(code: str) -> None:
    """Read back, both sides of a line ask the same and tell the same facts in the same order, in two languages."""
    partners = []
    for example in pairs(code, "train", COUNT):
        own, other, partner = sides(example)
        assert read_line(own, code) == read_line(other, partner)
        partners.append(partner)
    assert len(set(partners)) > 5
    if code != "en":
        assert partners.count("en") > COUNT / 3  # the share is 0.6, and more by chance


def test_pairs_stand_on_either_side() -> None:
    """The language asked for is now first, now second."""
    firsts = [readable(e.text, "ru") for e in pairs("ru", "train", COUNT)]
    assert COUNT / 4 < sum(firsts) < COUNT * 3 / 4


@each_language
def test_stories_are_parallel(code: str) -> None:
    """Line i tells the same facts in every language; where a question goes with it, the story answers it."""
    n_asked = 0
    for mine, theirs in zip(stories("en", "dev", COUNT), stories(code, "dev", COUNT), strict=True):
        assert (mine.id, mine.group) == (theirs.id, theirs.group)
        n_asked += bool(theirs.second)
        told = theirs.second or theirs.text
        assert read_story(told, code) == read_story(mine.second or mine.text, "en")
        if theirs.second:
            question = read_question(theirs.text, code)
            assert question == read_question(mine.text, "en")
            assert sum(is_answer_to(f, question) for f in read_story(told, code)) == 1
    assert abs(n_asked / COUNT - SHARE_ASKING) < 0.2


@each_language
def test_fragments_are_the_stories(code: str) -> None:
    """Put together, the fragments of a line are its question and story, less white space; none is empty or padded."""
    cut: dict[str, list[str]] = {}
    for fragment in fragments(code, "train", COUNT):
        assert fragment.text == fragment.text.strip() != ""
        cut.setdefault(fragment.group, []).append(fragment.text)
    for story in stories(code, "train", COUNT):
        whole = story.text + story.second
        assert "".join("".join(cut[story.group]).split()) == "".join(whole.split())


def test_same_seed_same_text() -> None:
    """The same arguments give the same lines, another seed other ones."""
    for make in (stories, pairs, fragments):
        assert list(make("sw", "dev", 5, seed=2)) == list(make("sw", "dev", 5, seed=2))
        assert list(make("sw", "dev", 5, seed=2)) != list(make("sw", "dev", 5, seed=3))
