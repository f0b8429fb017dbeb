"""xquad-r: sentences in all languages that hold the answer of a question."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from data.readers.scenes import read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import PassageExample

EN = "Kisumu lies by the lake. It feeds Kisumu. It feeds Kisumu."
SW = "Kisumu iko ziwani. Ziwa hulisha Kisumu."
BREAKS = {EN: [[0, 24], [25, 41], [42, 58]], SW: [[0, 18], [19, 39]]}


def document(context: str, *asked: tuple[str, str, str, int], **changes: Any) -> str:
    qas = [
        {"id": id_, "question": question, "answers": [{"text": text, "answer_start": start}]}
        for id_, question, text, start in asked
    ]
    paragraph = {"context": context, "sentence_breaks": BREAKS[context], "qas": qas, **changes}
    return json.dumps({"data": [{"title": "t", "paragraphs": [paragraph]}]})


FILES = {
    "xquad-r.sw.json": document(SW, ("q1", "Wapi?", "ziwani", 11), ("q2", "Nani?", "Ziwa", 19)),
    "xquad-r.en.json": document(EN, ("q1", "Where?", "the lake", 15), ("q2", "What?", "It", 25)),
}


def test_the_answer_is_a_sentence_in_every_language() -> None:
    """Queries are of one language, candidates of all; ids and order are LAReQA's."""
    examples, ledger = read("xquad-r", FILES, "sw")
    queries = [e for e in examples if e.role == "query"]
    candidates = [e for e in examples if e.role == "candidate"]
    assert queries[0] == PassageExample(
        id="q1_sw",
        language="sw",
        text="Wapi?",
        targets=("en_1_0", "sw_1_0"),
        group="q1",
        cluster=queries[1].cluster,
    )
    assert [e.id for e in candidates] == ["en_1_0", "en_1_1", "en_1_2", "sw_1_0", "sw_1_1"]
    assert candidates[3] == PassageExample(
        id="sw_1_0",
        language="sw",
        text="Kisumu iko ziwani.",
        context=SW,
        role="candidate",
        cluster=queries[0].cluster,
    )
    assert {e.cluster for e in candidates} == {queries[0].cluster} != {""}
    assert ledger == Ledger(read=7, kept=7)


def test_a_sentence_that_stands_twice_is_right_twice() -> None:
    """LAReQA compares texts within a paragraph."""
    examples, _ = read("xquad-r", FILES, "en")
    assert examples[1].targets == ("en_1_1", "en_1_2", "sw_1_1")


def test_an_answer_over_the_end_counts_where_it_starts() -> None:
    """Two sentences hold it; the first is right, and the ledger says so."""
    files = {"en.json": document(EN, ("q1", "?", "lake. It", 19))}
    examples, ledger = read("xquad-r", files)
    assert examples[0].targets == ("en_1_0",)
    assert ledger.notes == {"answers that run over the end of their sentence": 1}


def test_an_answer_between_sentences() -> None:
    """Refused as it stands; left out of this language if that is allowed, and no target of others."""
    files = {**FILES, "xquad-r.en.json": document(EN, ("q1", "?", " It", 24), ("q2", "?", "It", 25))}
    assert refusal("xquad-r", files, "sw") == (
        "xquad-r.en.json: question q1: the answer starts in no sentence. "
        'Set misplaced = "repair" or "drop" to go on.'
    )
    examples, ledger = read("xquad-r", files, "sw", misplaced="drop")
    assert examples[0].targets == ("sw_1_0",) and not ledger.dropped
    examples, ledger = read("xquad-r", files, "en", misplaced="drop")
    assert examples[0].id == "q2_en"
    assert ledger.dropped == {"answer in no sentence": 1}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"xquad-r.sw.json": FILES["xquad-r.sw.json"]}, "xquad-r: expected a file of 'en', found sw"),
        (
            {"a/en.json": FILES["xquad-r.en.json"], "xquad-r.en.json.gz": "{}"},
            "xquad-r.en.json.gz: expected one file a language, found 'en' again, after a/en.json",
        ),
        ({"en.json": '{"data": [{}]}'}, "en.json: data[0]: expected a field 'paragraphs', found no fields"),
        (
            {"en.json": document(EN, sentence_breaks=[[0, 24], [25, 99]])},
            (
                "en.json: data[0].paragraphs[0].sentence_breaks[1]: expected two positions in a context of "
                "58 characters, found [25, 99]"
            ),
        ),
        (
            {"en.json": document(EN, qas=[{"id": "q", "question": "?", "answers": []}])},
            "en.json: data[0].paragraphs[0].qas[0].answers: expected one answer, found 0",
        ),
        (
            {"en.json": json.dumps({"data": [{"paragraphs": [{"context": EN, "qas": []}]}]})},
            "en.json: data[0].paragraphs[0]: expected a field 'sentence_breaks', found context, qas",
        ),
        ({"en.json": '{"data": []'}, "en.json:1: not valid JSON: Expecting ',' delimiter (column 12)"),
    ],
)
def test_damage_is_told_with_its_place(files: dict[str, str], said: str) -> None:
    """Plain XQuAD, positions outside of the context, a language that is missing."""
    assert refusal("xquad-r", files) == said


def test_ids_and_targets_are_those_of_the_official_script(shared: Path) -> None:
    """A toy cut of six languages as utils_lareqa.py of google-research/xtreme@838c13b reads it."""
    with gzip.open(shared / "golden" / "xtreme" / "lareqa.json.gz") as stream:
        golden = json.load(stream)
    files = {f"{code}.json": json.dumps(squad) for code, squad in golden["toy_xquad_r"].items()}
    found: list[PassageExample] = []
    for code in golden["toy_xquad_r"]:
        examples, _ = read("xquad-r", files, code)
        assert [e.id for e in examples if e.role == "candidate"] == golden["candidate_uids"]
        found += [e for e in examples if e.role == "query"]
    assert [e.id for e in found] == golden["question_uids"]
    assert [e.group for e in found] == golden["question_xling_ids"]
    for example, positions in zip(found, golden["relevant_candidate_positions"]):
        assert sorted(example.targets) == sorted(golden["candidate_uids"][i] for i in positions)
