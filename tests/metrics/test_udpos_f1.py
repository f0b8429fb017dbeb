"""udpos-f1, and what it shares with udpos-f1-seqeval-1 and tag-accuracy."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import overall, tag_accuracy, udpos_f1, udpos_f1_seqeval_1
from intermezzo.problem import Refused

ALL = (udpos_f1, udpos_f1_seqeval_1, tag_accuracy)


def score(module, predictions, golds):
    return overall(module.METRIC, module.measure(predictions, golds, language="en"))


@pytest.mark.parametrize("module", ALL, ids=lambda m: m.METRIC.name)
def test_examples_in_the_docs(module):
    """What the docstrings show is what comes out."""
    assert doctest.testmod(module).failed == 0


def test_extract(extract_of_metrics):
    """The shipped tag sequences of parts of speech: seqeval 0.0.12 (pip), f1_score, 1e-12 of a share."""
    cases = [c for c in extract_of_metrics["seqeval"] if "NOUN" in c["y_true"] and c["0.0.12"]]
    assert len(cases) >= 4
    for case in cases:
        found = score(udpos_f1, [case["y_pred"]], [case["y_true"]])
        assert found == pytest.approx(100 * case["0.0.12"][2], rel=0, abs=1e-10)


def test_runs_are_not_tokens():
    """Three of four tags are right, and one of three runs."""
    gold, prediction = [["DET", "NOUN", "NOUN", "VERB"]], [["DET", "NOUN", "VERB", "VERB"]]
    assert score(tag_accuracy, prediction, gold) == 75.0
    assert score(udpos_f1, prediction, gold) == pytest.approx(100 / 3)


def test_an_initial_s_is_a_prefix():
    """SYM SYM is two runs, PUNCT PUNCT one."""
    assert udpos_f1.measure([["SYM", "SYM"]], [["SYM", "SYM"]], language="en").tolist() == [[2, 2, 2]]
    assert udpos_f1.measure([["PUNCT", "PUNCT"]], [["PUNCT", "PUNCT"]], language="en").tolist() == [[1, 1, 1]]


TAG = st.sampled_from(["NOUN", "VERB", "SCONJ", "SYM", "X", "_", "PUNCT"])
SENTENCES = st.lists(st.lists(TAG, min_size=1, max_size=6), min_size=1, max_size=6)


@pytest.mark.parametrize("module", [udpos_f1, tag_accuracy], ids=lambda m: m.METRIC.name)
@given(golds=SENTENCES, random=st.randoms(use_true_random=False))
def test_gold_scores_full_in_any_order(module, golds, random):
    """Gold tags score 100; shuffled sentences have the same sum; sums over sentences one by one add up."""
    predictions = [["NOUN"] * len(gold) for gold in golds]
    whole = module.measure(predictions, golds, language="en").sum(0)
    assert score(module, golds, golds) == 100.0
    order = random.sample(range(len(golds)), len(golds))
    lines = module.measure([predictions[i] for i in order], [golds[i] for i in order], language="en")
    assert (lines.sum(0) == whole).all()
    alone = [module.measure([p], [g], language="en").sum(0) for p, g in zip(predictions, golds)]
    assert (sum(alone) == whole).all()


@pytest.mark.parametrize("module", ALL, ids=lambda m: m.METRIC.name)
def test_refusals_say_why(module):
    """A sentence that is text, and one without a prediction."""
    with pytest.raises(Refused) as refused:
        module.measure(["NOUN", None], [["NOUN"], ["VERB"]], language="en")
    assert [str(problem) for problem in refused.value.problems] == [
        "example 1 (counted from 0): 1 of 2 sentences have no prediction. Predict a tag for every token.",
        'example 0 (counted from 0): 1 of 2 sentences are not sequences of tags. Write ["B-PER", "O"].',
    ]
