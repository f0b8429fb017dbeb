"""Chunks as seqeval finds them, without a scheme and with one, against what both versions said.

Golden values: seqeval 1.2.2 and 0.0.12 (pip), f1_score, precision_score, recall_score, get_entities, Entities,
classification_report(output_dict=True), auto_detect, accuracy_score; Python 3.11.7.
"""

from __future__ import annotations

import doctest
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intermezzo.metrics import _chunk_schemes, _chunks
from intermezzo.metrics._chunk_report import chunk_report
from intermezzo.metrics._chunk_schemes import SCHEMES, Scheme, detected, strict_chunks
from intermezzo.metrics._chunks import lenient_chunks, suffixed_tag_1, tag_0, tag_1
from intermezzo.metrics._counts import shares
from intermezzo.problem import Refused

NEAR = 1e-12  # the golden files' own tolerance


def near(expected):
    """Numbers within 1e-12 of these, which may be written as "NaN"."""
    return pytest.approx([float(value) for value in expected], rel=0, abs=NEAR, nan_ok=True)


def as_list(found):
    return [found.precision, found.recall, found.f1]


def lenient(read):
    def chunks(sentences):
        if problems := _chunks.refusals(sentences, sentences):
            raise Refused(problems)
        return lenient_chunks(sentences, read)

    return chunks


def strict(name, **options):
    return lambda sentences: strict_chunks(sentences, SCHEMES[name], **options)


def inclusive(chunks):
    return [[chunk.type, chunk.first, chunk.last] for chunk in chunks]


def half_open(chunks):
    return [[chunk.type, chunk.first, chunk.last + 1] for chunk in chunks]


def check_case(said, y_true, y_pred, chunks, written):
    """Entities of both sides and the three shares; where seqeval stops, a refusal. How many values agreed."""
    if "error" in said or isinstance(said["f1"], dict):
        with pytest.raises(Refused) as refused:
            chunk_report(chunks([y_pred]), chunks([y_true]))
        assert all(problem.what for problem in refused.value.problems)
        return 1
    predicted, gold = chunks([y_pred]), chunks([y_true])
    assert written(gold[0]) == said["entities_true"]
    assert written(predicted[0]) == said["entities_pred"]
    micro = chunk_report(predicted, gold).micro
    assert as_list(micro) == near([said["precision"], said["recall"], said["f1"]])
    return 5


def check_report(said, report):
    """Every line of classification_report."""
    lines = {**report.by_type, "micro avg": report.micro, "macro avg": report.macro}
    lines["weighted avg"] = report.weighted
    assert set(lines) == set(said)
    for name, line in said.items():
        assert as_list(lines[name]) == near([line["precision"], line["recall"], line["f1-score"]])
        assert report.support.get(name, sum(report.support.values())) == line["support"]
    return 4 * len(said)


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(_chunks).failed == 0
    assert doctest.testmod(_chunk_schemes).failed == 0


def test_extract(extract_of_metrics):
    """The shipped cases: default mode of both versions, strict modes where they differ, refusals for errors."""
    cases = extract_of_metrics["seqeval"]
    assert len(cases) == 48
    for case in cases:
        tags = case["y_true"], case["y_pred"]
        for key, read in (("default", tag_1), ("0.0.12", tag_0)):
            if case[key] is None:
                with pytest.raises(Refused):
                    lenient(read)(list(tags))
            else:
                gold, predicted = ([chunks] for chunks in (lenient(read)([side])[0] for side in tags))
                assert as_list(chunk_report(predicted, gold).micro) == near(case[key]), case["id"]
        for name, f1 in case["strict_f1"].items():
            if isinstance(f1, str):
                with pytest.raises(Refused):
                    strict(name)(list(tags))
            else:
                report = chunk_report(strict(name)([tags[1]]), strict(name)([tags[0]]))
                assert report.micro.f1 == pytest.approx(f1, abs=NEAR), (case["id"], name)


