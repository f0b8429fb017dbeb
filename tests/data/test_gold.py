"""Placing answers: what is repaired, dropped, kept, and what the ledger says about it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scenes import CONTEXT, UNTIMED, as_json, qa, read, refusal, squad
from intermezzo.data.gold import nearest
from intermezzo.data.ledger import Ledger
from intermezzo.example import Answer, QAExample

# Few letters, so that texts repeat and overlap; one beyond the basic plane, one that combines.
FEW_LETTERS = st.text("ab 𝒳\u0301", max_size=40)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def answers(document: dict[str, Any], **options: Any) -> tuple[list[tuple[Answer, ...]], Ledger]:
    examples, ledger = read(document, **options)
    return [example.answers for example in examples if isinstance(example, QAExample)], ledger


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("lake", 15, 19),  # the later "lake" is at 29
        ("lake", 28, 29),
        ("lake", 24, 19),  # both are 5 away: the earlier
        ("lake", 9999, 29),
        ("Kisumu", 40, 40),
        ("e", 33, 32),
    ],
)
def test_repair_moves_to_the_nearest_occurrence(text: str, start: int, found: int) -> None:
    """An answer moves to the occurrence nearest to its position, the earlier of two as near."""
    placed, _ = answers(squad(qa(text=text, start=start)), misplaced="repair")
    assert placed == [(Answer(text=text, start=found),)]


@UNTIMED
@given(context=FEW_LETTERS, text=FEW_LETTERS.filter(bool), start=st.integers(-3, 50))
def test_nearest_is_the_nearest(context: str, text: str, start: int) -> None:
    """Against all positions tried one by one, overlapping occurrences included."""
    all_of_them = [i for i in range(len(context)) if context.startswith(text, i)]
    assert nearest(text, context, start) == min(all_of_them, key=lambda i: (abs(i - start), i), default=-1)


@UNTIMED
@given(
    context=FEW_LETTERS,
    golds=st.lists(st.tuples(FEW_LETTERS, st.integers(-2, 50)), min_size=1, max_size=4),
    misplaced=st.sampled_from(["repair", "drop"]),
    unplaced=st.sampled_from(["keep", "drop"]),
)
def test_whatever_was_repaired_is_a_slice(
    context: str, golds: list[tuple[str, int]], misplaced: str, unplaced: str
) -> None:
    """After repair or drop, each answer is a slice of its context or unplaced, and the books balance."""
    asked = qa(answers=[{"text": text, "answer_start": start} for text, start in golds])
    document = squad(asked, qa("q2", answers=[]), qa("q3", text="Z", start=0))
    document["data"][0]["paragraphs"][0]["context"] = context + "Z"
    examples, ledger = read(document, misplaced=misplaced, unplaced=unplaced)
    kept = [answer for e in examples if isinstance(e, QAExample) for answer in e.answers]
    for answer in kept:
        is_unplaced = answer.start == -1 and unplaced == "keep"
        assert is_unplaced or (context + "Z")[answer.start : answer.start + len(answer.text)] == answer.text
        assert answer.text
    assert ledger.answers == len(golds) + 1 == len(kept) + sum(ledger.answers_dropped.values())
    assert ledger.notes.get("unplaced golds kept", 0) == sum(answer.start == -1 for answer in kept)


def test_drop_drops_the_answer_and_the_question_without_answers() -> None:
    """`drop` takes away what is misplaced; a question goes with its last answer, and both are counted."""
    two = [{"text": "Kisumu", "answer_start": 0}, {"text": "lake", "answer_start": 0}]
    placed, ledger = answers(squad(qa(answers=two), qa("q2", text="lake", start=1)), misplaced="drop")
    assert placed == [(Answer(text="Kisumu", start=0),)]
    assert ledger == Ledger(
        read=2, kept=1, dropped={"no answer left": 1}, answers=3, answers_dropped={"misplaced": 2}
    )


def test_what_the_file_calls_absent_is_never_moved() -> None:
    """AfriQA's "no" at -1 is not looked for: it would be found inside "known"."""
    document = squad(qa(), qa("q2", text="no", start=-1), context="Kisumu is known.")
    placed, ledger = answers(document, misplaced="repair")
    assert placed == [(Answer(text="Kisumu", start=0),)]
    assert ledger.answers_dropped == {"marked as not in the context": 1}
    assert ledger.repaired == 0


def test_unplaced_golds_can_stay_for_scoring() -> None:
    """With unplaced = "keep", a gold that is not in the context stays at -1 and is noted; empty ones go."""
    document = squad(qa(text="Nairobi", start=3), qa("q2", text="yes", start=-1), qa("q3", text="", start=-1))
    placed, ledger = answers(document, misplaced="repair", unplaced="keep")
    assert placed == [(Answer(text="Nairobi", start=-1),), (Answer(text="yes", start=-1),)]
    assert ledger.notes == {"unplaced golds kept": 2}
    assert (ledger.repaired, ledger.answers_dropped) == (0, {"empty": 1})


def test_some_empty_answers_of_a_question() -> None:
    """SQuAD-es has questions some of whose answers are empty at -1: they go, the others stay."""
    some = [{"text": "", "answer_start": -1}, {"text": "lake", "answer_start": 19}]
    placed, ledger = answers(squad(qa(answers=some)), misplaced="repair")
    assert placed == [(Answer(text="lake", start=19),)]
    assert (ledger.kept, ledger.answers_dropped) == (1, {"empty": 1})


