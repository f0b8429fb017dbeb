"""Mining of sentence pairs, its threshold, and nearest sentences.

Golden values: google-research/xtreme, third_party/utils_retrieve.py at 838c13b6 (mine_bitext, bucc_optimize,
bucc_extract, bucc_eval, similarity_search), faiss-cpu 1.15.1, numpy 2.4.6; scores 1e-5 relative, the rest exact.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from intermezzo.metrics import overall, pair_f1
from intermezzo.metrics._mining import (
    Mining,
    best_threshold,
    candidates,
    compared,
    extracted,
    ids_of,
    mine,
    nearest_sentences,
    score_pairs,
    search,
    unified,
)
from intermezzo.metrics._nearest import highest, nearest, unit
from intermezzo.problem import Refused

NEAR = 1e-5  # relative, of scores: the golden file's own tolerance, for fp32 products in another order


def near(scores):
    return pytest.approx([float(score) for score in scores], rel=NEAR)


def how(kwargs):
    """The script's words as ours."""
    return Mining(
        margin=kwargs.get("margin", "ratio"),
        retrieval=kwargs.get("retrieval", "max"),
        neighbours=kwargs.get("neighborhood", 4),
        distance=kwargs.get("dist", "cosine"),
        is_shifted=kwargs.get("use_shift_embeds", False),
    )


def same_order_but_for_ties(found, said):
    """The same pairs with the same scores; pairs of scores nearer than the tolerance have no order."""
    assert [score for score, *_ in found] == near(score for score, *_ in said)
    place = {tuple(pair): float(score) for score, *pair in said}
    assert {tuple(pair) for _, *pair in found} == place.keys()
    assert [place[tuple(pair)] for _, *pair in found] == near(score for score, *_ in said)


def check_mining(cases, sources, targets, x, y):
    """Mined pairs, searched targets, scores of given pairs; what the script cannot do, ours can."""
    source_texts, source_lines, x = unified(sources, x)
    target_texts, target_lines, y = unified(targets, y)
    n = 0
    for case in cases:
        kwargs, lines = case["kwargs"], case.get("output_lines")
        if lines is None:
            assert case["exception"].startswith("UnboundLocalError")
            assert len(mine(x, y, how(kwargs))) == len(x if kwargs["retrieval"] == "fwd" else y)
        elif kwargs["mode"] == "mine":
            pairs = mine(x, y, how(kwargs), threshold=kwargs.get("threshold", 0.0))
            found = [(pair.score, source_texts[pair.source], target_texts[pair.target]) for pair in pairs]
            same_order_but_for_ties(found, [line.split("\t") for line in lines])
        elif kwargs["mode"] == "search":
            best = search(x, y, how(kwargs))
            assert [target_texts[best[line]] for line in source_lines] == lines
            assert "errors: 4=" in case["stdout"]
            assert sum(target != source for source, target in enumerate(best)) == 4
        elif kwargs["mode"] == "score":
            pairs = [(int(i), int(j)) for i, j in zip(source_lines, target_lines)]
            assert score_pairs(x, y, pairs, how(kwargs)) == near(line.split("\t")[0] for line in lines)
        n += 1
    return n


def check_threshold(cases):
    """bucc_optimize and bucc_extract; at the last candidate, where the script stops, its own score."""
    for case in cases:
        scores = {(source, target): float(score) for source, target, score in case["candidates"]}
        gold = {tuple(pair.split("\t")) for pair in case["gold"]}
        threshold = best_threshold(scores, gold)
        if "threshold" in case:
            assert threshold == case["threshold"], case["name"]
            assert ["\t".join(pair) for pair in extracted(scores, threshold)] == case["extracted"]
        else:
            assert case["exception"].startswith("IndexError")
            assert threshold == min(scores.values())
            assert extracted(scores, threshold) == list(scores)
        if "extract_at_1.0" in case:
            assert ["\t".join(pair) for pair in extracted(scores, 1.0)] == case["extract_at_1.0"]
    return len(cases)


def test_extract(extract_of_metrics):
    """The shipped vectors and candidates."""
    shipped = extract_of_metrics["mining"]
    x, y = (np.array(shipped[side], dtype=np.float32) for side in "xy")
    texts = shipped["source_sentences"], shipped["target_sentences"]
    assert check_mining(shipped["mine_bitext"], *texts, x, y) == 4
    assert check_threshold(extract_of_metrics["bucc_optimize"]) == 10


@pytest.fixture(scope="module")
def inputs(shared):
    with np.load(shared / "golden" / "xtreme" / "retrieval_inputs.npz", allow_pickle=False) as file:
        return dict(file)


