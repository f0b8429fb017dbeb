"""bleu, chrf, ter.

Golden values: sacrebleu 2.6.0 on Python 3.11, BLEU(...), CHRF(...), TER() with corpus_score and sentence_score;
1e-9. The library does the counting here too, so what these tests hold is what is ours: counts by segment whose sum
gives the corpus score, the options that stand behind a name, the signature, and refusals.
"""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import overall, signature
from intermezzo.metrics._sacrebleu import translation_metric
from intermezzo.metrics.bleu import METRIC as BLEU
from intermezzo.metrics.chrf import METRIC as CHRF
from intermezzo.metrics.ter import METRIC as TER
from intermezzo.problem import Refused

NEAR = 1e-9  # the golden files' own tolerance
OPTIONS = {
    "default": {},
    "effective_order": {"effective_order": True},
    "no_effective_order": {"effective_order": False},
    "lowercase": {"lowercase": True},
    "smooth_none": {"smooth_method": "none"},
    "smooth_floor": {"smooth_method": "floor"},
    "smooth_add_k": {"smooth_method": "add-k"},
    "max_order_2": {"max_ngram_order": 2},
    "chrf++": {"word_order": 2},
    "whitespace": {"whitespace": True},
    "eps_smoothing": {"eps_smoothing": True},
    "char_order_4_beta_1": {"char_order": 4, "beta": 1},
}


def named(kind, name):
    """The metric that the golden file calls so; `tok=zh,lowercase`, `chrf++`, `trg_lang=ru`."""
    if name.startswith("sacrebleu.sentence_bleu"):
        name = "tok=13a,effective_order"
    how, _, option = name.rpartition(",")
    options = {"trg_lang": name.removeprefix("trg_lang=")} if name.startswith("trg_lang") else OPTIONS[option]
    tokens = {"tokenize": how.removeprefix("tok=")} if how else {}
    return translation_metric("x", kind, lambda language: {**options, **tokens})


def near(number):
    return pytest.approx(number, rel=0, abs=NEAR)


def check_edges(cases):
    """Corpus scores; texts where lists belong, and lists of different lengths, are refused."""
    n_refused = 0
    for case in cases:
        said, refs = case["hyps"], case["refs"]
        is_nested = not any(isinstance(its, str) for its in refs)
        golds = [[r for r in each if r is not None] for each in zip(*refs)] if is_nested else refs
        if not is_nested or not said:
            with pytest.raises(Refused):
                BLEU.measure(said, golds, language="en")
            n_refused += 1
        elif len(golds) != len(said):  # sacreBLEU cuts the longer list in silence
            with pytest.raises(ValueError, match="2 predictions for 1 examples"):
                BLEU.measure(said, golds, language="en")
            n_refused += 1
        else:
            for metric, key in ((BLEU, "bleu"), (CHRF, "chrf")):
                number = case[key]["score"] if isinstance(case[key], dict) else case[key]
                assert overall(metric, metric.measure(said, golds, language="en")) == near(number), case
    return n_refused


def test_extract(extract_of_metrics):
    """The shipped edges: short texts, empty ones, several references, marks of other scripts."""
    assert len(extract_of_metrics["sacrebleu"]) == 19
    assert check_edges(extract_of_metrics["sacrebleu"]) == 3


def test_edges(golden):
    """All 20, no text at all among them; BLEU with effective order and chrF++ besides."""
    cases = golden("sacrebleu/sacrebleu.json.gz")["edge"]
    assert len(cases) == 20
    assert check_edges(cases) == 4
    for case in cases:
        refs = case["refs"]
        if not case["hyps"] or any(isinstance(its, str) for its in refs) or len(refs[0]) < len(case["hyps"]):
            continue
        golds = [[r for r in each if r is not None] for each in zip(*refs)]
        for kind, option in (("BLEU", "effective_order"), ("CHRF", "chrf++")):
            metric = named(kind, option)
            said = case["bleu_effective_order"]["score"] if kind == "BLEU" else case["chrf++"]
            assert overall(metric, metric.measure(case["hyps"], golds, language="en")) == near(said)


