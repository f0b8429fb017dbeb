"""udpos-f1, udpos-f1-seqeval-1 and tag-accuracy on parts of speech."""

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
    """The shipped file of UDPOS: XTREME's evaluate.py (commit in the file) with seqeval 1.2.2, 1e-9."""
    (case,) = (c for c in extract_of_metrics["xtreme"] if c["task"] == "udpos")
    predictions, golds = (
        [part.split("\n") for part in case[side].strip().split("\n\n")] for side in ("prediction", "label")
    )
    assert score(udpos_f1_seqeval_1, predictions, golds) == pytest.approx(
        case["scores"]["f1"], rel=0, abs=1e-9
    )


def test_tag_accuracy_as_seqeval_has_it(golden):
    """accuracy_score of seqeval 1.2.2 on all 204 pairs, 1e-12 of a share; nothing to score is refused."""
    n = 0
    for case in golden("seqeval/seqeval.json.gz")["cases"]:
        said = case["default"]["accuracy"]
        if (
            isinstance(said, dict) or "" in case["y_pred"]
        ):  # seqeval compares an empty tag; here it is refused
            with pytest.raises(Refused):
                score(tag_accuracy, [case["y_pred"]], [case["y_true"]])
        else:
            found = score(tag_accuracy, [case["y_pred"]], [case["y_true"]])
            assert found == pytest.approx(100 * said, rel=0, abs=1e-10)
            n += 1
    assert n == 202


def test_runs_are_not_tokens():
    """Three of four tags are right, and one of three runs."""
    gold, prediction = [["DET", "NOUN", "NOUN", "VERB"]], [["DET", "NOUN", "VERB", "VERB"]]
    assert score(tag_accuracy, prediction, gold) == 75.0
    assert score(udpos_f1, prediction, gold) == pytest.approx(100 / 3)


def test_an_initial_s_is_a_prefix():
    """SYM SYM is two runs, PUNCT PUNCT one."""
    assert udpos_f1.measure([["SYM", "SYM"]], [["SYM", "SYM"]], language="en").tolist() == [[2, 2, 2]]
    assert udpos_f1.measure([["PUNCT", "PUNCT"]], [["PUNCT", "PUNCT"]], language="en").tolist() == [[1, 1, 1]]


def test_conjunctions_are_one_type_in_1_2_2():
    """A CCONJ for a SCONJ is right there, and wrong in 0.0.12."""
    gold, prediction = [["VERB", "SCONJ"]], [["VERB", "CCONJ"]]
    assert score(udpos_f1_seqeval_1, prediction, gold) == 100.0
    assert score(udpos_f1, prediction, gold) == 50.0


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
