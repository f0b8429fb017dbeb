"""faq-retrieval: questions, a pool of answers and which is right, in three files; WebFAQ's retrieval test.

    queries   {"_id": "q1", "text": "Are you open on Sunday?"}
    corpus    {"_id": "d1", "title": "", "text": "No, we rest."}
    qrels     {"query-id": "q1", "corpus-id": "d1", "score": 1.0}

JSON lines or Parquet, told apart by the word in their names. Questions that the qrels do not name belong to another split
and are left out; the pool is whole. A title stands before its text. Benchmarks in the layout of BEIR read alike. Read
from the documented layout; no file was at hand.

Source: Dinzinger et al. (2025), arXiv:2502.20936; PaDaS-Lab/webfaq-retrieval on the hub. BEIR: arXiv:2104.08663.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from intermezzo.data import opening
from intermezzo.data.collect import collected
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger
from intermezzo.data.place import Place, expected, member, shown, sure
from intermezzo.data.reader import Reader, ReadOptions, opened, refuse
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

PARTS = ("queries", "corpus", "qrels")
OTHER_SPLIT = "question of another split"

Row = tuple[Place, object | Problem]


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    names = parts(sources)
    problems: list[Problem] = []
    texts: dict[str, dict[str, str]] = {"queries": {}, "corpus": {}}
    for part, known in texts.items():
        for place, row in rows_of(sources[names[part]], names[part]):
            try:
                id_, text = in_row(row, place)
                if id_ in known:
                    raise Refused(expected("an id of its own", f"{shown(id_)} again", place.key("_id")))
                known[id_] = text
            except Refused as refused:
                problems += refused.problems
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for place, row in rows_of(sources[names["qrels"]], names["qrels"]):
        try:
            query, target = (judged(row, key, place) for key in ("query-id", "corpus-id"))
            for id_, part in ((query, "queries"), (target, "corpus")):
                if id_ not in texts[part]:
                    raise Refused(expected(f"an id of {names[part]}", shown(id_), place))
            if is_right(row, place):
                targets[query].append(target)
        except Refused as refused:
            problems += refused.problems
    name = ", ".join(sources)
    refuse(problems, name=name)

    def found() -> Iterator[PassageExample]:
        for id_, right in targets.items():
            yield PassageExample(
                id=f"q:{id_}", language=language, text=texts["queries"][id_], targets=ids(right)
            )
        for id_, text in texts["corpus"].items():
            yield PassageExample(id=f"d:{id_}", language=language, text=text, role="candidate")

    left = {OTHER_SPLIT: len(texts["queries"].keys() - targets.keys())}
    return collected(found(), name=name, options=options, dropped=left)


def ids(corpus_ids: list[str]) -> tuple[str, ...]:
    """Questions and answers count from 0 each, so both get a letter."""
    return tuple(f"d:{id_}" for id_ in dict.fromkeys(corpus_ids))


def parts(sources: Mapping[str, Path | bytes]) -> dict[str, str]:
    """Part -> the file whose name says so."""
    found = {part: [name for name in sources if part in PurePath(name).as_posix()] for part in PARTS}
    if any(len(names) != 1 for names in found.values()) or len(sources) != len(PARTS):
        what = f"three files, named {', '.join(PARTS)}"
        raise Refused(expected(what, ", ".join(sources) or "none", Place("faq-retrieval")))
    return {part: names[0] for part, names in found.items()}


def rows_of(source: Path | bytes, name: str) -> Iterator[Row]:
    if PurePath(name).suffix != ".parquet":
        yield from parse_lines(opened(source, name=name).content, name=name)
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = source if isinstance(source, bytes) else sure(opening.read_bytes(source, name=name))
    try:
        rows = pq.read_table(io.BytesIO(content)).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise Refused(Problem(place=name, what="not a readable Parquet file.")) from error
    for i, row in enumerate(rows):
        yield Place(name, f"[{i}]"), row


def in_row(row: object | Problem, place: Place) -> tuple[str, str]:
    """The id and the text of a question or an answer."""
    id_, text = (sure(member(sure(row), key, str, place)) for key in ("_id", "text"))
    assert isinstance(row, dict)
    title = row.get("title") or ""
    if not isinstance(title, str):
        raise Refused(expected("text", shown(title), place.key("title")))
    whole = f"{title} {text}".strip() if title else text
    if not whole.strip():
        raise Refused(expected("a text", shown(text), place.key("text")))
    return id_, whole


def judged(row: object | Problem, key: str, place: Place) -> str:
    return sure(member(sure(row), key, str, place))


def is_right(row: object, place: Place) -> bool:
    assert isinstance(row, dict)
    score = row.get("score", 1)
    if isinstance(score, bool) or not isinstance(score, int | float):
        raise Refused(expected("a number", shown(score), place.key("score")))
    return score > 0


READER = Reader(name="faq-retrieval", unit="passage", read_together=read_together)
