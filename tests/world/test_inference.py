"""Inference: labels are true of the facts, and nothing but the facts gives them away."""

from __future__ import annotations

from collections import Counter

import pytest

from intermezzo.example import LabelExample
from intermezzo.world.inference import LABELS, SHARE_NEAR, SINGLE_VALUED, entailments
from intermezzo.world.language import codes

from .reading import CIPHERS, read_story


def label(example: LabelExample) -> str:
    """What the label has to be, read back from the text."""
    (said,) = read_story(example.second, example.language)
    told = [
        fact.value
        for fact in read_story(example.text, example.language)
        if (fact.subject, fact.relation) == (said.subject, said.relation)
    ]
    if not told:
        return "neutral"
    (value,) = told
    return "entailment" if value == said.value else "contradiction"


@pytest.mark.parametrize("code", [*codes(), *CIPHERS])
def test_labels_are_true(code: str) -> None:
    """Read back: the story tells the sentence, tells something else that excludes it, or does not tell either."""
    for example in entailments(code, "dev", 45):
        assert example.label == label(example), example


def test_what_follows_is_in_other_words() -> None:
    """No sentence stands in its story as it is."""
    assert not any(e.second in e.text for e in entailments("en", "train", 600))


def test_labels_are_balanced() -> None:
    """As many of each, whatever is taken from the beginning."""
    for count in (3, 30, 300):
        labels = Counter(e.label for e in entailments("en", "train", count))
        assert labels == dict.fromkeys(LABELS, count // 3)


def test_sentences_do_not_tell_their_label() -> None:
    """Of every label, sentences are about the same four relations alike, in both wordings alike."""
    drawn = list(entailments("en", "train", 3000))
    for name in LABELS:
        relations = Counter(read_story(e.second, "en")[0].relation for e in drawn if e.label == name)
        assert set(relations) == set(SINGLE_VALUED)
        assert (
            max(relations.values()) - min(relations.values()) < 100
        )  # 250 each, within five standard errors


def test_stories_do_not_tell_their_label() -> None:
    """Every story is about the person of the sentence and tells its relation of somebody else."""
    n_near = n = 0
    for e in entailments("en", "train", 600):
        (said,) = read_story(e.second, "en")
        facts = read_story(e.text, "en")
        assert 2 <= len(facts) <= 4
        assert any(fact.subject == said.subject for fact in facts)
        (other,) = [f for f in facts if f.subject != said.subject and f.relation == said.relation]
        if e.label != "entailment":
            n += 1
            n_near += other.value == said.value
    assert abs(n_near / n - SHARE_NEAR) < 0.1