def test_every_case(golden):
    """All 204 pairs: entities and shares in default mode of both versions and in six strict schemes."""
    cases = golden("seqeval/seqeval.json.gz")["cases"]
    assert len(cases) == 204
    n = 0
    for case in cases:
        tags = case["y_true"], case["y_pred"]
        n += check_case(case["default"], *tags, lenient(tag_1), inclusive)
        n += check_case(case["seqeval_0.0.12_default"], *tags, lenient(tag_0), inclusive)
        for name, said in case["strict"].items():
            n += check_case(said, *tags, strict(name), half_open)
    assert n == 5520  # counted once, so that no case is passed over


def test_every_group(golden):
    """Whole groups at once: reports by type, micro, macro, weighted, in default mode and in strict schemes."""
    file = golden("seqeval/seqeval.json.gz")
    n = 0
    for name, group in file["groups"].items():
        cases = [
            c for c in file["cases"] if c["group"] == name or (name == "all_random" and c["group"] != "hand")
        ]
        assert len(cases) == group["n"]
        gold, predicted = ([c[side] for c in cases] for side in ("y_true", "y_pred"))
        if name == "hand":
            with pytest.raises(Refused):
                lenient(tag_1)(predicted)
            continue
        chunks = lenient(tag_1)
        report = chunk_report(chunks(predicted), chunks(gold))
        n += check_report(group["default"], report)
        for average in ("micro", "macro", "weighted"):
            assert as_list(getattr(report, average)) == near(group[f"default_{average}"])
        assert report.micro.f1 == pytest.approx(group["strict_without_scheme"], abs=NEAR)
        assert report.micro.f1 == pytest.approx(group["scheme_without_strict_f1"], abs=NEAR)
        by_type = group["default_per_type"]
        assert list(report.by_type) == by_type["types"]
        for each, *said in zip(by_type["types"], *by_type["prfs"]):
            assert [*as_list(report.by_type[each]), report.support[each]] == near(said)
        for scheme, said in group["strict"].items():
            if "error" in said:
                with pytest.raises(Refused):
                    strict(scheme)([*gold, *predicted])
                n += 1
            else:
                n += check_report(said, chunk_report(strict(scheme)(predicted), strict(scheme)(gold)))
    assert n == 806  # counted once


def test_detected_schemes(golden):
    """The scheme that prefixes speak for, or that they speak for none, in all 204 cases."""
    for case in golden("seqeval/seqeval.json.gz")["cases"]:
        found = detected([case["y_true"]])
        said = case["auto_detect_true"]
        assert (found.name if isinstance(found, Scheme) else None) == (
            said if isinstance(said, str) else None
        )


def test_edges(golden):
    """Suffixes, nothing but O, nothing at all, sentences of unequal length."""
    edge = golden("seqeval/seqeval.json.gz")["edge"]
    ways = {
        "suffix": lenient(suffixed_tag_1),
        "suffix_not_said": lenient(tag_1),
        "suffix_strict": strict("IOB2", is_suffixed=True),
        "all_O_strict": strict("IOB2"),
        "all_O_strict_zero_division_1": strict("IOB2"),
        "strict_unknown_prefix": strict("IOB2"),
        "strict_IOBES_tags_under_IOB2": strict("IOB2"),
    }
    refused, scored = set(), set()
    for name, said in edge.items():
        if name in ("unequal_sequences", "tuples", "numpy_none"):  # see the last two tests; a bug; no input
            continue
        chunks = ways.get(name, lenient(tag_1))
        kwargs = said["kwargs"]
        try:
            if problems := _chunks.refusals(said["y_pred"], said["y_true"]):
                raise Refused(problems)
            report = chunk_report(
                chunks(said["y_pred"]), chunks(said["y_true"]), undefined=kwargs.get("zero_division", 0.0)
            )
        except Refused:
            assert isinstance(said["f1"], dict), name
            refused.add(name)
            continue
        average = report.macro if kwargs.get("average") == "macro" else report.micro
        assert as_list(average) == near([said["precision"], said["recall"], said["f1"]]), name
        scored.add(name)
    assert (len(scored), len(refused)) == (14, 5)