def test_mining(golden, inputs):
    """31 runs of mine_bitext: margins, retrievals, neighbours, thresholds, L2, shifted vectors, search, scores."""
    file = golden("xtreme/retrieval.json.gz")
    texts = file["source_sentences"], file["target_sentences"]
    assert check_mining(file["mine_bitext"], *texts, inputs["mine_x"], inputs["mine_y"]) == 31


def test_on_the_way(golden, inputs):
    """Unique sentences, neighbours, cosines and forward margins of the default run."""
    file = golden("xtreme/retrieval.json.gz")
    said = file["mine_bitext_intermediate_default"]
    sources, source_lines, x = unified(file["source_sentences"], inputs["mine_x"])
    targets, target_lines, y = unified(file["target_sentences"], inputs["mine_y"])
    both = compared(x, y, Mining())
    assert [len(sources), len(targets)] == said["n_unique"]
    assert source_lines.tolist() == said["src_inds"]
    assert target_lines.tolist() == said["trg_inds"]
    assert both.forward.index.tolist() == said["fwd_ind"]
    assert both.backward.index.tolist() == said["bwd_ind"]
    for found, name in (
        (both.forward.nearness, "fwd_sim"),
        (both.backward.nearness, "bwd_sim"),
        (both.forward_scores, "fwd_scores"),
    ):
        assert found == pytest.approx(np.array(said[name]), rel=NEAR)


def test_thresholds(golden):
    """12 lists of candidates, ties, NaN and 200 random ones among them."""
    assert check_threshold(golden("xtreme/retrieval.json.gz")["bucc_optimize_and_extract"]) == 12


def test_bucc_from_files(golden):
    """bucc_eval on 11 sets of files: the threshold, what is extracted, its precision, recall and F1."""
    cases = golden("xtreme/retrieval.json.gz")["bucc_eval"]
    assert len(cases) == 11
    for case in cases:
        files = {name: text.splitlines() for name, text in case["files"].items()}
        ids = [ids_of(files[f"{side}.txt"], files[f"{side}.id"]) for side in "st"]
        if case["name"] == "candidate_line_with_too_few_columns":
            with pytest.raises(Refused):
                candidates(files["c.tsv"], *ids)
            continue
        scores = candidates(files["c.tsv"], *ids)
        gold = {line.partition("\t")[::2] for line in files["g.tsv"]} if case["gold_file"] else None
        if gold is None and case["threshold_argument"] is None:
            assert case["exception"].startswith("TypeError")  # nothing to choose by: no call to make
            continue
        threshold = case["threshold_argument"] if gold is None else best_threshold(scores, gold)
        pairs = extracted(scores, threshold)
        if "exception" in case:
            assert case["name"] == "all_right"
            assert pairs == list(scores)
            continue
        assert "".join("\t".join(pair) + "\n" for pair in pairs) == case["predict_file"], case["name"]
        if case["result"]:
            assert threshold == case["result"]["best-threshold"]
            sources = sorted({source for source, _ in gold} | {source for source, _ in pairs})
            lines = pair_f1.measure(
                [[t for s, t in pairs if s == source] for source in sources],
                [[t for s, t in gold if s == source] for source in sources],
                language="de",
            )
            if case["result"]["F1"]:  # where nothing is right, all is extracted, yet the script reports zeros
                assert overall(pair_f1.METRIC, lines) == pytest.approx(case["result"]["F1"], rel=0, abs=1e-9)
                n_right, n_found, n_gold = lines.sum(0)
                assert 100 * n_right / n_found == pytest.approx(case["result"]["precision"])
                assert 100 * n_right / n_gold == pytest.approx(case["result"]["recall"])
            else:
                assert not lines[:, 0].any()


def test_nearest_sentences(golden, inputs):
    """9 runs of similarity_search, with equal rows, a row of zeros, and more queries than sentences."""
    x, y = inputs["tatoeba_x"], inputs["tatoeba_y"]
    equal, zero = inputs["tatoeba_x_with_equal_rows"], inputs["tatoeba_x_with_zero_row"]
    sides = {
        "x_y": (x, y),
        "y_x": (y, x),
        "equal_rows": (equal, equal),
        "zero_row": (zero, zero),
        "more_targets": (x, np.concatenate([y, y[:3]])),
    }
    cases = golden("xtreme/retrieval.json.gz")["similarity_search"]
    assert len(cases) == 9
    for case in cases:
        found = nearest_sentences(*sides[case["name"]], is_normalised=case["normalize"])
        assert [[row] for row in found] == case["predictions"], case["name"]


def test_margins_by_hand():
    """Two sentences a side at right angles, one neighbour each: cos 1, b 1."""
    x = np.eye(2, dtype=np.float32)
    for margin, score in (("absolute", 1.0), ("distance", 0.0), ("ratio", 1.0)):
        pairs = mine(x, 5 * x, Mining(margin=margin, neighbours=1), threshold=-1.0)
        assert [(pair.source, pair.target, pair.score) for pair in pairs] == [(0, 0, score), (1, 1, score)]


