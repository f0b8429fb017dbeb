"""Columns: rows of plain values become examples of any unit but QA (flat.py) and text.

JSON lines, tables with a header and the hub's rows meet here. Which column holds which field is looked up by the names
that data sets use, or told: `{"text": "premise", "second": "hypothesis"}`. Several columns for one field are joined
with "+", and a value inside an object is reached with ".": `{"choices": "choice1+choice2", "question": "item.stem"}`.

Pairs and choices that share their first text (a premise, a passage) are one cluster, unless a column says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from intermezzo.data.cells import TORN
from intermezzo.data.collect import collected
from intermezzo.data.identity import digest
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.place import Place, expected, keys, lone_surrogate, shown
from intermezzo.data.reader import Examples, ReadOptions, refuse
from intermezzo.example import ChoiceExample, Example, LabelExample, PassageExample, TagExample
from intermezzo.problem import Problem, Refused

Row = Mapping[str, Any]

# By unit: our field -> the names it goes by, the first that a row has.
NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "label": {
        "id": ("id", "uid", "pairID", "idx"),
        "text": ("text", "sentence1", "premise", "question1", "context"),
        "second": ("second", "sentence2", "hypothesis", "hypo", "question2"),
        "label": ("label", "gold_label", "is_duplicate"),
        "group": ("group",),
        "cluster": ("cluster",),
        "language": (),
    },
    "choice": {
        "id": ("id", "idx", "ind"),
        "context": ("context", "premise", "ctx"),
        "question": ("question.stem", "question"),
        "choices": (
            "choices",
            "question.choices",
            "endings",
            "answers",
            "choice1+choice2",
            "answerA+answerB+answerC",
            "answer0+answer1+answer2+answer3",
        ),
        "answer": ("answer", "label", "answerKey", "correct"),
        "group": ("group",),
        "cluster": ("cluster",),
        "language": (),
    },
    "tags": {
        "id": ("id",),
        "words": ("words", "tokens"),
        "tags": ("tags", "ner_tags", "upos"),
    },
    "passage": {
        "id": ("id",),
        "query": ("query", "question", "sentence1"),
        "target": ("target", "answer", "sentence2"),
        "group": ("group",),
        "cluster": ("cluster", "scheme_host", "origin"),
    },
}
OPTIONAL = {
    "id", "second", "question", "context", "label", "answer", "tags", "group", "cluster", "language"
}  # fmt: skip
JOIN, INTO = "+", "."
MIN_CHOICES = 2

# COPA and XCOPA ask with one word; people are asked a question.
QUESTIONS = {"cause": "What was the cause?", "effect": "What happened as a result?"}
UNDECIDED = "-"  # gold_label of MultiNLI and SNLI where the annotators did not agree

# In the ledger.
OTHER_LANGUAGE = "another language"
RENAMED = "labels renamed"
MADE_UNIQUE = "repeated ids made unique"
WRITTEN_OUT = "questions of cause and effect written out"
EMPTY = "empty texts"


def fields_of(unit: str) -> tuple[str, ...]:
    """Fields whose column can be told."""
    return tuple(NAMES[unit])


def read(
    rows: Iterable[tuple[Place, object | Problem]],
    *,
    unit: str,
    name: str,
    language: str,
    options: ReadOptions,
    notes: Mapping[str, int] | None = None,
) -> tuple[Examples, Ledger]:
    """Examples of one unit, or `Refused` with what is wrong with any row.

    Args:
        rows: each with its place; None is a torn row that is to be left out. A number stands for an id where there is
            none, counted over all rows, so that languages whose files are parallel agree.
        name, language, options, notes: as of readers. A column told for `language` leaves out rows of others.
    """
    make = MAKE[unit]
    left_out: Counter[str] = Counter()
    odd: Counter[str] = Counter()
    languages: set[str] = set()
    met_ids: Counter[str] = Counter()

    def found() -> Iterator[Any]:
        for number, (place, row) in enumerate(rows):
            if row is None:
                left_out[TORN] += 1
            elif isinstance(row, Problem):
                yield row
            elif not isinstance(row, dict):
                yield expected("an object", shown(row), place)
            else:
                try:
                    fields = Fields(row, place, unit, options, odd)
                    its_own = fields.text("language") if "language" in options.columns else language
                    if its_own == language:
                        yield from make(fields, told_apart(fields, str(number), met_ids), language)
                    else:
                        left_out[OTHER_LANGUAGE] += 1
                        languages.add(its_own)
                except Refused as refused:
                    yield from refused.problems

    met = list(found())
    if not met and languages:
        met.append(expected(f"rows in '{language}'", ", ".join(sorted(languages)), Place(name)))
    refuse((each for each in met if isinstance(each, Problem)), name=name)
    return collected(
        in_clusters(met, is_parallel=options.parallel),
        name=name,
        options=options,
        notes=merged(notes or {}, odd),
        dropped=left_out,
    )


def in_clusters(examples: Sequence[Any], *, is_parallel: bool) -> Iterator[Any]:
    """Examples with the cluster of their first text, where they have one and no cluster yet.

    In parallel sets it is of the ids of a run of rows with the same text (XNLI's three hypotheses a premise), so that
    it is the same in all languages: elsewhere in a file translations coincide by chance, or share a mark that
    something was not translated.
    """
    for text, run in groupby(examples, key=first_text):
        some = list(run)
        mark = "\n".join(each.id for each in some) if is_parallel else text
        for each in some:
            yield replace(each, cluster=digest(mark)) if text and not each.cluster else each


def first_text(example: Example) -> str:
    """What several examples may share; "" where there is no such thing."""
    match example:
        case LabelExample():
            return example.text
        case ChoiceExample():
            return example.context
        case _:
            return ""


class Fields:
    """One row, asked for our fields. What is missing or of another kind is `Refused` with its place."""

    def __init__(
        self, row: Row, place: Place, unit: str, options: ReadOptions, odd: Counter[str] | None = None
    ) -> None:
        self.row, self.place, self.options = row, place, options
        self.names = NAMES[unit]
        self.odd: Counter[str] = Counter() if odd is None else odd  # oddity -> how often, over all rows

    def column(self, field: str) -> str:
        """The name of the column, or of the columns joined; "" where an optional one is not there."""
        if told := self.options.columns.get(field):
            if lacking := [part for part in told.split(JOIN) if not self.has(part)]:
                raise Refused(expected(f"a field '{lacking[0]}'", keys(dict(self.row)), self.place))
            return told
        for name in self.names[field]:
            if all(map(self.has, name.split(JOIN))):
                return name
        if field in OPTIONAL:
            return ""
        wanted = " or ".join(f"'{name}'" for name in self.names[field])
        raise Refused(expected(f"a field {wanted}", keys(dict(self.row)), self.place))

    def is_named(self, field: str) -> bool:
        """Whether the row has a column for a field."""
        told = self.options.columns.get(field)
        names = (told,) if told else self.names[field]
        return any(all(map(self.has, name.split(JOIN))) for name in names)

    def has(self, name: str) -> bool:
        """Whether the row has a column, or an object in a column has a field."""
        if name in self.row:
            return True
        outer, _, inner = name.partition(INTO)
        return bool(inner) and isinstance(self.row.get(outer), Mapping) and inner in self.row[outer]

    def cell(self, name: str) -> Any:
        """The value of one column."""
        if name in self.row:
            return self.row[name]
        outer, _, inner = name.partition(INTO)
        return self.row[outer][inner]

    def value(self, field: str) -> Any:
        """The value of a field, a list where columns are joined; None where an optional one is not there."""
        name = self.column(field)
        if not name:
            return None
        parts = name.split(JOIN)
        return self.cell(name) if len(parts) == 1 else [self.cell(part) for part in parts]

    def group(self, name: str) -> str:
        """What the same example is called in all languages."""
        return self.text("group") or (name if self.options.parallel else "")

    def at(self, field: str) -> Place:
        """The place of a field, by the name its column has in the file."""
        return self.place.key(self.column(field) or field)

    def text(self, field: str) -> str:
        """Text; numbers become text, nothing becomes ""."""
        return self._text(self.value(field), self.at(field))

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; a dict of lists as the hub has them gives its `text`, as does a list of dicts."""
        value, place, parts = self.value(field), self.at(field), self.column(field).split(JOIN)
        if isinstance(value, dict) and "text" in value:
            value, place = value["text"], place.key("text")
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            value = [each.get("text") for each in value]
        if not isinstance(value, list):
            raise Refused(expected("a list of texts", shown(value), place))
        places = map(self.place.key, parts) if len(parts) > 1 else map(place.item, range(len(value)))
        return tuple(self._text(each, its_place) for each, its_place in zip(value, places))

    def label(self, field: str, value: Any = None) -> str:
        """A label as the row has it; "" where there is none. A table's 1.0 is 1."""
        value = self.value(field) if value is None else value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return self._text(value, self.at(field)).strip()

    def _text(self, value: Any, place: Place) -> str:
        if value is None or value != value:  # not a number: how tables write that there is nothing
            return ""
        if isinstance(value, bool):
            return str(int(value))
        if isinstance(value, int | float):
            return str(value)
        if not isinstance(value, str):
            raise Refused(expected("text", shown(value), place))
        if lone := lone_surrogate(value):
            raise Refused(expected("text", lone, place))
        return value


def labelled(row: Fields, number: str, language: str) -> Iterator[LabelExample]:
    """A text or a pair with its label."""
    name, label = row.text("id") or number, row.label("label")
    if label == UNDECIDED and row.column("label") == "gold_label":
        label = ""
    text, second = row.text("text"), row.text("second")
    row.odd[RENAMED] += row.options.labels.get(label, label) not in ("", label)
    row.odd[EMPTY] += not text or (not second and row.value("second") is not None)
    yield LabelExample(
        id=name,
        language=language,
        text=text,
        second=second,
        label=label,
        group=row.group(name),
        cluster=row.text("cluster"),
    )


def choosing(row: Fields, number: str, language: str) -> Iterator[ChoiceExample]:
    """Choices and which is right: a number from 0, a letter, or the name a choice has in the row."""
    name, choices, asked = row.text("id") or number, row.texts("choices"), row.text("question")
    if len(choices) < MIN_CHOICES:
        raise Refused(expected(f"{MIN_CHOICES} choices or more", str(len(choices)), row.at("choices")))
    row.odd[WRITTEN_OUT] += asked in QUESTIONS
    row.odd[EMPTY] += not all(choices)
    yield ChoiceExample(
        id=name,
        language=language,
        context=row.text("context"),
        question=QUESTIONS.get(asked, asked),
        choices=choices,
        answer=position(row, len(choices)),
        group=row.group(name),
        cluster=row.text("cluster"),
    )


def position(row: Fields, n: int) -> int:
    """The number of the right choice; -1 where the row says none.

    Errors: `Refused` where it is none of the `n` choices.
    """
    label, named = row.label("answer"), row.value("choices")
    said = row.options.labels.get(label, label)
    row.odd[RENAMED] += said not in ("", label)
    if not said:
        return -1
    names: list[Any] = []
    if isinstance(named, dict):
        labels = named.get("label")
        names = labels if isinstance(labels, list) else []
    elif isinstance(named, list) and all(isinstance(each, dict) for each in named):
        names = [each.get("label") for each in named]
    letters = [chr(ord("A") + i) for i in range(n)]
    for known in (names, [str(i) for i in range(n)], letters):
        if said in known:
            return known.index(said)
    if said == "-1":
        return -1
    raise Refused(expected(f"the number or letter of one of {n} choices", shown(said), row.at("answer")))


def tagged(row: Fields, number: str, language: str) -> Iterator[TagExample]:
    """Words, each with a tag."""
    words, place = row.texts("words"), row.place
    tags = tuple(row.label("tags", value=tag) for tag in row.value("tags") or [""] * len(words))
    if len(words) != len(tags):
        raise Refused(expected(f"{len(words)} tags, one a word", str(len(tags)), place.key("tags")))
    if words:
        name = row.text("id") or number
        group = name if row.options.parallel else ""
        yield TagExample(id=name, language=language, words=words, tags=tags, group=group)


def told_apart(row: Fields, number: str, met: Counter[str]) -> str:
    """What stands for an id: of passages the id itself, made unique here, since queries name their candidates by it."""
    if row.names is not NAMES["passage"]:
        return number
    name = row.text("id") or number
    met[name] += 1
    if met[name] == 1:
        return name
    row.odd[MADE_UNIQUE] += 1
    return f"{name}#{met[name]}"


def paired(row: Fields, name: str, language: str) -> Iterator[PassageExample]:
    """A query and the one candidate that is right."""
    both: dict[str, Any] = {"language": language, "group": row.text("group"), "cluster": row.text("cluster")}
    target = f"{name}:target"
    yield PassageExample(id=name, text=row.text("query"), role="query", targets=(target,), **both)
    yield PassageExample(id=target, text=row.text("target"), role="candidate", **both)


MAKE: Mapping[str, Callable[[Fields, str, str], Iterator[Any]]] = {
    "label": labelled,
    "choice": choosing,
    "tags": tagged,
    "passage": paired,
}
