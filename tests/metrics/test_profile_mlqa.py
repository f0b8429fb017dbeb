"""mlqa against mlqa_evaluation_v1.py (golden/README.md: commit, command, tolerance exact)."""

from __future__ import annotations

import unicodedata

import pytest

from intermezzo.metrics import em, f1, overall
from intermezzo.metrics._profiles import mlqa

LANGUAGES = ("en", "es", "de", "ar", "hi", "vi", "zh")


def lines(metric, predictions, golds, language):
    """The first column: one score per example."""
    return metric.measure(predictions, golds, language=language, profile=mlqa.PROFILE)[:, 0].tolist()


def zeros_for_missing(values):
    return [0 if value is None else value for value in values]


def test_extract(extract):
    """Normalised text, EM and F1 of the shipped cases equal the script's in all seven languages."""
    for language, text, normalised in extract["mlqa_norm"]:
        assert mlqa.normalise(text, language) == normalised
    golds, predictions = [[p[1]] for p in extract["pairs"]], [p[2] for p in extract["pairs"]]
    for column, language in enumerate(extract["meta"]["languages_of_mlqa_columns"]):
        expected = [p[5][column] for p in extract["pairs"]]
        assert lines(em.METRIC, predictions, golds, language) == [exact for exact, _ in expected]
        assert lines(f1.METRIC, predictions, golds, language) == [overlap for _, overlap in expected]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pairs(golden, language):
    """All 430 hand-made pairs: normalised text, EM and F1."""
    pairs = golden("pairs/pairs.json.gz")["pairs"]
    expected = [p["mlqa"][language] for p in pairs]
    assert [mlqa.normalise(p["gold"], language) for p in pairs] == [e["norm_gold"] for e in expected]
    assert [mlqa.normalise(p["pred"], language) for p in pairs] == [e["norm_pred"] for e in expected]
    golds, predictions = [[p["gold"]] for p in pairs], [p["pred"] for p in pairs]
    assert lines(em.METRIC, predictions, golds, language) == [e["em"] for e in expected]
    assert lines(f1.METRIC, predictions, golds, language) == [e["f1"] for e in expected]


def test_punctuation(golden):
    """The set of deleted characters is the script's, on the Unicode version that it was listed with."""
    if unicodedata.unidata_version != "14.0.0":
        pytest.skip("listed with Unicode 14.0.0 only")
    listed = golden("pairs/codepoints.json")["mlqa_PUNCT"]
    assert set(mlqa.DELETE_PUNCTUATION) == {
        code for first, last in listed["ranges"] for code in range(first, last + 1)
    }
    assert len(mlqa.DELETE_PUNCTUATION) == listed["count"]


def test_punctuation_grows_with_unicode(golden):
    """The number of deleted characters is the one counted on a Python with the same Unicode version."""
    counted = {
        row["unicodedata"]: row["mlqa_punct_count"]
        for row in golden("pairs/python_versions.json")["pairs_squad11_and_mlqa"]
    }
    if unicodedata.unidata_version not in counted:
        pytest.skip(f"not counted with Unicode {unicodedata.unidata_version}")
    assert len(mlqa.DELETE_PUNCTUATION) == counted[unicodedata.unidata_version]


def test_xquad_in_49_pairs_of_languages(golden):
    """Seven context languages by seven question languages: every line and both totals to the last digit."""
    table = golden("mlqa/mlqa_xquad.json.gz")
    assert len(table["cells"]) == 49
    for cell in table["cells"]:
        language, predictions = cell["context_language"], cell["predictions"]
        golds = table["golds"][language][:: 1 if cell["ids"] == "all" else 5]
        for metric, key, total in ((em.METRIC, "em", "exact_match"), (f1.METRIC, "f1", "f1")):
            measured = metric.measure(predictions, golds, language=language, profile=mlqa.PROFILE)
            assert measured[:, 0].tolist() == zeros_for_missing(cell[key])
            assert overall(metric, measured) == cell["overall"][total]


def test_xquad_normalised(golden):
    """Golds and predictions of XQuAD come out as the script's normalize_answer leaves them."""
    table = golden("mlqa/mlqa_xquad.json.gz")
    for language, golds in table["golds"].items():
        normalised = [[mlqa.normalise(text, language) for text in texts] for texts in golds]
        assert normalised == table["norm_golds"][language]
    for cell in table["cells"]:
        if "norm_predictions" in cell:
            language = cell["context_language"]
            assert [
                None if text is None else mlqa.normalise(text, language) for text in cell["predictions"]
            ] == cell["norm_predictions"]


def test_rules_of_another_language(golden):
    """Every language's text under every language's rules: both totals to the last digit."""
    table = golden("mlqa/mlqa_xquad.json.gz")
    crossed = table["diagonal_predictions_scored_with_the_rules_of_another_language"]
    diagonal = {
        cell["context_language"]: cell["predictions"]
        for cell in table["cells"]
        if cell["context_language"] == cell["question_language"]
    }
    for text_language, by_rule in crossed.items():
        assert set(by_rule) == set(LANGUAGES)
        for rule, expected in by_rule.items():
            predictions, golds = diagonal[text_language], table["golds"][text_language]
            for metric, total in ((em.METRIC, "exact_match"), (f1.METRIC, "f1")):
                measured = metric.measure(predictions, golds, language=rule, profile=mlqa.PROFILE)
                assert overall(metric, measured) == expected[total], (text_language, rule)


def test_arabic_article_goes_inside_words_too():
    """The script's oddity is kept: both letters go wherever they stand."""
    assert mlqa.normalise("العالم", "ar") == "ع م"
    assert mlqa.normalise("خالد", "ar") == "خ د"


def test_an_unknown_language_nobody_answered_counts_as_zero():
    """The script reads the language only when it meets an answer."""
    assert lines(f1.METRIC, [None], [["x"]], "th") == [0.0]
