"""chaii-jaccard, with the competition's profile and with others."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from intermezzo.metrics import chaii_jaccard, overall
from intermezzo.metrics._profiles import chaii, mlqa, script_aware, squad_1_1
from intermezzo.metrics.chaii_jaccard import METRIC, measure
from intermezzo.problem import Refused


def line(answer, gold, profile=chaii.PROFILE, language="hi"):
    return measure([answer], [[gold]], language=language, profile=profile)[0, 0]


def check(answer, gold, said):
    """The number to the last bit; where the original divides by zero, a refusal."""
    if isinstance(said, float | int):
        assert line(answer, gold) == said
    else:
        with pytest.raises(Refused, match="1 of 1 answers are empty and so is a gold"):
            line(answer, gold)


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(chaii_jaccard).failed == 0


def test_extract(extract_of_metrics):
    """The shipped pairs, computer_jaccard_score of MuCoT (commit in the file): exact."""
    assert len(extract_of_metrics["chaii"]) == 30
    for answer, prediction, said in extract_of_metrics["chaii"]:
        check(prediction, answer, said)
    assert len(extract_of_metrics["chaii_pairs"]) == 112
    for gold, prediction, said in extract_of_metrics["chaii_pairs"]:
        check(prediction, gold, said)


def test_all_pairs(golden):
    """All 460 pairs of computer_jaccard_score, MuCoT utils/metrics.py at c1a8c101, exact; and the mean."""
    file = golden("chaii/chaii.json")
    for pair in file["pairs"]:
        check(pair["prediction"], pair["answer"], pair["jaccard"])
    scored = [pair for pair in file["pairs"] if not isinstance(pair["jaccard"], dict)]
    assert (len(file["pairs"]), len(scored)) == (30, file["mean"]["rows"])
    lines = measure(
        [pair["prediction"] for pair in scored],
        [[pair["answer"]] for pair in scored],
        language="hi",
        profile=chaii.PROFILE,
    )
    assert overall(METRIC, lines) == pytest.approx(100 * file["mean"]["mean_jaccard"], rel=0, abs=1e-10)
    pairs = golden("pairs/pairs.json.gz")["pairs"]
    assert len(pairs) == 430
    for pair in pairs:
        check(pair["pred"], pair["gold"], pair["chaii_jaccard"])


def test_both_empty_is_each_profiles_own():
    """Agreement to script-aware, nothing in common to squad-1.1 and mlqa, refused by chaii."""
    assert line("", "", script_aware.PROFILE) == 1.0
    assert line("।", "", script_aware.PROFILE) == 1.0
    assert line("", "", squad_1_1.PROFILE) == 0.0
    assert line("", "", mlqa.PROFILE) == 0.0


def test_script_aware_reads_its_own_words():
    """A danda is no word there, and Thai is cut into clusters."""
    assert line("दिल्ली ।", "दिल्ली") == 0.5
    assert line("दिल्ली ।", "दिल्ली", script_aware.PROFILE) == 1.0
    assert line("กรุง", "กรุงเทพ", script_aware.PROFILE, "th") == 0.5


def test_refusals_say_why():
    """An empty pair, a missing answer, no gold: each with its place and remedy."""
    with pytest.raises(Refused) as refused:
        measure(["x", " "], [["x"], ["\t"]], language="hi", profile=chaii.PROFILE)
    assert str(refused.value) == (
        "example 1 (counted from 0): 1 of 2 answers are empty and so is a gold, which chaii cannot score. "
        "The profile script-aware counts it as agreement."
    )
    with pytest.raises(Refused, match="1 of 1 predictions are missing, which chaii cannot score"):
        measure([None], [["x"]], language="hi", profile=chaii.PROFILE)
    with pytest.raises(Refused, match="1 of 1 examples have no gold answer, which chaii needs"):
        measure(["x"], [[]], language="hi", profile=chaii.PROFILE)


WORDS = st.lists(st.sampled_from(["दिल्ली", "नई", "New", "new", "।"]), max_size=5).map(" ".join)


@given(WORDS, WORDS)
def test_jaccard_is_symmetric_and_full_on_itself(one, other):
    """Answer and gold may change places; an answer agrees with itself; order and case do not matter."""
    assume(one or other)
    assert line(one, other) == line(other, one)
    if one:
        assert line(one, one) == 1.0
        assert line(" ".join(reversed(one.upper().split())), one) == 1.0
