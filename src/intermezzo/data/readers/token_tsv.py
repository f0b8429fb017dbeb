"""token-tsv: a word and its tag a line, a blank line between sentences.

    Täby	O
    ni	O
    Uswidi	B-LOC

UDPOS and PAN-X as XTREME lays them out, WikiANN as it is published, and CoNLL-like files of more columns, which are
numbered from 1: `{"words": "1", "tags": "4"}`; where a file has no tabs they end at white space. WikiANN writes
`sw:Uswidi`: a language that stands before every word of a file is taken off and noted. Words stay as they are; some of
UDPOS hold spaces.

Source: Pan et al. (2017), aclanthology.org/P17-1178; google-research/xtreme, utils_preprocess.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from intermezzo.data.collect import collected
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected, shown
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import TagExample
from intermezzo.problem import Problem, Refused

COLUMNS = {"words": "1", "tags": "2"}  # where none are told, and then there are no others
NAME_THEM = 'Say which hold what: columns = { words = "1", tags = "4" }'
PREFIX = re.compile(r"[a-z]+(?:-[a-z]+)*:")  # "sw:", "zh-classical:"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, its tag ("" where the file has none), and the line they stand in."""

    line: int
    word: str
    tag: str


def read(
    source: Path | bytes, *, name: str, language: str, options: ReadOptions
) -> tuple[list[TagExample], Ledger]:
    text = opened(source, name=name)
    sentences = [tokens_of(run, name, options.columns) for run in runs(text.content)]
    prefix = shared_prefix([token.word for tokens in sentences for token in tokens])
    taken_off = sum(map(len, sentences)) if prefix else 0
    has_tags = any(token.tag for tokens in sentences for token in tokens)

    def found() -> Iterator[TagExample | Problem]:
        for number, tokens in enumerate(sentences):
            words = tuple(token.word.removeprefix(prefix) for token in tokens)
            tags = tuple(token.tag for token in tokens)
            if all(words) and (all(tags) or not has_tags):
                yield TagExample(id=str(number), language=language, words=words, tags=tags)
            for token, word in zip(tokens, words):
                if not word or (has_tags and not token.tag):
                    half = f"{token.word}\t{token.tag}" if has_tags else token.word
                    yield expected("a word and its tag", shown(half), Place(f"{name}:{token.line}"))

    return collected(
        found(), name=name, options=options, notes={**text.notes, "language prefixes taken off": taken_off}
    )


def runs(content: str) -> Iterator[list[tuple[int, str]]]:
    """Lines between blank ones, with their numbers. Only line feeds end a line."""
    lines = [(n, line.removesuffix("\r")) for n, line in enumerate(content.split("\n"), start=1)]
    # A lone tab is no blank line but a word and a tag that were lost.
    for is_text, run in groupby(lines, key=lambda each: "\t" in each[1] or not blank(each[1])):
        if is_text:
            yield list(run)


def blank(line: str) -> bool:
    return not line or line.isspace()


def tokens_of(run: Sequence[tuple[int, str]], name: str, columns: Mapping[str, str]) -> list[Token]:
    """The tokens of a sentence.

    Errors:
        Refused at a line that does not have the columns; the first says enough.
    """
    at = {**COLUMNS, **columns}
    word, tag = (number(at[field], field) for field in COLUMNS)
    found = []
    for line, text in run:
        cells = text.split("\t") if "\t" in text or not columns else text.split()
        if not columns and len(cells) > len(COLUMNS):
            raise Refused(
                Problem(
                    place=f"{name}:{line}",
                    what=f"expected a word and its tag, found {len(cells)} columns.",
                    remedy=NAME_THEM,
                )
            )
        if columns and len(cells) < max(word, tag):
            raise Refused(expected(f"{max(word, tag)} columns", str(len(cells)), Place(f"{name}:{line}")))
        found.append(Token(line, cells[word - 1], cells[tag - 1] if len(cells) >= tag else ""))
    return found


def number(column: str, field: str) -> int:
    if not column.isdecimal() or int(column) < 1:
        raise Refused(expected("the number of a column, from 1", shown(column), Place("columns").key(field)))
    return int(column)


def shared_prefix(words: Sequence[str]) -> str:
    """The language before every word, as `sw:`; "" where there is none."""
    first = PREFIX.match(words[0]) if words else None
    return first[0] if first and all(word.startswith(first[0]) for word in words) else ""


READER = Reader(name="token-tsv", unit="tags", read=read, columns=tuple(COLUMNS))
