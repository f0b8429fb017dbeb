"""Facts without words: who there is, and what a story can say."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from intermezzo.world.facts import MEN, OBJECT_OF, RELATIONS, SPLITS, draw_story, persons, values
from intermezzo.world.language import load_language

splits = st.sampled_from(sorted(SPLITS))


def test_persons_are_dealt_out() -> None:
    """Each person of the world is of one split and of one only, so no fact is of two."""
    english = load_language("en")
    dealt = [set(persons(split)) for split in SPLITS]
    for a, b in itertools.combinations(dealt, 2):
        assert not a & b
    assert sum(map(len, dealt)) == len(english.given) * len(english.surname)
    shares = [len(d) / sum(map(len, dealt)) for d in dealt]
    assert [round(share, 1) for share in shares] == [0.8, 0.1, 0.1]


def test_every_name_is_trained_on() -> None:
    """Splits differ in who there is, not in names: whoever dev and test tell of, both names occur in train."""
    english = load_language("en")
    assert {p.given for p in persons("train")} == set(english.given)
    assert {p.surname for p in persons("train")} == set(english.surname)


def test_men_are_persons() -> None:
    """Every name listed as a man's is a given name."""
    assert set(load_language("en").given) >= MEN


def test_every_relation_has_a_choice() -> None:
    """Each relation can say several things, of words that exist."""
    english = load_language("en")
    for relation in RELATIONS:
        assert len(values(relation)) >= 7
        if (kind := OBJECT_OF[relation]) != "year":
            assert set(values(relation)) == set(english.words[kind])


@given(
    seed=st.integers(),
    split=splits,
    n_persons=st.integers(1, 4),
    data=st.data(),
)
def test_story(seed: int, split: str, n_persons: int, data: st.DataObject) -> None:
    """As many facts as asked for about persons of the split who share no name; no value is said twice."""
    n_facts = data.draw(st.integers(n_persons, 4 * n_persons), label="n_facts")
    told = draw_story(random.Random(seed), split, n_persons=n_persons, n_facts=n_facts)
    assert len(told) == n_facts
    everybody = list(dict.fromkeys(f.subject for f in told))
    assert len(everybody) == n_persons
    assert set(everybody) <= set(persons(split))
    assert len({p.given for p in everybody}) == len({p.surname for p in everybody}) == n_persons
    assert len({(f.subject, f.relation) for f in told}) == n_facts
    assert len({(OBJECT_OF[f.relation], f.value) for f in told}) == n_facts
    assert all(f.value in values(f.relation) for f in told)
    assert [p for p, _ in itertools.groupby(f.subject for f in told)] == everybody  # person after person
