"""Retrieval: rows of query and candidate, nearest neighbours, pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from intermezzo.example import PassageExample
from intermezzo.models.formats.retrieval import FORMAT, nearest
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.world.bitext import mining, parallel

CUT = {"of": "mine/en", "length": 32}
ASK: dict[str, Any] = {"layer": -1, "pooling": "mean", "similarity": "cosine", "finds": "nearest"}


def query(name: str, *targets: str, text: str = "", group: str = "") -> PassageExample:
    return PassageExample(id=name, language="en", text=text or name, targets=targets, group=group)


def candidate(name: str, text: str = "", context: str = "") -> PassageExample:
    return PassageExample(id=name, language="en", text=text or name, context=context, role="candidate")


def test_a_query_stands_with_its_first_candidate(world_tokenizer: FastTokenizer):
    """One row of two pieces; what is no query's first stands alone."""
    some = [query("a", "x"), query("b", "x", "y"), query("c"), candidate("x"), candidate("y")]
    cut = FORMAT.cut(some, world_tokenizer, CUT)
    assert np.diff(cut.rows.of_rows).tolist() == [2, 2, 1, 1]
    assert cut.rows.arrays["piece_example"].tolist() == [0, 3, 1, 3, 2, 4]
    assert cut.rows.arrays["example"].tolist() == [0, 1, 2, 4]
    assert cut.counts == {"rows": 4, "pairs": 2, "passages": 5, "passages cut": 0}


def test_a_context_follows_its_text(world_tokenizer: FastTokenizer):
    """In the same piece, cut at the end."""
    rows = FORMAT.cut(
        [candidate("x", "Adam drinks tea.", "Adam drinks tea. " * 9)], world_tokenizer, CUT
    ).rows
    (text, _, _), (context, _, _) = world_tokenizer.encode(["Adam drinks tea.", "Adam drinks tea. " * 9])
    assert rows.tokens("ids", 0).tolist()[1:-1] == [*text, *context][:30]


def test_marks_of_rows_that_are_no_negatives(world_tokenizer: FastTokenizer):
    """Rows of one group, and rows whose candidates say the same, agree in a mark; no group is 0."""
    some = [
        query("a", "x", group="g"), query("b", "y", group="g"), query("c", "z"),
        candidate("x", "tea"), candidate("y", "wine"), candidate("z", "tea"),
    ]  # fmt: skip
    arrays = FORMAT.cut(some, world_tokenizer, CUT).rows.arrays
    group, target = arrays["group"].tolist(), arrays["target"].tolist()
    assert group[0] == group[1] != 0
    assert group[2] == 0
    assert target[0] == target[2] != target[1]


def test_the_nearest_by_hand():
    """Cosines decide, not lengths; of equals the first."""
    queries = np.array([[1.0, 0.0], [0.0, 5.0]])
    candidates = np.array([[0.0, 1.0], [9.0, 0.1], [2.0, 2.0], [0.0, 3.0]])
    found, scores = nearest(queries, candidates, kept=3, similarity="cosine")
    assert found.tolist() == [[1, 2, 0], [0, 3, 2]]
    assert scores[1].tolist() == pytest.approx([1.0, 1.0, 2**-0.5])


def test_margins_do_not_change_with_the_block(monkeypatch: pytest.MonkeyPatch):
    """However many queries are held at once."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(50, 8)), rng.normal(size=(40, 8))
    one = nearest(a, b, kept=5, similarity="margin")
    monkeypatch.setattr("intermezzo.models.formats.retrieval.BLOCK", 7)
    two = nearest(a, b, kept=5, similarity="margin")
    assert (one[0] == two[0]).all()
    np.testing.assert_allclose(one[1], two[1], rtol=1e-5)


@pytest.mark.parametrize("similarity", ["cosine", "margin"])
def test_perfect_vectors_find_every_translation(world_tokenizer: FastTokenizer, similarity: str):
    """Query and candidate of a pair have one vector, all others are apart."""
    some = list(parallel("hi", "test", 30))
    rows = FORMAT.cut(some, world_tokenizer, CUT).rows
    number = {e.id: i // 2 for i, e in enumerate(some)}
    vectors = np.eye(30)[[number[some[i].id] for i in rows.arrays["piece_example"]]]
    assert FORMAT.read
    said = FORMAT.read(rows, vectors, some, {**ASK, "similarity": similarity}, None)
    assert [line[0] for line in said.answers] == [e.targets[0] for e in some if e.role == "query"]


def test_pairs_are_mined_from_a_threshold_that_was_chosen(world_tokenizer: FastTokenizer):
    """On data where only translations are near each other the best threshold finds them and nothing else."""
    some = list(mining("hi", "test", 40))
    rows = FORMAT.cut(some, world_tokenizer, CUT).rows
    rng = np.random.default_rng(0)
    base = rng.normal(size=(len(some), 32))
    of = {e.id: i for i, e in enumerate(some)}
    for i, e in enumerate(some):
        if e.targets:
            base[i] = base[of[e.targets[0]]] + 0.05 * rng.normal(size=32)
    vectors = base[rows.arrays["piece_example"]].astype(np.float32)
    assert FORMAT.choose and FORMAT.read
    ask = {**ASK, "finds": "pairs"}
    found = FORMAT.choose(rows, vectors, some, ask)
    said = FORMAT.read(rows, vectors, some, ask | found, None)
    assert said.answers == [list(e.targets) for e in some if e.role == "query"]
    assert said.signature.endswith("chosen:dev")
    on_itself = FORMAT.read(rows, vectors, some, ask, None)
    assert on_itself.answers == said.answers
    assert on_itself.signature.endswith("chosen:these data")
