"""script-aware: our own definition, so its evidence is worked items and properties."""

from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.metrics import em, f1
from intermezzo.metrics._profiles import script_aware
from intermezzo.metrics._profiles.script_aware import PROFILE, normalise

lean = settings(deadline=None, max_examples=100)


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(script_aware).failed == 0


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("en", "The state-of-the-art, “quoted” Cat", ["stateoftheart", "quoted", "cat"]),
        ("zh", "北京大学，1992年 abc", ["北", "京", "大", "学", "1992", "年", "abc"]),
        ("zh", "１９９２年", ["1992", "年"]),
        ("ja", "スーパーボウル", ["ス", "ー", "パ", "ー", "ボ", "ウ", "ル"]),
        ("ja", "ガ", ["ガ"]),  # half-width, two characters, one after NFKC
        ("th", "กรุงเทพ", ["ก", "รุ", "ง", "เ", "ท", "พ"]),
        ("km", "ភ្នំពេញ", ["ភ្នំ", "ពេ", "ញ"]),
        ("my", "မြန်မာ", ["မြ", "န်", "မ", "ာ"]),
        ("lo", "ລາວ", ["ລ", "າ", "ວ"]),
        ("hi", "दिल्ली।", ["दिल्ली"]),
        ("ko", "서울특별시", ["서울특별시"]),
        ("de", "die Straße", ["strasse"]),
        ("el", "ο Πλάτωνας", ["πλάτωνασ"]),
        ("vi", "của Việt Nam", ["của", "việt", "nam"]),
        ("ar", "والكتاب؟", ["و", "ال", "كتاب"]),
        ("ar", "بالعالم", ["ب", "ال", "عالم"]),
        ("ar", "ولد", ["ولد"]),  # a boy: too short to start with "and"
        ("fa", "والا", ["والا"]),  # another language in the same letters
        ("th", "the cat", ["the", "cat"]),
    ],
)
def test_worked_items(language, text, tokens):
    """Folding, punctuation, articles, clusters and clitics, an item each."""
    assert PROFILE.tokens(normalise(text, language), language) == tokens


def test_partial_answers_count_in_unspaced_scripts():
    """Half of a Chinese or Thai answer is worth about half, where squad-1.1 gives nothing."""
    assert f1.measure(["北京"], [["北京市"]], language="zh", profile=PROFILE)[0, 0] == 0.8
    assert f1.measure(["กรุง"], [["กรุงเทพ"]], language="th", profile=PROFILE)[0, 0] == pytest.approx(2 / 3)


def test_no_gold_means_no_answer():
    """An unanswerable question is answered by nothing, and by an answer that normalises to nothing."""
    for metric in (em.METRIC, f1.METRIC):
        lines = metric.measure(["", "the", "x"], [[], ["..."], []], language="en", profile=PROFILE)
        assert lines[:, 0].tolist() == [1.0, 1.0, 0.0]


@lean
@given(st.text(max_size=20), st.sampled_from(["en", "zh", "th", "hi", "el"]))
def test_spelling_forms_do_not_matter(text, language):
    """Composed or decomposed, lower case or folded: the answer is read the same."""
    expected = normalise(text, language)
    assert normalise(unicodedata.normalize("NFD", text), language) == expected
    assert normalise(unicodedata.normalize("NFC", text), language) == expected


@lean
@given(st.text(max_size=20), st.sampled_from(["en", "zh", "th", "hi", "el"]))
def test_reading_twice_changes_nothing(text, language):
    """What is normalised stays as it is, Arabic aside, where a clitic may hide a second one."""
    once = normalise(text, language)
    assert normalise(once, language) == once


@lean
@given(st.text(alphabet=st.characters(categories=["Po", "Pd", "Ps", "Pe", "Pi", "Pf", "Pc"]), max_size=10))
def test_punctuation_is_nothing(text):
    """Text of punctuation alone is read as nothing."""
    assert normalise(text, "en") == ""
