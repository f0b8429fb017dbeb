"""Retrieval: texts become vectors, and what lies nearest to a query is what it finds.

A row is a query and the first candidate that is right for it, two pieces, so that it can be trained on; a candidate
that is first to no query is a row of one piece, as is a query without a candidate. Each passage is a piece once when it
is asked, however many queries share it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from intermezzo.example import PassageExample
from intermezzo.metrics._mining import NEIGHBOURS, best_threshold, extracted, mine
from intermezzo.metrics._nearest import BLOCK, highest, unit
from intermezzo.models.format import Cut, RowFormat, Said, Settings
from intermezzo.models.formats._texts import add_single, encode_once
from intermezzo.models.rows import Builder, Rows
from intermezzo.models.tokenizer import FastTokenizer

KEPT = 20  # candidates a query keeps: what mAP@20 looks at
PAIRS = "pairs"  # what is looked for where sentences may have no translation


def cut(examples: list[PassageExample], tokenizer: FastTokenizer, settings: Settings) -> Cut:
    """Rows of one or two pieces.

    `piece_example` int32 [P]: which passage a piece is. `group`, `target`, `language` int64 [R]: digests of the query's
    group (0: none), of the candidate's text and of the query's language; rows that agree in one of the first two are
    never each other's negatives.
    """
    builder, layout = Builder(), tokenizer.layout
    ids = encode_once(tokenizer, [text for e in examples for text in (e.text, e.context)])
    number = {e.id: i for i, e in enumerate(examples)}
    pieces: list[int] = []
    groups: list[int] = []
    targets: list[int] = []
    languages: list[int] = []
    n_cut = 0
    met: set[int] = set()
    for i, e in enumerate(examples):
        if e.role == "query":
            first = next((number[t] for t in e.targets if t in number), None)
            both = [i] if first is None else [i, first]
        elif i in met:
            continue
        else:
            both = [i]
        for passage in both:
            text, context = examples[passage].text, examples[passage].context
            whole = np.concatenate([ids[text], ids[context]]) if context else ids[text]
            n_cut += add_single(builder, layout, whole, length=settings["length"])
        builder.row(i)
        pieces += both
        met.update(both)
        groups.append(digest(e.group) if e.group else 0)
        targets.append(digest(examples[both[-1]].text))
        languages.append(digest(e.language))
    rows = builder.rows(
        piece_example=np.array(pieces, np.int32),
        group=np.array(groups, np.int64),
        target=np.array(targets, np.int64),
        language=np.array(languages, np.int64),
    )
    n_pairs = len(pieces) - len(groups)
    counts = {"rows": len(groups), "pairs": n_pairs, "passages": len(met), "passages cut": n_cut}
    return Cut(rows=rows, counts=counts)


def digest(text: str) -> int:
    """63 bits of a text's hash, never 0."""
    return (int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1) or 1


def read(
    rows: Rows,
    vectors: np.ndarray,
    examples: list[PassageExample],
    settings: Settings,
    tokenizer: FastTokenizer | None,
) -> Said:
    """The nearest candidates of each query, best first, or the one it is paired with; vectors [P, H] one a piece.

    Of equal candidates the first in the data comes first. Pairs are mined from both sides and taken from the threshold
    on; where none was chosen before, it is the best for these very data, and the signature says so.
    """
    sides = Sides.of(rows, vectors, examples)
    signature = f"layer:{settings['layer']}|pooling:{settings['pooling']}"
    if settings["finds"] == PAIRS:
        scores = pairs_of(sides)
        threshold, where = settings.get("threshold"), settings.get("chosen on", "given")
        if threshold is None:
            threshold, where = best_threshold(scores, gold_pairs(sides.asked)), "these data"
        taken = dict(extracted(scores, threshold))
        answers = [[taken[e.id]] if e.id in taken else [] for e in sides.asked]
        return Said(answers=answers, signature=f"{signature}|threshold:{threshold:g}|chosen:{where}")
    found, near = nearest(sides.queries, sides.candidates, kept=KEPT, similarity=settings["similarity"])
    answers = [sides.names[line].tolist() for line in found]
    signature += f"|similarity:{settings['similarity']}"
    return Said(answers=answers, columns={"scores": near}, signature=signature)


def choose(
    rows: Rows, vectors: np.ndarray, examples: list[PassageExample], settings: Settings
) -> dict[str, Any]:
    """The threshold of pairs that is best for these data."""
    sides = Sides.of(rows, vectors, examples)
    return {"threshold": best_threshold(pairs_of(sides), gold_pairs(sides.asked)), "chosen on": "dev"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Vectors of queries [Q, H] and of candidates [C, H], the queries themselves and the candidates' ids [C]."""

    queries: np.ndarray
    candidates: np.ndarray
    asked: list[PassageExample]
    names: np.ndarray

    @staticmethod
    def of(rows: Rows, vectors: np.ndarray, examples: list[PassageExample]) -> Sides:
        """From a vector a piece."""
        of_passage = np.zeros((len(examples), vectors.shape[1]), np.float32)
        of_passage[rows.arrays["piece_example"]] = vectors
        is_query = np.array([e.role == "query" for e in examples], bool)
        return Sides(
            queries=of_passage[is_query],
            candidates=of_passage[~is_query],
            asked=[e for e in examples if e.role == "query"],
            names=np.array([e.id for e in examples if e.role != "query"], object),
        )


def pairs_of(sides: Sides) -> dict[tuple[str, str], float]:
    """Margin by pair of ids, as BUCC's pairs are mined."""
    found = mine(sides.queries, sides.candidates)
    return {(sides.asked[p.source].id, str(sides.names[p.target])): p.score for p in found}


def gold_pairs(queries: list[PassageExample]) -> list[tuple[str, str]]:
    """Every query with every candidate that is right for it."""
    return [(e.id, target) for e in queries for target in e.targets]


def nearest(
    queries: np.ndarray, candidates: np.ndarray, *, kept: int, similarity: str
) -> tuple[np.ndarray, np.ndarray]:
    """The `kept` candidates of highest similarity to each query: numbers [Q, k] and scores [Q, k].

    similarity: "cosine", or "margin" (ratio: the cosine over the mean of both sides' cosines to their nearest
    neighbours; Artetxe and Schwenk 2019, Margin-based Parallel Corpus Mining, equation 2).
    """
    a, b = unit(queries), unit(candidates)
    kept = min(kept, len(b))
    numbers, scores = np.zeros((len(a), kept), np.int64), np.zeros((len(a), kept), np.float64)
    back = neighbours(b, a) if similarity == "margin" else np.zeros(0)
    for start in range(0, len(a), BLOCK):
        block = slice(start, start + BLOCK)
        near = a[block] @ b.T
        if similarity == "margin":
            near = near.astype(np.float64)
            near /= (top_mean(near)[:, None] + back[None, :]) / 2
        numbers[block] = highest(near, kept)
        scores[block] = np.take_along_axis(near, numbers[block], 1)
    return numbers, scores


def neighbours(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Of each line its mean cosine to its nearest neighbours among others; both of length one."""
    parts = [top_mean(some[i : i + BLOCK] @ others.T) for i in range(0, len(some), BLOCK)]
    return np.concatenate(parts) if parts else np.zeros(0)


def top_mean(near: np.ndarray) -> np.ndarray:
    """Mean of the highest `NEIGHBOURS` of each line."""
    k = min(NEIGHBOURS, near.shape[1])
    return np.asarray(np.partition(near, near.shape[1] - k, axis=1)[:, -k:].mean(1, dtype=np.float64))


FORMAT = RowFormat(cut=cut, read=read, choose=choose, needs_all=True)
