"""Questions and answers of sites: every question has one answer, here and on all other sites."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from intermezzo.world.facts import RELATIONS, SPLITS, persons
from intermezzo.world.faq import CUTS, faq_matching, faq_pairs, faq_reading, sites
from intermezzo.world.language import codes

from .reading import CIPHERS, is_answer_to, read_question, read_story

COUNT = 60

each_language = pytest.mark.parametrize("code", [*codes(), *CIPHERS])


@pytest.mark.parametrize("split", sorted(SPLITS))
def test_nothing_is_asked_twice(split: str) -> None:
    """Each site is about one person, asks three to six things, and all sites together ask everything once."""
    every = sites(split)
    assert {len(site.pairs) for site in every} == {n for cut in CUTS for n in cut} == {3, 4, 5, 6}
    assert all(len({pair.fact.subject for pair in site.pairs}) == 1 for site in every)
    asked = Counter((pair.fact.subject, pair.fact.relation) for site in every for pair in site.pairs)
    assert set(asked) == {(person, relation) for person in persons(split) for relation in RELATIONS}
    assert set(asked.values()) == {1}


@each_language
def test_answers_answer(code: str) -> None:
    """Read back: among all answers, the only one to a question is its target; the id carries the site."""
    passages = list(faq_matching(code, "dev", COUNT))
    answers = {p.id: read_story(p.text, code)[0] for p in passages if p.role == "candidate"}
    for query in (p for p in passages if p.role == "query"):
        question = read_question(query.text, code)
        assert tuple(id for id, fact in answers.items() if is_answer_to(fact, question)) == query.targets
        assert query.id.removeprefix("q-").rpartition("-")[0] == query.cluster


@each_language
@pytest.mark.parametrize("negatives", ["same-site", "other-site"])
def test_pairs_are_what_they_say(code: str, negatives: str) -> None:
    """Read back: "1" answers; "0" does not, and is about the same person or about another."""
    labels = []
    for example in faq_pairs(code, "dev", COUNT, negatives=negatives):  # type: ignore[arg-type]
        (fact,) = read_story(example.second, code)
        asked, asks_who = read_question(example.text, code)
        assert is_answer_to(fact, (asked, asks_who)) == (example.label == "1"), example
        assert (fact.subject == asked.subject) == (example.label == "1" or negatives == "same-site")
        labels.append(example.label)
    assert Counter(labels) == {"0": COUNT / 2, "1": COUNT / 2}


def test_same_site_negatives_are_of_the_site() -> None:
    """A wrong answer of the same site is right for another question there."""
    said = {site.id: {pair.fact for pair in site.pairs} for site in sites("dev")}
    for example in faq_pairs("en", "dev", 400):
        assert read_story(example.second, "en")[0] in said[example.cluster]


@each_language
@pytest.mark.parametrize("k", [1, 3, 6])
def test_reading_is_exact(code: str, k: int) -> None:
    """The span is the sentence that answers, whole, among as many of the site as asked for, or all it has."""
    sizes = {site.id: len(site.pairs) for site in sites("dev")}
    for example in faq_reading(code, "dev", COUNT, k=k):
        (answer,) = example.answers
        assert example.context[answer.start : answer.start + len(answer.text)] == answer.text
        facts = read_story(example.context, code)
        assert len(facts) == min(k, sizes[example.cluster])
        question = read_question(example.question, code)
        assert [f for f in facts if is_answer_to(f, question)] == list(read_story(answer.text, code))


def test_answers_stand_anywhere() -> None:
    """In the context the right sentence is first, in the middle and last, about equally often."""
    places: dict[int, int] = defaultdict(int)
    for example in faq_reading("en", "train", 900):
        (answer,) = example.answers
        places[read_story(example.context, "en").index(read_story(answer.text, "en")[0])] += 1
    assert all(abs(places[at] / 900 - 1 / 3) < 0.065 for at in range(3))


def test_more_than_there_is() -> None:
    """A split that has too few questions says how many it has."""
    with pytest.raises(
        ValueError, match=rf"dev have {len(persons('dev')) * len(RELATIONS)} questions, not 50000"
    ):
        list(faq_matching("en", "dev", 50_000))
