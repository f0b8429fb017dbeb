"""udpos-f1-seqeval-1; refusals are in test_udpos_f1.py, the rules in test_chunks.py."""

from __future__ import annotations

import pytest

from intermezzo.metrics import overall, udpos_f1, udpos_f1_seqeval_1


def score(module, predictions, golds):
    return overall(module.METRIC, module.measure(predictions, golds, language="en"))


def test_extract(extract_of_metrics):
    """The shipped file of UDPOS: XTREME's evaluate.py (commit in the file) with seqeval 1.2.2, 1e-9."""
    (case,) = (c for c in extract_of_metrics["xtreme"] if c["task"] == "udpos")
    predictions, golds = (
        [part.split("\n") for part in case[side].strip().split("\n\n")] for side in ("prediction", "label")
    )
    assert score(udpos_f1_seqeval_1, predictions, golds) == pytest.approx(
        case["scores"]["f1"], rel=0, abs=1e-9
    )


def test_conjunctions_are_one_type_in_1_2_2():
    """A CCONJ for a SCONJ is right there, and wrong in 0.0.12."""
    gold, prediction = [["VERB", "SCONJ"]], [["VERB", "CCONJ"]]
    assert score(udpos_f1_seqeval_1, prediction, gold) == 100.0
    assert score(udpos_f1, prediction, gold) == 50.0


def test_untyped_tags_depend_on_what_stands_before():
    """X at the end of one sentence and at the start of the next: a run that neither sentence has alone."""
    gold = [["NOUN", "X"], ["X", "NOUN"]]
    together = udpos_f1_seqeval_1.measure(gold, gold, language="en")
    alone = [udpos_f1_seqeval_1.measure([tags], [tags], language="en")[0].tolist() for tags in gold]
    assert together.tolist() == alone == [[1, 1, 1], [2, 2, 2]]  # as many runs, with another beginning
    prediction = [["NOUN", "NOUN"], ["X", "NOUN"]]  # another beginning before the same X
    assert udpos_f1_seqeval_1.measure(prediction, gold, language="en").tolist() == [[0, 1, 1], [1, 2, 2]]
