"""The metrics of retrieval: map-at-20, reciprocal-rank-at-20, retrieval-accuracy, pair-f1."""

from __future__ import annotations

import doctest
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import map_at_20, overall, pair_f1, reciprocal_rank_at_20, retrieval_accuracy
from intermezzo.metrics.map_at_20 import average_precision
from intermezzo.problem import Refused

NEAR = 1e-9  # the golden files' own tolerance
MODULES = (map_at_20, reciprocal_rank_at_20, retrieval_accuracy, pair_f1)
EACH = pytest.mark.parametrize("module", MODULES, ids=lambda m: m.METRIC.name)


def score(module, predictions, golds):
    return overall(module.METRIC, module.measure(predictions, golds, language="en"))


@EACH
def test_examples_in_the_docs(module):
    """What the docstrings show is what comes out."""
    assert doctest.testmod(module).failed == 0


def check_average_precision(cases):
    """average_precision_at_k of XTREME's utils_lareqa.py; 0 as k is None here, a negative one is not meant."""
    n = 0
    for case in cases:
        if case["k"] is not None and case["k"] < 0:
            continue
        if "ap" not in case:
            with pytest.raises(Refused, match="have no right candidate"):
                map_at_20.measure([list(map(str, case["ranked_predictions"]))], [[]], language="en")
            continue
        found = average_precision(case["ranked_predictions"], case["targets"], k=case["k"] or None)
        assert found == pytest.approx(case["ap"], rel=0, abs=NEAR)
        n += 1
    return n


def check_mewslix(cases):
    """evaluate of XTREME's utils_mewslix.py: mean over gold examples, missing predictions 0."""
    n = 0
    for case in cases:
        ids = list(case["gold"])
        golds = [case["gold"][id] for id in ids]
        predictions = [case["predictions"].get(id) for id in ids]
        is_refused = not ids or any(isinstance(p, str) for p in predictions) or "value" not in case
        if is_refused and None not in case["predictions"].values():  # no example, a string, no gold
            with pytest.raises(Refused):
                score(reciprocal_rank_at_20, predictions, golds)
        elif not is_refused:
            found = score(reciprocal_rank_at_20, predictions, golds)
            assert found == pytest.approx(100 * case["value"], rel=0, abs=100 * NEAR)
            n += 1
    return n


def test_extract(extract_of_metrics):
    """The shipped lists of LAReQA and Mewsli-X and the shipped files of XTREME (commits in the file), 1e-9."""
    assert check_average_precision(extract_of_metrics["average_precision_at_k"]) == 10
    assert check_mewslix(extract_of_metrics["mewslix"]) == 5
    files = {case["task"]: case for case in extract_of_metrics["xtreme"]}
    case = files["mewslix"]
    predictions, golds = json.loads(case["prediction"]), json.loads(case["label"])
    found = score(reciprocal_rank_at_20, [predictions.get(id) for id in golds], list(golds.values()))
    assert found == pytest.approx(case["scores"]["map@20"], rel=0, abs=NEAR)
    case = files["tatoeba"]
    predictions, golds = ([[row] for row in case[side].split()] for side in ("prediction", "label"))
    assert score(retrieval_accuracy, predictions, golds) == pytest.approx(
        case["scores"]["accuracy"], rel=0, abs=NEAR
    )
    case = files["bucc2018"]
    found, right = ({}, {})
    for side, pairs in (("prediction", found), ("label", right)):
        for line in case[side].splitlines():
            source, target = line.split("\t")
            pairs.setdefault(source, []).append(target)
    sources = sorted(found | right)
    assert score(
        pair_f1, [found.get(s) for s in sources], [right.get(s, []) for s in sources]
    ) == pytest.approx(case["scores"]["f1"], rel=0, abs=NEAR)


def test_every_list(golden):
    """All lists of average_precision_at_k and of Mewsli-X's evaluate (XTREME at 838c13b6), 1e-9."""
    file = golden("xtreme/lareqa.json.gz")
    assert check_average_precision(file["average_precision_at_k"]) == 12
    assert check_mewslix(file["mewslix_evaluate"]) == 6