@pytest.mark.parametrize("language", ["en", "de", "ru", "hi", "th", "zh"])
def test_corpora_and_sentences(golden, language):
    """50 pairs a language: 16 ways of BLEU, 6 of chrF, TER; scores, counts, signatures, and each sentence alone."""
    file = golden("sacrebleu/sacrebleu.json.gz")
    pairs, results = file["pairs"][language], file["results"][language]
    said, golds = [p for p, _ in pairs], [[g] for _, g in pairs]
    n = 0
    for kind, of in (("BLEU", "corpus_bleu"), ("CHRF", "corpus_chrf")):
        for name, result in results[of].items():
            metric = named(kind, name)
            lines = metric.measure(said, golds, language=language)
            assert overall(metric, lines) == near(result["score"]), name
            *choices, version = metric.fields(language)
            signed = ["nrefs:1", *choices, version.replace("sacrebleu:", "version:")]
            assert "|".join(signed) == result["signature"]
            if "counts" in result:
                added = 1 if name.endswith("add_k") else 0  # counts of two words and more are told with it
                sums = lines.sum(0).tolist()
                right = [result["counts"][0], *(count - added for count in result["counts"][1:])]
                assert sums[: 2 + len(right)] == [result["sys_len"], result["ref_len"], *right]
            n += 1
    for kind, of in (("BLEU", "sentence_bleu"), ("CHRF", "sentence_chrf")):
        for name, scores in results[of].items():
            metric = named(kind, name)
            lines = metric.measure(said, golds, language=language)
            assert [metric.combine(line) for line in lines] == near(scores), name
            n += 1
    assert overall(TER, TER.measure(said, golds, language=language)) == near(results["corpus_ter"]["score"])
    assert n == 16 + 6 + 7 + 6


@pytest.mark.parametrize("language", ["de", "zh"])
def test_a_language_is_cut_as_sacrebleu_cuts_it(golden, language):
    """BLEU by its name: Chinese by characters, where 13a would find a word a sentence."""
    file = golden("sacrebleu/sacrebleu.json.gz")
    lines = BLEU.measure(
        [p for p, _ in file["pairs"][language]], [[g] for _, g in file["pairs"][language]], language=language
    )
    result = file["results"][language]["corpus_bleu"][f"trg_lang={language}"]
    assert overall(BLEU, lines) == near(result["score"])
    assert f"tok:{'zh' if language == 'zh' else '13a'}|" in signature(
        BLEU, None, language=language, n_examples=50
    )


def test_the_signature_says_how_many_references():
    """Two references are easier to meet than one."""
    signed = signature(BLEU, None, language="en", n_examples=2, n_references=2)
    assert signed.startswith("bleu|lang:en|n:2|nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|sacrebleu:")


TEXTS = st.lists(st.sampled_from(["the", "cat", "sat", "down", "on", "a", "mat"]), max_size=8).map(" ".join)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_a_second_reference_never_hurts_chrf_of_a_sentence(pairs):
    """The best reference counts, sentence by sentence."""
    for said, gold in pairs:
        one = overall(CHRF, CHRF.measure([said], [[gold]], language="en"))
        two = overall(CHRF, CHRF.measure([said], [[gold, "on a mat"]], language="en"))
        assert two >= one - NEAR


def test_refusals_say_why(monkeypatch):
    """A missing text, none to compare with, words that another library cuts, no library at all."""
    with pytest.raises(Refused) as refused:
        BLEU.measure([None, "a", 3], [["a"], [], ["b"]], language="en")
    assert [str(problem) for problem in refused.value.problems] == [
        (
            "example 0 (counted from 0): 1 of 3 texts have no prediction. "
            "Write an empty line for an empty translation."
        ),
        "example 1 (counted from 0): 1 of 3 texts have no reference.",
        "example 2 (counted from 0): 1 of 3 texts are not text.",
    ]
    monkeypatch.setitem(sys.modules, "MeCab", None)
    with pytest.raises(Refused) as refused:
        BLEU.measure(["a"], [["a"]], language="ja")
    assert str(refused.value) == (
        "sacreBLEU cuts 'ja' into words with a library that is not installed. pip install 'sacrebleu[ja]'"
    )
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    with pytest.raises(Refused, match=r"need the library of the extra 'translation', which is not installed"):
        CHRF.measure(["a"], [["a"]], language="en")