def test_offsets_count_code_points_of_the_text_as_it_stands() -> None:
    """Combining marks, letters beyond the basic plane and outer spaces are neither composed nor stripped."""
    context = " 𝒳e\u0301 \r\n Kisumu\u200d "
    placed, ledger = answers(squad(qa(text=" Kisumu\u200d ", start=7), context=context))
    examples, _ = read(squad(qa(text=" Kisumu\u200d ", start=7), context=context))
    assert placed == [(Answer(text=" Kisumu\u200d ", start=7),)]
    assert isinstance(examples[0], QAExample) and examples[0].context == context
    assert ledger.notes == {"answers with outer space": 1}


def test_unanswerable_by_mark_or_by_empty_answers() -> None:
    """`is_impossible` makes a question unanswerable, and so do empty answers among answered ones, noted."""
    plausible = [{"text": "lake", "answer_start": 19}]
    document = squad(
        qa(is_impossible=False),
        qa("q2", answers=[], is_impossible=True, plausible_answers=plausible),
        qa("q3", answers=[]),
    )
    placed, ledger = answers(document)
    assert placed == [(Answer(text="Kisumu", start=0),), (), ()]
    assert ledger == Ledger(read=3, kept=3, answers=1, notes={"unanswerable without a mark": 1})


def test_a_file_of_impossible_questions_is_no_blanked_file() -> None:
    """Where every question is marked impossible, the labels are there."""
    placed, _ = answers(squad(qa(answers=[], is_impossible=True)))
    assert placed == [()]


def test_one_impossible_question_does_not_hide_blanked_ones() -> None:
    """Empty answers without a mark, in a file that answers nothing, are no labels."""
    said = refusal(squad(qa(answers=[], is_impossible=True), qa("q2", answers=[])), split="test")
    assert said.startswith("my.json: split 'test' has no labels (all answers empty).")


@pytest.mark.parametrize("misplaced", ["repair", "drop"])
def test_questions_without_context_go(misplaced: str) -> None:
    """A null context takes its question along, with a reason, and the answers are accounted for."""
    document = squad(qa())
    document["data"] += squad(qa("q2"), context=None)["data"]
    _, ledger = answers(document, misplaced=misplaced)
    assert ledger == Ledger(
        read=2, kept=1, dropped={"no context": 1}, answers=2, answers_dropped={"no context": 1}
    )


def test_ids_are_texts_and_unique() -> None:
    """Numbers become texts and repeats get a suffix no other id has; both are noted."""
    ids = [7, "a", "a", "a#2", "a", "7"]
    examples, ledger = read(squad(*[qa(id) for id in ids]))
    assert [example.id for example in examples] == ["7", "a", "a#3", "a#2", "a#4", "7#2"]
    assert ledger.notes == {"repeated ids made unique": 3, "whole-number ids turned into text": 1}


def test_ids_do_not_depend_on_what_was_dropped() -> None:
    """A repeated id is counted whether or not its first bearer was kept."""
    examples, _ = read(squad(qa("a", text="x"), qa("a")), misplaced="drop")
    assert [example.id for example in examples] == ["a#2"]


def test_positions_may_be_texts() -> None:
    """TQuad writes "19" for 19."""
    placed, ledger = answers(squad(qa(text="lake", start="19")))
    assert placed == [(Answer(text="lake", start=19),)]
    assert ledger.notes == {"positions written as text": 1}


def test_groups_are_ids_as_the_file_has_them() -> None:
    """In a parallel set the group is the original id, also where the example's own was made unique."""
    examples, _ = read(squad(qa(7), qa(7)), parallel=True)
    assert [(example.id, example.group) for example in examples] == [("7", "7"), ("7#2", "7")]


def test_clusters_are_paragraphs() -> None:
    """Questions of one context share a cluster in all files; in parallel sets, those of one set of ids."""
    document = squad(qa(), qa("q2"))
    document["data"] += squad(qa("q3"), context=CONTEXT + "!")["data"]
    first, second, third = (e.cluster for e in read(document)[0] if isinstance(e, QAExample))
    assert first == second != third
    (alone,) = (e.cluster for e in read(squad(qa("other")))[0] if isinstance(e, QAExample))
    assert alone == first
    translated = squad(qa("q2"), qa("q1"), context="Kisumu liegt am See.")
    both = [read(each, parallel=True)[0] for each in (squad(qa("q1"), qa("q2")), translated)]
    assert len({e.cluster for es in both for e in es if isinstance(e, QAExample)}) == 1


SPANS = st.builds(
    lambda before, text, after: (before, text, after), ANY_TEXT, ANY_TEXT.filter(bool), ANY_TEXT
)


@UNTIMED
@given(
    paragraphs=st.lists(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, SPANS), min_size=1, max_size=3), max_size=3)
)
def test_written_squad_reads_back(paragraphs: list[list[tuple[str, str, tuple[str, str, str]]]]) -> None:
    """Whatever Unicode holds, a SQuAD file gives back its ids, questions, contexts and spans exactly."""
    paragraphs = [*paragraphs, [("anchor", "?", ("", "x", ""))]]
    written, expected = [], []
    for asked in paragraphs:
        context, qas = "", []
        for id_, question, (before, text, after) in asked:
            answer = {"text": text, "answer_start": len(context + before)}
            qas.append({"id": id_, "question": question, "answers": [answer]})
            context += before + text + after
        written.append({"context": context, "qas": qas})
        expected += [(q["id"], q["question"], context, q["answers"]) for q in qas]
    document = {"data": [{"paragraphs": written}]}
    for content in (as_json(document), json.dumps(document).encode("ascii")):
        examples, ledger = read(content)
        found = [
            (e.id, e.question, e.context, [{"text": a.text, "answer_start": a.start} for a in e.answers])
            for e in examples
            if isinstance(e, QAExample)
        ]
        assert [each[1:] for each in found] == [each[1:] for each in expected]
        assert all(a[0] == b[0] or a[0].startswith(f"{b[0]}#") for a, b in zip(found, expected))
        assert ledger.kept == len(expected) == len({each[0] for each in found})