def test_lareqa(golden, shared):
    """258 questions of XQuAD-R over 154 candidates: utils_lareqa.py's mAP@k for five k, each question, 1e-9."""
    file = golden("xtreme/lareqa.json.gz")
    with np.load(shared / "golden" / "xtreme" / "lareqa_encodings.npz", allow_pickle=False) as arrays:
        scores = arrays["question"] @ arrays["candidate"].T
    ranked = np.argsort(-scores, axis=1)  # no two candidates tie for a question
    assert ranked[:, :20].tolist() == file["top20"]
    relevant = file["relevant_candidate_positions"]
    assert len(relevant) == 258
    for name, result in file["results"].items():
        k = None if name in ("k=None", "k=0") else int(name.removeprefix("k="))
        each = [average_precision(row.tolist(), right, k=k) for row, right in zip(ranked, relevant)]
        assert each == pytest.approx(result["per_question"], rel=0, abs=NEAR)
        assert np.mean(each) == pytest.approx(result["mean"], rel=0, abs=NEAR)
    predictions = [[str(candidate) for candidate in row] for row in ranked.tolist()]
    golds = [[str(candidate) for candidate in right] for right in relevant]
    assert score(map_at_20, predictions, golds) == pytest.approx(
        100 * file["results"]["k=20"]["mean"], rel=0, abs=100 * NEAR
    )


def test_a_missing_prediction():
    """0 for a question or mention, nothing found for a sentence of BUCC, refused for Tatoeba."""
    assert map_at_20.measure([None], [["a"]], language="en").tolist() == [[0, 1]]
    assert reciprocal_rank_at_20.measure([None], [["a"]], language="en").tolist() == [[0, 1]]
    assert pair_f1.measure([None], [["a"]], language="en").tolist() == [[0, 0, 1]]
    with pytest.raises(Refused) as refused:
        retrieval_accuracy.measure([None, ["a"]], [["a"], []], language="en")
    assert [str(problem) for problem in refused.value.problems] == [
        (
            "example 0 (counted from 0): 1 of 2 examples have no prediction. "
            "Rank candidates for every example."
        ),
        ("example 1 (counted from 0): 1 of 2 examples have no right candidate. Leave them out of the task."),
    ]


@EACH
def test_a_text_is_no_list(module):
    """A bare id is refused, where XTREME's script compares it letter by letter."""
    with pytest.raises(Refused) as refused:
        module.measure(["Q1"], [["Q1"]], language="en")
    assert str(refused.value) == (
        "example 0 (counted from 0): 1 of 1 examples are not lists of candidates. "
        'One candidate is written ["id"].'
    )


def test_the_cut_is_at_20():
    """Rank 20 counts and rank 21 does not."""
    twenty = [f"Q{i}" for i in range(20)]
    for module in (map_at_20, reciprocal_rank_at_20):
        assert score(module, [twenty], [["Q19"]]) == pytest.approx(5.0)
        assert score(module, [["x", *twenty]], [["Q19"]]) == 0.0


IDS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)
EXAMPLES = st.lists(st.tuples(IDS, IDS.filter(bool)), min_size=1, max_size=6)


@EACH
@given(examples=EXAMPLES, cut=st.integers(0, 6), random=st.randoms(use_true_random=False))
def test_sums_over_parts(module, examples, cut, random):
    """Gold scores 100; order of examples does not matter; sums over two parts add up."""

    def total(some):
        return module.measure([p for p, _ in some], [g for _, g in some], language="en").sum(0)

    whole = total(examples)
    assert total(examples[:cut]) + total(examples[cut:]) == pytest.approx(whole)
    random.shuffle(examples)
    assert total(examples) == pytest.approx(whole)
    assert module.METRIC.combine(total([(g, g) for _, g in examples])) == 100.0
    assert 0.0 <= module.METRIC.combine(whole) <= 100.0


@given(EXAMPLES)
def test_one_right_candidate_makes_precision_a_reciprocal_rank(examples):
    """With a single right candidate both are one over its rank."""
    ranked, golds = [p for p, _ in examples], [g[:1] for _, g in examples]
    assert (
        map_at_20.measure(ranked, golds, language="en")
        == reciprocal_rank_at_20.measure(ranked, golds, language="en")
    ).all()
