"""Columns: rows of plain values become examples of any unit but QA (flat.py) and text.

JSON lines, tables with a header and the hub's rows meet here. Which column holds which field is looked up by the names
that data sets use, or told: `{"text": "premise", "second": "hypothesis"}`. Several columns for one field are joined
with "+": `{"choices": "choice1+choice2"}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from intermezzo.data.collect import collected
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected, keys, lone_surrogate, shown
from intermezzo.data.reader import Examples, ReadOptions
from intermezzo.example import ChoiceExample, LabelExample, PassageExample, TagExample
from intermezzo.problem import Problem, Refused

Row = Mapping[str, Any]

# By unit: our field -> the names it goes by, the first that a row has.
NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "label": {
        "id": ("id", "uid", "pairID", "idx"),
        "text": ("text", "sentence1", "premise", "question1", "context"),
        "second": ("second", "sentence2", "hypothesis", "question2"),
        "label": ("label", "gold_label", "is_duplicate"),
    },
    "choice": {
        "id": ("id", "idx"),
        "context": ("context", "premise", "ctx"),
        "question": ("question",),
        "choices": ("choices", "endings", "answers"),
        "answer": ("answer", "label", "answerKey"),
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
OPTIONAL = {"id", "second", "question", "context", "label", "answer", "tags", "group", "cluster"}
JOIN = "+"


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
        rows: each with its place; a number stands for an id where there is none.
        name, language, options, notes: as of readers.
    """
    make = MAKE[unit]

    def found() -> Iterator[Any]:
        for number, (place, row) in enumerate(rows):
            if isinstance(row, Problem):
                yield row
            elif not isinstance(row, dict):
                yield expected("an object", shown(row), place)
            else:
                try:
                    yield from make(Fields(row, place, unit, options), str(number), language)
                except Refused as refused:
                    yield from refused.problems

    return collected(found(), name=name, options=options, notes=notes)


class Fields:
    """One row, asked for our fields. What is missing or of another kind is `Refused` with its place."""

    def __init__(self, row: Row, place: Place, unit: str, options: ReadOptions) -> None:
        self.row, self.place, self.options = row, place, options
        self.names = NAMES[unit]

    def value(self, field: str) -> Any:
        """The value of a field; None where an optional one is not there."""
        if told := self.options.columns.get(field):
            parts = told.split(JOIN)
            if missing := [part for part in parts if part not in self.row]:
                raise Refused(expected(f"a field '{missing[0]}'", keys(dict(self.row)), self.place))
            return self.row[told] if len(parts) == 1 else [self.row[part] for part in parts]
        for name in self.names[field]:
            if name in self.row:
                return self.row[name]
        if field in OPTIONAL:
            return None
        wanted = " or ".join(f"'{name}'" for name in self.names[field])
        raise Refused(expected(f"a field {wanted}", keys(dict(self.row)), self.place))

    def text(self, field: str) -> str:
        """Text; numbers become text, nothing becomes ""."""
        return self._text(self.value(field), self.place.key(field))

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; a dict of lists as the hub has them gives its `text`."""
        value, place = self.value(field), self.place.key(field)
        if isinstance(value, dict) and "text" in value:
            value = value["text"]
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            value = [each.get("text") for each in value]
        if not isinstance(value, list):
            raise Refused(expected("a list of texts", shown(value), place))
        return tuple(self._text(each, place.item(i)) for i, each in enumerate(value))

    def label(self, field: str, value: Any = None) -> str:
        """A label as the row has it; "" where there is none."""
        return self._text(self.value(field) if value is None else value, self.place.key(field)).strip()

    def _text(self, value: Any, place: Place) -> str:
        if value is None:
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
    yield LabelExample(
        id=row.text("id") or number,
        language=language,
        text=row.text("text"),
        second=row.text("second"),
        label=row.label("label"),
    )


def choosing(row: Fields, number: str, language: str) -> Iterator[ChoiceExample]:
    """Choices and which is right: a number from 0, a letter, or the name a choice has in the row."""
    choices = row.texts("choices")
    yield ChoiceExample(
        id=row.text("id") or number,
        language=language,
        context=row.text("context"),
        question=row.text("question"),
        choices=choices,
        answer=position(row, len(choices)),
    )


def position(row: Fields, n: int) -> int:
    """The number of the right choice; -1 where the row says none.

    Errors: `Refused` where it is none of the `n` choices.
    """
    said, named = row.label("answer"), row.value("choices")
    said = row.options.labels.get(said, said)
    if not said:
        return -1
    names: list[Any] = []
    if isinstance(named, dict):
        names = list(named.get("label", []))
    elif isinstance(named, list) and all(isinstance(each, dict) for each in named):
        names = [each.get("label") for each in named]
    letters = [chr(ord("A") + i) for i in range(n)]
    for known in (names, [str(i) for i in range(n)], letters):
        if said in known:
            return known.index(said)
    if said == "-1":
        return -1
    raise Refused(expected(f"the number of one of {n} choices", f'"{said}"', row.place.key("answer")))


def tagged(row: Fields, number: str, language: str) -> Iterator[TagExample]:
    """Words, each with a tag."""
    words, place = row.texts("words"), row.place
    tags = tuple(row.label("tags", value=tag) for tag in row.value("tags") or [""] * len(words))
    if len(words) != len(tags):
        raise Refused(expected(f"{len(words)} tags, one a word", str(len(tags)), place.key("tags")))
    if words:
        yield TagExample(id=row.text("id") or number, language=language, words=words, tags=tags)


def paired(row: Fields, number: str, language: str) -> Iterator[PassageExample]:
    """A query and the one candidate that is right."""
    name = row.text("id") or number
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
