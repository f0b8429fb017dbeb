"""The decoder of an evaluation: ours unless another is named, and only one that can do what the task asks."""

from __future__ import annotations

import pytest

from intermezzo.models.formats import _decoders
from intermezzo.study.model import EXACT
from study.scenes import PHASE, STUDY, mistakes, taken

EVALUATE = '[evaluate.z]\ntask = "world-qa"\nlanguages = ["en"]\n'


def test_ours_unless_another_is_named():
    """Nothing said, and `exact`, mean the same."""
    for line in ("", 'decoder = "exact"\n'):
        (evaluation,) = taken(STUDY + PHASE + EVALUATE + line).arms[0].evaluations
        assert evaluation.decoder == EXACT


@pytest.mark.parametrize("name", _decoders.names())
def test_every_decoder_of_the_shelf_can_be_named(name):
    """By the name that its script has."""
    (evaluation,) = taken(STUDY + PHASE + EVALUATE + f'decoder = "{name}"\n').arms[0].evaluations
    assert evaluation.decoder == name


def test_a_decoder_may_be_an_axis():
    """So a study can say how much of a difference is the script's."""
    study = taken(
        STUDY
        + '[axes]\nread = ["exact", "mucot"]\n'
        + PHASE
        + EVALUATE
        + 'decoder = { by = "read", exact = "exact", mucot = "mucot" }\n'
    )
    assert [arm.evaluations[0].decoder for arm in study.arms] == ["exact", "mucot"]


def test_what_is_not_on_the_shelf():
    """The one that was meant is named; a number is no name."""
    assert mistakes(STUDY + PHASE + EVALUATE + 'decoder = "mucott"\n') == [
        "study:11: evaluate.z.decoder: no decoder 'mucott'. Did you mean 'mucot'? Decoders: exact, bert, mucot, utils_qa."
    ]
    assert mistakes(STUDY + PHASE + EVALUATE + "decoder = 3\n") == [
        "study:11: evaluate.z.decoder: expected the name of a decoder, found 3"
    ]


def test_a_decoder_that_cannot_abstain():
    """mucot has no null answer: said here, and not after training."""
    asked = EVALUATE.replace("world-qa", "world-qa-unanswerable") + 'decoder = "mucot"\n'
    (mistake,) = mistakes(STUDY + PHASE + asked)
    assert mistake == (
        "study:11: evaluate.z.decoder: mucot has no null answer, and task 'world-qa-unanswerable' asks what has no "
        "answer. Take exact, or another decoder."
    )
