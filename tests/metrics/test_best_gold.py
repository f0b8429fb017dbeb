"""EM and F1 as properties, on texts of many scripts and with every profile."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from intermezzo.metrics import em, f1, overall
from intermezzo.metrics._profiles import mlqa, script_aware, squad_1_1, squad_2_0
from intermezzo.problem import Refused

PROFILES = (squad_1_1.PROFILE, squad_2_0.PROFILE, mlqa.PROFILE, script_aware.PROFILE)
ALPHABETS = {  # letters, articles, clitics and punctuation that the rules of each language touch
    "en": ["the", "a", "an", "cat", "The", "don't", "-", ".", "“", "1992"],
    "es": ["el", "la", "Niño", "unos", "¿", "lo"],
    "de": ["der", "die", "Straße", "dem", "„", "ß"],
    "ar": ["ال", "العالم", "والكتاب", "كتاب", "و", "؟", "لله"],
    "hi": ["हिन्दी", "में", "।", "दिल्ली", "the"],
    "vi": ["của", "Việt", "Việt", "Nam", "những"],
    "zh": ["北京", "大学", "，", "〇", "カナ", "the", "1992年", "𠮷"],
}
lean = settings(deadline=None, max_examples=60)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, str, str]:
    """A language and two texts in it, cut from the same few pieces so that they often overlap."""
    language = draw(st.sampled_from(sorted(ALPHABETS)))
    pieces = st.lists(st.sampled_from([*ALPHABETS[language], " ", " ", "\u00a0", "\u200b"]), max_size=6)
    one, other = draw(pieces.map("".join)), draw(pieces.map("".join))
    return language, one, other


profiles = st.sampled_from(PROFILES)


@lean
@given(answers(), profiles)
def test_a_gold_answer_scores_full(case, profile):
    """A gold answer that does not normalise to nothing scores 100 in both metrics."""
    language, gold, _ = case
    assume(profile.normalise(gold, language))
    for metric in (em.METRIC, f1.METRIC):
        assert overall(metric, metric.measure([gold], [[gold]], language=language, profile=profile)) == 100.0


@lean
@given(answers(), profiles)
def test_f1_is_symmetric(case, profile):
    """Answer and gold may change places in F1, to the last bit."""
    language, one, other = case
    there = f1.measure([one], [[other]], language=language, profile=profile)
    back = f1.measure([other], [[one]], language=language, profile=profile)
    assert (there == back).all()


@lean
@given(answers(), profiles)
def test_em_is_at_most_f1(case, profile):
    """Where neither side normalises to nothing, an exact match is a full overlap."""
    language, answer, gold = case
    assume(profile.normalise(answer, language) and profile.normalise(gold, language))
    exact = em.measure([answer], [[gold]], language=language, profile=profile)[0, 0]
    assert exact <= f1.measure([answer], [[gold]], language=language, profile=profile)[0, 0] <= 1.0


@lean
@given(st.lists(answers(), min_size=1, max_size=5), profiles, st.randoms(use_true_random=False))
def test_examples_do_not_see_each_other(cases, profile, random):
    """In another order the lines are the same lines in that order."""
    language = cases[0][0]
    order = list(range(len(cases)))
    random.shuffle(order)
    for metric in (em.METRIC, f1.METRIC):
        lines = metric.measure(
            [c[1] for c in cases], [[c[2]] for c in cases], language=language, profile=profile
        )
        shuffled = [cases[line] for line in order]
        again = metric.measure(
            [c[1] for c in shuffled], [[c[2]] for c in shuffled], language=language, profile=profile
        )
        assert (lines[order] == again).all()


@lean
@given(answers(), profiles)
def test_another_gold_never_costs(case, profile):
    """One more gold answer leaves the line as it was or raises it, once a gold normalises to something."""
    language, answer, gold = case
    other = ALPHABETS[language][-1]
    assume(profile.normalise(gold, language))
    for metric in (em.METRIC, f1.METRIC):
        alone, both = (
            metric.measure([answer], [golds], language=language, profile=profile)[0, 0]
            for golds in ([gold], [gold, other])
        )
        assert both >= alone


@pytest.mark.parametrize("language", ["ar", "hi", "vi", "zh", "th", "de", "tr"])
def test_no_language_is_read_as_english(language):
    """By language means by language: "the" is a word wherever it is none of the language's articles."""
    golds = [["the cat"]]
    assert em.measure(["cat"], golds, language=language, profile=script_aware.PROFILE)[0, 0] == 0
    if language in mlqa.PROFILE.languages:
        assert em.measure(["cat"], golds, language=language, profile=mlqa.PROFILE)[0, 0] == 0
    else:
        with pytest.raises(Refused):
            em.measure(["cat"], golds, language=language, profile=mlqa.PROFILE)


@pytest.mark.parametrize(
    "profile", [squad_1_1.PROFILE, mlqa.PROFILE, script_aware.PROFILE], ids=lambda p: p.name
)
def test_a_missing_answer_counts_as_zero(profile):
    """A missing prediction is a line of score 0 that stays in the denominator."""
    lines = f1.measure([None, "x"], [["x"], ["x"]], language="en", profile=profile)
    assert lines.tolist() == [[0.0, 1.0], [1.0, 1.0]]
    assert overall(f1.METRIC, lines) == 50.0


def test_refusals_come_together():
    """All that is wrong with a file is told at once, with how many and where the first one is."""
    with pytest.raises(Refused) as refused:
        em.measure([None, 7, "x"], [["x"], ["x"], []], language="TH", profile=mlqa.PROFILE)
    assert [str(problem) for problem in refused.value.problems] == [
        (
            'expected a language that mlqa knows (ar, de, en, es, hi, vi, zh), found "TH" '
            "The profile script-aware reads any language."
        ),
        'example 1 (counted from 0): 1 of 3 predictions are not text. An empty answer is written "".',
        (
            "example 2 (counted from 0): 1 of 3 examples have no gold answer, which mlqa needs. "
            "Score unanswerable questions with the profile squad-2.0 or script-aware."
        ),
    ]


def test_squad_2_refuses_a_missing_answer():
    """The script of SQuAD 2.0 crashes without a prediction; the profile refuses it and says what to write."""
    with pytest.raises(Refused) as refused:
        em.measure(["x", None], [["x"], []], language="en", profile=squad_2_0.PROFILE)
    assert str(refused.value) == (
        "example 1 (counted from 0): 1 of 2 predictions are missing, which squad-2.0 cannot score. "
        'Write "" where the model gives no answer.'
    )


def test_unequal_lengths_are_a_bug():
    """Predictions that do not pair with golds are the caller's mistake, not the user's."""
    with pytest.raises(ValueError, match="1 predictions for 2 examples"):
        em.measure(["x"], [["x"], ["x"]], language="en", profile=squad_1_1.PROFILE)
