"""tydiqa-primary: TyDi QA's primary task as extractive QA, where an annotator marked a span.

    {"example_id": 19, "language": "english", "question_text": "Where is Kisumu?",
     "document_plaintext": "Kisumu lies by the lake. …",
     "passage_answer_candidates": [{"plaintext_start_byte": 0, "plaintext_end_byte": 24}],
     "annotations": [{"passage_answer": {"candidate_index": 0}, "yes_no_answer": "NONE",
                      "minimal_answer": {"plaintext_start_byte": 12, "plaintext_end_byte": 23}}]}

Positions count bytes of the document. The context is the passage that most annotators answer from, the first of
several; spans of theirs in it are its answers, spans in other passages are counted. Questions that are answered by
yes or no, by a whole passage or not at all are left out and counted, as are those of other languages.

Source: Clark et al. (2020), TyDi QA; google-research-datasets/tydiqa.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from intermezzo.data.asked import Asked, Gold, first_problem, id_in
from intermezzo.data.gold import settle
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected, keys, member, shown
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import QAExample
from intermezzo.problem import Problem

LANGUAGES = {
    "arabic": "ar",
    "bengali": "bn",
    "english": "en",
    "finnish": "fi",
    "indonesian": "id",
    "japanese": "ja",
    "korean": "ko",
    "russian": "ru",
    "swahili": "sw",
    "telugu": "te",
    "thai": "th",
}

# Reasons in the ledger.
OTHER_LANGUAGE = "another language"
UNANSWERED = "no answer in the document"
WHOLE_PASSAGE = "a passage, no span"
YES_OR_NO = "answered by yes or no"
ELSEWHERE = "answers in another passage"  # a note: the question has answers in its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What an annotator said: a passage, and a span of bytes, where there is one."""

    passage: int  # below 0: none
    start: int  # below 0: none
    end: int
    is_yes_or_no: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A line as a question, or the reason it is none."""

    asked: Asked | None = None
    reason: str = ""
    n_elsewhere: int = 0


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[QAExample], Ledger]:
    text = opened(source, name=name)
    asked: list[Asked | Problem] = []
    left_out: Counter[str] = Counter()
    n_elsewhere = 0
    for place, record in parse_lines(text.content, name=name):
        met = record if isinstance(record, Problem) else in_line(record, place, language)
        if isinstance(met, Problem):
            asked.append(met)
        elif met.asked is None:
            left_out[met.reason] += 1
        else:
            asked.append(met.asked)
            n_elsewhere += met.n_elsewhere
    if not asked and left_out:
        why = ", ".join(f"{n:,} {reason}" for reason, n in sorted(left_out.items()))
        asked.append(Problem(place=name, what=f"no question in '{language}' is answered by a span ({why})."))
    return settle(
        asked,
        name=name,
        language=language,
        options=options,
        notes={**text.notes, ELSEWHERE: n_elsewhere},
        dropped=dict(left_out),
    )


def in_line(record: object, place: Place, language: str) -> Met | Problem:
    theirs = member(record, "language", str, place)
    if isinstance(theirs, Problem):
        return theirs
    if LANGUAGES.get(theirs, theirs) != language:
        return Met(reason=OTHER_LANGUAGE)
    assert isinstance(record, dict)  # or `member` had refused it
    question = member(record, "question_text", str, place)
    document = member(record, "document_plaintext", str, place)
    passages = member(record, "passage_answer_candidates", list, place)
    annotations = member(record, "annotations", list, place)
    identity = id_in(record, "example_id", place)
    if problem := first_problem(question, document, passages, annotations, identity):
        return problem
    assert isinstance(passages, list) and isinstance(annotations, list)
    assert isinstance(question, str) and isinstance(document, str) and isinstance(identity, str | int)

    said = [marked(each, place.key("annotations").item(i)) for i, each in enumerate(annotations)]
    if problem := first_problem(*said):
        return problem
    marks = [each for each in said if isinstance(each, Marked)]
    spans = [each for each in marks if each.passage >= 0 and each.start >= 0]
    if not spans:
        return Met(reason=without_span(marks))
    passage = Counter(each.passage for each in spans).most_common(1)[0][0]
    within = [each for each in spans if each.passage == passage]
    found = in_passage(document.encode("utf-8"), passages, passage, within, place)
    if isinstance(found, Problem):
        return found
    context, golds = found
    return Met(
        asked=Asked(id=identity, question=question, context=context, golds=golds),
        n_elsewhere=len(spans) - len(within),
    )


def without_span(marks: list[Marked]) -> str:
    if any(each.is_yes_or_no for each in marks):
        return YES_OR_NO
    return WHOLE_PASSAGE if any(each.passage >= 0 for each in marks) else UNANSWERED


def marked(annotation: object, place: Place) -> Marked | Problem:
    answer = member(annotation, "minimal_answer", dict, place)
    passage = member(annotation, "passage_answer", dict, place)
    yes_or_no = member(annotation, "yes_no_answer", str, place)
    if isinstance(answer, Problem):
        return answer
    if isinstance(passage, Problem):
        return passage
    if isinstance(yes_or_no, Problem):
        return yes_or_no
    span = bytes_in(answer, place.key("minimal_answer"))
    index = number(passage, "candidate_index", place.key("passage_answer"))
    if isinstance(span, Problem):
        return span
    if isinstance(index, Problem):
        return index
    return Marked(passage=index, start=span[0], end=span[1], is_yes_or_no=yes_or_no != "NONE")


def in_passage(
    document: bytes, passages: list[object], index: int, spans: list[Marked], place: Place
) -> tuple[str, tuple[Gold, ...]] | Problem:
    """The text of a passage and the answers in it, bytes turned into characters."""
    here = place.key("passage_answer_candidates")
    if index >= len(passages):
        return expected(f"passage {index}", f"{len(passages):,} passages", here)
    limits = bytes_in(passages[index], here.item(index))
    if isinstance(limits, Problem):
        return limits
    first, last = limits
    if not 0 <= first <= last <= len(document):
        return expected(f"bytes of a document of {len(document):,}", f"{first} to {last}", here.item(index))
    golds = []
    try:
        for span in spans:
            if not first <= span.start <= span.end <= last:
                what = f"an answer between the bytes {first} and {last} of its passage"
                return expected(what, f"{span.start} to {span.end}", place)
            text = document[span.start : span.end].decode("utf-8")
            golds.append(Gold(text=text, start=len(document[first : span.start].decode("utf-8"))))
        return document[first:last].decode("utf-8"), tuple(golds)
    except UnicodeDecodeError:
        return expected("positions between characters", "one within a character", place)


def bytes_in(record: object, place: Place) -> tuple[int, int] | Problem:
    start = number(record, "plaintext_start_byte", place)
    end = number(record, "plaintext_end_byte", place)
    if isinstance(start, Problem):
        return start
    if isinstance(end, Problem):
        return end
    return start, end


def number(record: object, key: str, place: Place) -> int | Problem:
    if not isinstance(record, dict):
        return expected("an object", shown(record), place)
    if key not in record:
        return expected(f"a field '{key}'", keys(record), place)
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, int):
        return expected("a whole number", shown(value), place.key(key))
    return value


READER = Reader(name="tydiqa-primary", unit="qa", read=read)
