"""conllu: CoNLL-U, the format of Universal Dependencies; words and their universal part of speech.

    # text = Vámonos al mar
    1-2	Vámonos	_	_	_	_	_	_	_	_
    1	Vamos	ir	VERB	_	_	0	root	_	_
    2	nos	nosotros	PRON	_	_	1	obj	_	_
    3	al	al	ADP	_	_	4	case	_	_
    4	mar	mar	NOUN	_	_	1	obl	_	_

A word is a line whose first column is a whole number. Multiword tokens (1-2) and empty nodes (2.1) have no part of
speech of their own: they are left out and counted. `columns` names another column by number, from 1: `{"tags": "5"}`
is the language's own tag. An example's id is its `sent_id`.

Source: universaldependencies.org/format.html.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from intermezzo.data.collect import collected
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected, shown
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.data.readers.token_tsv import number, runs
from intermezzo.example import TagExample
from intermezzo.problem import Problem

COLUMNS = {"words": "2", "tags": "4"}  # FORM and UPOS
N_COLUMNS = 10
NO_TAG = "_"
SENT_ID = re.compile(r"#\s*sent_id\s*=\s*(.+)")

# First column: what a line is, and the note that says it was left out.
WORD = re.compile(r"[0-9]+")
LEFT_OUT = {
    re.compile(r"[0-9]+-[0-9]+"): "multiword tokens left out",
    re.compile(r"[0-9]+\.[0-9]+"): "empty nodes left out",
}


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[TagExample], Ledger]:
    text = opened(source, name=name)
    at = {**COLUMNS, **options.columns}
    word, tag = (number(at[field], field) - 1 for field in COLUMNS)
    notes: Counter[str] = Counter(text.notes)

    def found() -> Iterator[TagExample | Problem]:
        for position, run in enumerate(runs(text.content)):
            id_, words, problems = str(position), [], []
            for line, content in run:
                if content.startswith("#"):
                    named = SENT_ID.match(content)
                    id_ = named[1].strip() if named else id_
                    continue
                cells = content.split("\t")
                left_out = next((note for kind, note in LEFT_OUT.items() if kind.fullmatch(cells[0])), "")
                place = Place(f"{name}:{line}")
                if len(cells) != N_COLUMNS:
                    problems.append(expected(f"{N_COLUMNS} columns", str(len(cells)), place))
                elif left_out:
                    notes[left_out] += 1
                elif not WORD.fullmatch(cells[0]):
                    problems.append(expected("the number of a word", shown(cells[0]), place))
                elif not cells[word]:
                    problems.append(expected("a word", '""', place))
                else:
                    words.append((cells[word], "" if cells[tag] == NO_TAG else cells[tag]))
            yield from problems
            if words and not problems:
                yield TagExample(
                    id=id_,
                    language=language,
                    words=tuple(each for each, _ in words),
                    tags=tuple(each for _, each in words),
                )

    # The notes are counted while the sentences are read.
    met = list(found())
    return collected(met, name=name, options=options, notes=notes)


READER = Reader(name="conllu", unit="tags", read=read, columns=tuple(COLUMNS))
