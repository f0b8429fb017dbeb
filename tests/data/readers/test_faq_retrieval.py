"""faq-retrieval: queries, corpus and qrels, in the documented layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.readers.scenes import as_lines, read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import ReadOptions
from intermezzo.data.sources.file import read_files
from intermezzo.example import PassageExample

QUERIES = [{"_id": "1", "text": "Open?"}, {"_id": "2", "text": "Why?"}]
CORPUS = [{"_id": "1", "title": "", "text": "No."}, {"_id": "2", "title": "Rest", "text": "We rest."}]
QRELS = [{"query-id": "1", "corpus-id": "1", "score": 1.0}, {"query-id": "1", "corpus-id": "2", "score": 0.0}]
FILES = {
    "eng-queries.jsonl": as_lines(*QUERIES),
    "eng-corpus.jsonl": as_lines(*CORPUS),
    "eng-qrels-test.jsonl": as_lines(*QRELS),
}
EXAMPLES = [
    PassageExample(id="q:1", language="en", text="Open?", targets=("d:1",)),
    PassageExample(id="d:1", language="en", text="No.", role="candidate"),
    PassageExample(id="d:2", language="en", text="Rest We rest.", role="candidate"),
]
LEDGER = Ledger(read=4, kept=3, dropped={"question of another split": 1})


def test_qrels_choose_the_queries() -> None:
    """The pool is whole, questions of another split are left out, a score of 0 is no target."""
    assert read("faq-retrieval", FILES) == (EXAMPLES, LEDGER)


def test_parquet_reads_as_json_lines_do(tmp_path: Path) -> None:
    """The hub's Parquet has the same rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, rows in (("queries", QUERIES), ("corpus", CORPUS), ("qrels", QRELS)):
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{name}.parquet")
    found = read_files(
        ["*.parquet"], reader="faq-retrieval", language="en", options=ReadOptions(), folder=tmp_path
    )
    assert found == (EXAMPLES, LEDGER)


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        (
            "eng-qrels-test.jsonl",
            {"query-id": "9", "corpus-id": "1"},
            'expected an id of eng-queries.jsonl, found "9"',
        ),
        (
            "eng-qrels-test.jsonl",
            {"query-id": "1", "corpus-id": "9"},
            'expected an id of eng-corpus.jsonl, found "9"',
        ),
        ("eng-qrels-test.jsonl", {**QRELS[0], "score": "1"}, 'score: expected a number, found "1"'),
        ("eng-corpus.jsonl", {"_id": "3", "text": " "}, 'text: expected a text, found " "'),
        ("eng-corpus.jsonl", {"id": "3", "text": "a"}, "expected a field '_id', found id, text"),
    ],
)
def test_damage_is_told_with_its_line(name: str, row: dict[str, object], said: str) -> None:
    """Ids that name nothing, texts that are empty."""
    files = FILES | {name: FILES[name] + json.dumps(row)}
    assert refusal("faq-retrieval", files) == f"{name}:3: {said}"


def test_ids_are_not_made_unique() -> None:
    """The qrels name them; twice the same is refused."""
    said = refusal("faq-retrieval", FILES | {"eng-corpus.jsonl": as_lines(*CORPUS, CORPUS[0])})
    assert said == 'eng-corpus.jsonl:3: _id: expected an id of its own, found "1" again'


def test_the_three_files_are_known_by_their_names() -> None:
    """Two of them, or others, are not enough."""
    files = {name: text for name, text in FILES.items() if "corpus" not in name}
    assert refusal("faq-retrieval", files) == (
        "faq-retrieval: expected three files, named queries, corpus, qrels, found eng-queries.jsonl, eng-qrels-test.jsonl"
    )
