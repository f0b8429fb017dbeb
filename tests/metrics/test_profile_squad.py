"""squad-1.1 and squad-2.0 against the official scripts (commits and commands: golden/README.md)."""

from __future__ import annotations

from intermezzo.metrics import em, f1, overall
from intermezzo.metrics._profiles import squad_1_1, squad_2_0
from intermezzo.metrics._profiles._squad import DELETE_ASCII_PUNCTUATION


def lines(metric, profile, predictions, golds, language="en"):
    """The first column: one score per example."""
    return metric.measure(predictions, golds, language=language, profile=profile)[:, 0].tolist()


def zeros_for_missing(values):
    return [0 if value is None else value for value in values]


def test_extract_squad_1_1(extract):
    """Normalised text, EM and F1 of the shipped pairs equal evaluate-v1.1.py's."""
    golds, predictions = [p[1] for p in extract["pairs"]], [p[2] for p in extract["pairs"]]
    assert [squad_1_1.normalise(text, "en") for text in golds] == [p[3][0] for p in extract["pairs"]]
    assert [squad_1_1.normalise(text, "en") for text in predictions] == [p[3][1] for p in extract["pairs"]]
    each = [[gold] for gold in golds]
    assert lines(em.METRIC, squad_1_1.PROFILE, predictions, each) == [p[3][2] for p in extract["pairs"]]
    assert lines(f1.METRIC, squad_1_1.PROFILE, predictions, each) == [p[3][3] for p in extract["pairs"]]


def test_extract_squad_2_0(extract):
    """EM and F1 of the shipped pairs equal evaluate-v2.0.py's."""
    golds, predictions = [[p[1]] for p in extract["pairs"]], [p[2] for p in extract["pairs"]]
    assert lines(em.METRIC, squad_2_0.PROFILE, predictions, golds) == [p[4][0] for p in extract["pairs"]]
    assert lines(f1.METRIC, squad_2_0.PROFILE, predictions, golds) == [p[4][1] for p in extract["pairs"]]


def test_all_pairs(golden):
    """All 430 hand-made pairs: normalised text, EM and F1 in both versions."""
    pairs = golden("pairs/pairs.json.gz")["pairs"]
    assert len(pairs) == 430
    golds, predictions = [[p["gold"]] for p in pairs], [p["pred"] for p in pairs]
    for p in pairs:
        assert squad_1_1.normalise(p["gold"], "en") == p["squad11"]["norm_gold"], p["id"]
        assert squad_1_1.normalise(p["pred"], "en") == p["squad11"]["norm_pred"], p["id"]
    assert lines(em.METRIC, squad_1_1.PROFILE, predictions, golds) == [p["squad11"]["em"] for p in pairs]
    assert lines(f1.METRIC, squad_1_1.PROFILE, predictions, golds) == [p["squad11"]["f1"] for p in pairs]
    assert lines(em.METRIC, squad_2_0.PROFILE, predictions, golds) == [p["squad20"]["exact"] for p in pairs]
    assert lines(f1.METRIC, squad_2_0.PROFILE, predictions, golds) == [p["squad20"]["f1"] for p in pairs]


def test_punctuation_is_ascii(golden):
    """The set of deleted characters is the script's."""
    assert set(map(chr, DELETE_ASCII_PUNCTUATION)) == set(
        golden("pairs/codepoints.json")["squad_punctuation"]
    )


def test_squad_1_1_dev(golden):
    """All 10570 questions of the dev set in 16 variants: every line, and both totals to the last digit."""
    inputs, results = golden("squad/squad11_inputs.json.gz"), golden("squad/squad11_results.json.gz")
    golds = [row[1] for row in inputs["rows"]]
    variants = inputs["columns"][2:]
    assert len(variants) == 16
    for column, variant in enumerate(variants, start=2):
        name = variant.removeprefix("pred:")
        predictions = [row[column] for row in inputs["rows"]]
        for metric, key, total in ((em.METRIC, "em", "exact_match"), (f1.METRIC, "f1", "f1")):
            measured = metric.measure(predictions, golds, language="en", profile=squad_1_1.PROFILE)
            expected = zeros_for_missing(results["per_question"][name][key])
            assert measured[:, 0].tolist() == expected, (name, key)
            assert overall(metric, measured) == results["overall"][name][total], (name, key)


def test_squad_2_0_dev(golden):
    """6078 questions under six kinds of prediction: every line equals the script's, before any threshold."""
    inputs, results = golden("squad/squad20_inputs.json.gz"), golden("squad/squad20_results.json.gz")
    golds = [row[1] for row in inputs["rows"]]
    for name, expected in results["per_question_raw"].items():
        column = inputs["columns"].index(f"pred:{name}")
        predictions = [row[column] for row in inputs["rows"]]
        assert lines(em.METRIC, squad_2_0.PROFILE, predictions, golds) == expected["exact"], name
        assert lines(f1.METRIC, squad_2_0.PROFILE, predictions, golds) == expected["f1"], name


def test_xquad_as_xtreme_scores_it(golden):
    """XQuAD in 12 languages under English rules: every line, and both totals to the last digit."""
    squad11, mlqa = golden("squad/xquad_squad11.json.gz"), golden("mlqa/mlqa_xquad.json.gz")
    diagonal = {
        cell["context_language"]: cell["predictions"]
        for cell in mlqa["cells"]
        if cell["context_language"] == cell["question_language"]
    }
    assert len(squad11["languages"]) == 12
    for language, expected in squad11["languages"].items():
        predictions = expected["predictions"] if "predictions" in expected else diagonal[language]
        golds = expected["golds"] if "golds" in expected else mlqa["golds"][language]
        for metric, key, total in ((em.METRIC, "em", "exact_match"), (f1.METRIC, "f1", "f1")):
            measured = metric.measure(predictions, golds, language=language, profile=squad_1_1.PROFILE)
            assert measured[:, 0].tolist() == zeros_for_missing(expected[key]), language
            assert overall(metric, measured) == expected["overall"][total], language
        assert predictions.count(None) == expected["unanswered"]


def test_no_gold_left_means_no_answer():
    """squad-2.0: golds that normalise to nothing go, and where none is left the empty answer is right."""
    golds = [["the"], ["the", "x"], []]
    assert lines(em.METRIC, squad_2_0.PROFILE, ["", "", "The."], golds) == [1, 0, 1]
    assert lines(f1.METRIC, squad_2_0.PROFILE, ["", "", "The."], golds) == [1, 0, 1]


def test_nothing_against_nothing():
    """Gold "the", prediction "A": EM 1 and F1 0 in 1.1, both 1 in 2.0."""
    for profile, expected in ((squad_1_1.PROFILE, 0.0), (squad_2_0.PROFILE, 1.0)):
        assert lines(em.METRIC, profile, ["A"], [["the"]]) == [1.0]
        assert lines(f1.METRIC, profile, ["A"], [["the"]]) == [expected]
