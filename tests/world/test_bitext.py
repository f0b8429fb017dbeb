"""Bitext: what is a translation says the same, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from intermezzo.example import PassageExample
from intermezzo.world.bitext import SHARE_TRANSLATED, mining, parallel
from intermezzo.world.language import codes

from .reading import CIPHERS, read_story

Maker = Callable[..., Iterator[PassageExample]]

COUNT = 40


def sides(passages: list[PassageExample]) -> tuple[list[PassageExample], dict[str, PassageExample]]:
    """The queries, and the candidates by id."""
    return [p for p in passages if p.role == "query"], {p.id: p for p in passages if p.role == "candidate"}


@pytest.mark.parametrize("code", [*codes(), *CIPHERS])
def test_translations_say_the_same(code: str) -> None:
    """Read back, a query tells the facts of its English candidate, in the same order."""
    queries, candidates = sides(list(parallel(code, "dev", COUNT)))
    assert len(queries) == len(candidates) == COUNT
    assert {c.language for c in candidates.values()} == {"en"}
    for query in queries:
        (target,) = query.targets
        assert read_story(query.text, code) == read_story(candidates[target].text, "en")


@pytest.mark.parametrize("make", [parallel, mining])
def test_candidates_are_the_same_for_all(make: Maker) -> None:
    """Whatever language the queries are in, they are looked for among the same English candidates."""
    english, other = (sides(list(make(code, "dev", COUNT)))[1] for code in ("en", "sw"))
    assert english == other


@pytest.mark.parametrize("make", [parallel, mining])
def test_only_targets_are_right(make: Maker) -> None:
    """A candidate that tells what a query tells is its target, however many there are, and no text comes twice."""
    queries, candidates = sides(list(make("en", "test", 1500)))
    assert len({c.text for c in candidates.values()}) == len(candidates)
    told = {frozenset(read_story(c.text, "en")): id for id, c in candidates.items()}
    for query in queries:
        found = told.get(frozenset(read_story(query.text, "en")))
        assert query.targets == ((found,) if found else ())


def test_english_is_matched_with_other_words() -> None:
    """No English query is its candidate word for word."""
    queries, candidates = sides(list(parallel("en", "test", COUNT)))
    assert all(q.text != candidates[q.targets[0]].text for q in queries)


@pytest.mark.parametrize("code", ["en", "ta", "th", "cipher-0"])
def test_half_cannot_be_mined(code: str) -> None:
    """About half the queries have no translation; the candidate beside them differs in one value, and is no kin."""
    passages = list(mining(code, "dev", 200))
    n_translated = 0
    for query, candidate in zip(passages[::2], passages[1::2], strict=True):
        n_translated += bool(query.targets)
        here, there = read_story(query.text, code), read_story(candidate.text, "en")
        differing = [(a, b) for a, b in zip(here, there, strict=True) if a != b]
        assert all((a.subject, a.relation) == (b.subject, b.relation) for a, b in differing)
        assert len(differing) == (0 if query.targets else 1)
        assert candidate.group == (query.group if query.targets else "")
    assert abs(n_translated / 200 - SHARE_TRANSLATED) < 0.15