def test_a_repeated_sentence_keeps_its_last_vector():
    """First place, last vector."""
    texts, lines, vectors = unified(["a", "b", "a"], np.array([[1.0], [2.0], [3.0]], dtype=np.float32))
    assert (texts, lines.tolist(), vectors.tolist()) == (["a", "b"], [0, 1, 0], [[3.0], [2.0]])


VECTORS = arrays.arrays(
    np.float32, st.tuples(st.integers(1, 9), st.just(4)), elements=st.integers(-8, 8).map(float)
)


@given(VECTORS, VECTORS, st.sampled_from(["absolute", "distance", "ratio"]))
def test_retrievals_agree(x, y, margin):
    """max has every sentence once and falls in score; intersect is what fwd and bwd share."""
    x, y = x + np.float32(0.5), y + np.float32(0.5)  # no zero vectors, whose ratio is 0 / 0
    with np.errstate(divide="ignore", invalid="ignore"):
        both = {
            retrieval: mine(x, y, Mining(margin=margin, retrieval=retrieval), threshold=-np.inf)
            for retrieval in ("fwd", "bwd", "intersect", "max")
        }
    ways = {name: {(pair.source, pair.target) for pair in pairs} for name, pairs in both.items()}
    assert ways["intersect"] == ways["fwd"] & ways["bwd"]
    assert ways["max"] <= ways["fwd"] | ways["bwd"]
    assert len({s for s, _ in ways["max"]}) == len({t for _, t in ways["max"]}) == len(both["max"])
    assert [pair.source for pair in both["fwd"]] == list(range(len(x)))
    assert [pair.target for pair in both["bwd"]] == list(range(len(y)))


@given(VECTORS, VECTORS, st.integers(1, 9))
def test_neighbours_are_the_nearest(x, y, k):
    """The k best of all, best first, and by cosine what lies nearest on the sphere."""
    x, y = unit(x + np.float32(0.5)), unit(y + np.float32(0.5))
    found = nearest(x, y, k)
    every = x @ y.T
    assert (found.nearness == -np.sort(-every, axis=1)[:, :k]).all()
    assert (np.take_along_axis(every, found.index, axis=1) == found.nearness).all()
    straight = nearest(x, y, k, distance="L2")
    squared = 2 - 2 * found.nearness
    assert straight.nearness == pytest.approx(1 / (1 + squared), abs=1e-5)


NEARNESS = arrays.arrays(
    np.float32,
    st.tuples(st.integers(0, 5), st.integers(1, 9)),
    elements=st.one_of(st.integers(-2, 2).map(float), st.just(np.nan)),
)


@given(NEARNESS, st.integers(1, 12))
def test_highest_are_the_first_of_a_sorted_row(near, k):
    """The same as sorting whole rows, the first among equals first."""
    assert (highest(near, k) == np.argsort(-near, axis=1, kind="stable")[:, :k]).all()


SCORED = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 5).map(float), min_size=1
)


@given(SCORED, st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1))
def test_no_threshold_is_better(scores, gold):
    """No cut between two different scores extracts a set of pairs with a higher F1 than the best inside a tie."""
    ranked = sorted(scores, key=lambda pair: -scores[pair])

    def f1(pairs):
        return 2 * len(gold & set(pairs)) / (len(gold) + len(pairs)) if pairs else 0.0

    best = max(f1(ranked[:n]) for n in range(1, len(ranked) + 1))
    for threshold in set(scores.values()):
        assert f1(extracted(scores, threshold)) <= best + 1e-12
    if len(set(scores.values())) == len(scores):
        assert f1(extracted(scores, best_threshold(scores, gold))) == pytest.approx(best)


def test_refusals_say_why():
    """No sentences, widths or lengths that differ, a broken line of candidates."""
    one = np.ones((1, 2), dtype=np.float32)
    reasons = {
        "no sentences to compare. Both texts need at least one.": lambda: mine(one[:0], one),
        "expected at least 1 neighbour, found 0": lambda: mine(one, one, Mining(neighbours=0)),
        "expected target vectors of width 2, found 1": lambda: mine(one, one[:, :1]),
        'expected a vector for each of 2 sentences, found "1 vectors"': lambda: unified(["a", "b"], one),
        "expected an id for each of 1 sentences, found 0": lambda: ids_of(["a"], []),
        'line 2: expected margin, source and target with tabs between, found "high\ta\tA"': lambda: (
            candidates(["1.0\ta\tA", "high\ta\tA"], {}, {})
        ),
    }
    for reason, work in reasons.items():
        with pytest.raises(Refused) as refused:
            work()
        assert str(refused.value) == reason
