"""entity-f1-seqeval-1, where it parts from entity-f1; what they share is in test_entity_f1.py."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import entity_f1, entity_f1_seqeval_1


def test_a_type_with_a_hyphen():
    """B-GPE-city is of type GPE-city here and of type city in 0.0.12, so another word before it is another type."""
    gold, prediction = [["B-GPE-city"]], [["B-LOC-city"]]
    assert entity_f1_seqeval_1.measure(prediction, gold, language="en").tolist() == [[0, 1, 1]]
    assert entity_f1.measure(prediction, gold, language="en").tolist() == [[1, 1, 1]]


def test_a_tag_without_hyphen():
    """B I is one entity without a type here, two of the types B and I in 0.0.12."""
    assert entity_f1_seqeval_1.measure([["B", "I"]], [["B", "I"]], language="en").tolist() == [[1, 1, 1]]
    assert entity_f1.measure([["B", "I"]], [["B", "I"]], language="en").tolist() == [[2, 2, 2]]


TAG = st.sampled_from(["O", "B-PER", "I-PER", "E-LOC", "S-LOC", "I-LOC"])
SENTENCES = st.lists(st.lists(st.tuples(TAG, TAG), max_size=6), min_size=1, max_size=4)


@given(SENTENCES)
def test_plain_tags_are_read_alike(pairs):
    """On a letter, a hyphen and a type without hyphens, the two versions agree sentence by sentence."""
    predictions, golds = ([[pair[side] for pair in sentence] for sentence in pairs] for side in (0, 1))
    one, other = (m.measure(predictions, golds, language="en") for m in (entity_f1, entity_f1_seqeval_1))
    assert (one == other).all()
