"""Ids and clusters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.scenes import UNTIMED
from intermezzo.data.identity import digest, paragraphs, unique


@UNTIMED
@given(st.lists(st.sampled_from(["a", "a#2", "a#3", "a#2#2", "b"]), max_size=12))
def test_ids_become_unique_and_stay_where_they_can(ids: list[str]) -> None:
    """No two ids are alike, first bearers keep theirs, and all others only get a suffix."""
    told_apart, n_changed = unique(ids)
    assert len(set(told_apart)) == len(ids)
    assert n_changed == len(ids) - len(set(ids))
    for i, (old, new) in enumerate(zip(ids, told_apart)):
        assert (new == old) == (old not in ids[:i])
        assert new.startswith(old)


def test_a_digest_is_literal() -> None:
    """Guards drift: clusters and ids of raw text are stored, so a changed digest is a visible line here."""
    assert digest("abc") == "ba7816bf8f01cfea"  # sha256 of "abc", its first 64 bits


def test_clusters_of_parallel_paragraphs_are_those_of_their_questions() -> None:
    """Neither the order of a paragraph's questions nor its language changes its cluster."""
    english = paragraphs([("lake", "q1"), ("lake", "q2"), ("hill", "q3")], parallel=True)
    german = paragraphs([("Hügel", "q3"), ("See", "q2"), ("See", "q1")], parallel=True)
    assert english["lake"] == german["See"] != english["hill"] == german["Hügel"]
