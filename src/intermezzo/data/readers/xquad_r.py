"""xquad-r: XQuAD-R of LAReQA, SQuAD's JSON with the sentences of each paragraph; an answer is a sentence to be found.

    {"data": [{"paragraphs": [{"context": "Kisumu lies by the lake. It feeds Kisumu.",
        "sentences": ["Kisumu lies by the lake.", "It feeds Kisumu."], "sentence_breaks": [[0, 24], [25, 41]],
        "qas": [{"id": "q1", "question": "Where?", "answers": [{"text": "the lake", "answer_start": 15}]}]}]}]}

The files of all languages together. Queries are the questions of the language asked for, candidates the sentences of all
files, each with its paragraph as `context`; targets are, in every language, the sentences that hold the start of the
answer. A sentence that stands twice in its paragraph is right twice. Ids are LAReQA's: `q1_en`, and `en_1_0` for the
first sentence of the first paragraph. A file's language is what its name ends in: `xquad-r.en.json`, `en.json`.

Source: Roy et al. (2020), arXiv:2004.05484; google-research/xtreme, third_party/utils_lareqa.py (`load_data`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from intermezzo.data.asked import gold_in
from intermezzo.data.collect import collected
from intermezzo.data.gold import GO_ON
from intermezzo.data.identity import paragraphs
from intermezzo.data.json_text import parse
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.opening import UNPACK
from intermezzo.data.place import Place, expected, member, shown, sure
from intermezzo.data.reader import Reader, ReadOptions, opened, refuse
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

NO_SENTENCE = "answer in no sentence"
OVER_THE_END = "answers that run over the end of their sentence"


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    context: str
    sentences: tuple[tuple[int, int], ...]  # from, to, in code points of the context
    questions: tuple[Question, ...]

    def holding(self, question: Question) -> tuple[int, int] | None:
        """The sentence in which the answer starts."""
        return next((s for s in self.sentences if s[0] <= question.start < s[1]), None)

    def right(self, question: Question) -> list[int]:
        """Numbers of the sentences that say what the sentence with the answer says."""
        held = self.holding(question)
        texts = [self.context[start:end] for start, end in self.sentences]
        return [] if held is None else [i for i, t in enumerate(texts) if t == self.context[slice(*held)]]


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    names = by_language(sources, language)
    texts = {code: opened(sources[name], name=name) for code, name in names.items()}
    found = {code: list(in_file(texts[code].content, name)) for code, name in names.items()}
    refuse((p for each in found.values() for p in each if isinstance(p, Problem)), name=", ".join(sources))
    files = {code: [p for p in each if isinstance(p, Paragraph)] for code, each in found.items()}

    targets: defaultdict[str, list[str]] = defaultdict(list)
    for code, each in files.items():
        for number, paragraph in enumerate(each, start=1):
            for question in paragraph.questions:
                targets[question.id] += [f"{code}_{number}_{i}" for i in paragraph.right(question)]
    outside = [
        (f"{names[code]}: question {question.id}", code)
        for code, each in files.items()
        for paragraph in each
        for question in paragraph.questions
        if paragraph.holding(question) is None
    ]
    if options.misplaced == "error":
        what = "the answer starts in no sentence."
        refuse((Problem(place=p, what=what, remedy=GO_ON) for p, _ in outside), name=", ".join(sources))

    def examples() -> Iterator[PassageExample]:
        clusters = {
            code: paragraphs(((p.context, q.id) for p in each for q in p.questions), parallel=True)
            for code, each in files.items()
        }
        for paragraph in files[language]:
            for question in paragraph.questions:
                if paragraph.holding(question) is not None:
                    yield PassageExample(
                        id=f"{question.id}_{language}",
                        language=language,
                        text=question.text,
                        targets=tuple(targets[question.id]),
                        group=question.id,
                        cluster=clusters[language][paragraph.context],
                    )
        for code, each in files.items():
            for number, paragraph in enumerate(each, start=1):
                for i, (start, end) in enumerate(paragraph.sentences):
                    yield PassageExample(
                        id=f"{code}_{number}_{i}",
                        language=code,
                        text=paragraph.context[start:end],
                        context=paragraph.context,
                        role="candidate",
                        cluster=clusters[code].get(paragraph.context, ""),
                    )

    over = sum(
        held is not None and question.start + question.length > held[1]
        for paragraph in files[language]
        for question in paragraph.questions
        for held in [paragraph.holding(question)]
    )
    return collected(
        examples(),
        name=", ".join(sources),
        options=options,
        notes=merged(*(text.notes for text in texts.values()), {OVER_THE_END: over}),
        dropped={NO_SENTENCE: sum(code == language for _, code in outside)},
    )


def by_language(sources: Mapping[str, Path | bytes], language: str) -> dict[str, str]:
    """Language -> the file's name, in the order of languages, which is that of LAReQA's candidates."""
    names: dict[str, str] = {}
    for name in sources:
        path = PurePath(name)
        path = path.with_suffix("") if path.suffix in UNPACK else path
        code = path.stem.rpartition(".")[2]
        if code in names:
            raise Refused(
                expected("one file a language", f"'{code}' again, after {names[code]}", Place(name))
            )
        names[code] = name
    if language not in names:
        raise Refused(expected(f"a file of '{language}'", ", ".join(sorted(names)), Place("xquad-r")))
    return dict(sorted(names.items()))


def in_file(content: str, name: str) -> Iterator[Paragraph | Problem]:
    try:
        articles = sure(member(sure(parse(content, name=name)), "data", list, Place(name)))
        for a, article in enumerate(articles):
            place = Place(name, "data").item(a)
            for p, each in enumerate(sure(member(article, "paragraphs", list, place))):
                yield in_paragraph(each, place.key("paragraphs").item(p))
    except Refused as refused:
        yield from refused.problems


def in_paragraph(record: object, place: Place) -> Paragraph:
    context = sure(member(record, "context", str, place))
    breaks, qas = (sure(member(record, key, list, place)) for key in ("sentence_breaks", "qas"))
    return Paragraph(
        context,
        tuple(between(each, context, place.key("sentence_breaks").item(i)) for i, each in enumerate(breaks)),
        tuple(in_question(each, place.key("qas").item(i)) for i, each in enumerate(qas)),
    )


def between(value: object, context: str, place: Place) -> tuple[int, int]:
    """Where a sentence begins and ends."""
    if isinstance(value, list) and len(value) == 2:
        start, end = value
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(context):
            return start, end
    found = f"{value}" if isinstance(value, list) else shown(value)
    raise Refused(expected(f"two positions in a context of {len(context):,} characters", found, place))


def in_question(record: object, place: Place) -> Question:
    answers, at = sure(member(record, "answers", list, place)), place.key("answers")
    if len(answers) != 1:
        raise Refused(expected("one answer", str(len(answers)), at))
    gold = sure(gold_in(answers[0], at.item(0)))
    return Question(
        id=sure(member(record, "id", str, place)),
        text=sure(member(record, "question", str, place)),
        start=int(gold.start or 0),
        length=len(str(gold.text)),
    )


READER = Reader(name="xquad-r", unit="passage", read_together=read_together)