def test_a_run_of_untyped_tags_may_come_from_the_sentence_before():
    """In 1.2.2 a sentence-final X has the type of O, so nothing ends it; the next one's X does not begin anew."""
    alone = lenient_chunks([["X", "NOUN"]], tag_1)
    after = lenient_chunks([["NOUN", "X"], ["X", "NOUN"]], tag_1)
    assert [chunk.type for chunk in alone[0]] == ["_", "OUN"]
    assert [(chunk.type, chunk.first) for chunk in after[1]] == [("_", 1), ("OUN", 4)]
    assert [chunk.type for chunk in lenient_chunks([["NOUN", "X"]], tag_0)[0]] == ["NOUN", "X"]


def test_tuples_are_sequences():
    """Sentences as tuples are read, where seqeval wants lists."""
    assert _chunks.measure_chunks([("B-PER", "O")], [("B-PER", "O")], tag_0).tolist() == [[1, 1, 1]]


TAGS = st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "E-PER", "S-LOC"])
SENTENCES = st.lists(st.lists(TAGS, max_size=6), min_size=1, max_size=6)


@given(SENTENCES)
def test_typed_chunks_lie_apart_in_their_sentence(sentences):
    """With tags of a letter and a type, chunks of a sentence are those it has alone, and cover no token twice."""
    together = lenient_chunks(sentences, tag_1)
    at = 0
    for sentence, chunks in zip(sentences, together):
        (alone,) = lenient_chunks([sentence], tag_1)
        moved = [chunk._replace(first=chunk.first + at, last=chunk.last + at) for chunk in alone]
        assert moved == chunks
        assert all(b.first > a.last for a, b in pairwise(chunks))
        assert lenient_chunks([sentence], tag_0) == [alone]
        at += len(sentence) + 1


@given(SENTENCES)
def test_gold_tags_score_full(sentences):
    """Gold tags as predictions are right wherever there is a chunk, in micro and by type."""
    chunks = lenient_chunks(sentences, tag_1)
    report = chunk_report(chunks, chunks)
    assert report.micro.f1 == (1.0 if any(chunks) else 0.0)
    assert all(each == shares([1, 1, 1]) for each in report.by_type.values())


def test_refusals_say_why():
    """What does not fit a scheme is told with the tag and the prefixes that do."""
    with pytest.raises(Refused) as refused:
        strict_chunks([["B-PER", "S-PER", "S-PER", "M-LOC"]], SCHEMES["IOB2"])
    assert [str(problem) for problem in refused.value.problems] == [
        'expected a tag of IOB2 (I, O, B), found "S-PER"',
        'expected a tag of IOB2 (I, O, B), found "M-LOC"',
    ]
    assert str(detected([["I-PER", "O"]])) == (
        'expected prefixes of IOB2, IOE2, IOBES or BILOU, found "I, O" Name the scheme: IOB1, IOE1.'
    )
    with pytest.raises(Refused) as refused:
        _chunks.measure_chunks([None, ["O"], ["O"], ["O", ""]], [["O"], ["O", "O"], ["O"], ["O", "O"]], tag_0)
    assert [str(problem) for problem in refused.value.problems] == [
        "example 0 (counted from 0): 1 of 4 sentences have no prediction. Predict a tag for every token.",
        (
            "example 1 (counted from 0): 1 of 4 sentences have another number of predicted tags than of gold "
            "tags."
        ),
        "example 3 (counted from 0): 1 of 4 sentences hold an empty tag. Outside is written O.",
    ]
    with pytest.raises(Refused, match="sentences are not sequences of tags"):
        _chunks.measure_chunks(["B-PER"], ["B-PER"], tag_0)
    with pytest.raises(Refused, match="no examples to score"):
        chunk_report([], [])
