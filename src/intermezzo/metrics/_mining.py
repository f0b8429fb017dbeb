"""Sentence pairs from vectors: margin mining for BUCC, its threshold, and nearest sentences for Tatoeba.

x_i are vectors of source sentences, y_j of target sentences, scaled to length 1; N_k(x) are the k sentences
of the other side nearest to x. A pair is worth, by one of three margins,

    absolute    cos(x, y)
    distance    cos(x, y) - b(x, y)
    ratio       cos(x, y) / b(x, y)

    b(x, y) = (mean of cos(x, z) over z in N_k(x) + mean of cos(y, z) over z in N_k(y)) / 2

so that a sentence which is near to everything is worth less. Of each sentence's k neighbours the best is its
candidate, forward from x and backward from y; `retrieval` says which are taken.

Where this parts from utils_retrieve.py, each time where that stops: `fwd` and `bwd` are mined on their own;
the best threshold may lie at the last candidate. Known oddities, kept: of a sentence that stands twice the
last vector counts; `distance="L2"` has 1 / (1 + squared distance) for cos in b, and outside of it still the
product of the vectors, of whatever length they are; shifted vectors are not scaled again; mining keeps pairs
above its threshold, extraction those at it, too.

A ratio is worth what b is: over all neighbours of vectors of both signs, b may come out near 0, and a score
of some hundreds is then good to four digits in fp32, here and there.

Sources: Artetxe and Schwenk (2019), Margin-based Parallel Corpus Mining with Multilingual Sentence Embeddings,
section 3; https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/third_party/utils_retrieve.py

Shape letters: N source sentences, M target sentences, H width, k neighbours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from intermezzo.metrics._nearest import Distance, Indices, Neighbours, Vectors, nearest, unit
from intermezzo.problem import Problem, Refused, mismatch

Margin = Literal["absolute", "distance", "ratio"]
Retrieval = Literal["fwd", "bwd", "intersect", "max"]

NEIGHBOURS = 4  # utils_retrieve.py, neighborhood
HALF = np.float32(0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source and a target sentence, by index, and their margin."""

    source: int
    target: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mining:
    """How pairs are mined; the defaults are the script's."""

    margin: Margin = "ratio"
    retrieval: Retrieval = "max"
    neighbours: int = NEIGHBOURS
    distance: Distance = "cosine"
    is_shifted: bool = False  # the side that looks for neighbours is moved onto the other's mean


AS_XTREME = Mining()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both sides, their neighbours, and the candidates' margins."""

    forward: Neighbours
    backward: Neighbours
    forward_scores: Vectors  # [N, k]
    backward_scores: Vectors  # [M, k]
    sources: Vectors  # [N, H], as they are multiplied
    targets: Vectors  # [M, H]


def unified(sentences: Sequence[str], vectors: Vectors) -> tuple[list[str], Indices, Vectors]:
    """Every sentence once, where it first stands, with the vector it has where it last stands.

    Args:
        sentences: one a line.
        vectors: [lines, H].

    Returns:
        the sentences, each line's index among them, and [sentences, H].
    """
    if len(sentences) != len(vectors):
        found = f"{len(vectors)} vectors"
        raise Refused(mismatch(expected=f"a vector for each of {len(sentences)} sentences", found=found))
    place = {sentence: i for i, sentence in enumerate(dict.fromkeys(sentences))}
    lines = np.array([place[sentence] for sentence in sentences], dtype=np.int64)
    once = np.zeros((len(place), vectors.shape[1]), dtype=np.float32)
    once[lines] = vectors  # numpy writes in order, so the last of equals stays
    return list(place), lines, once


def margin_of(product: Vectors, around: Vectors, margin: Margin) -> Vectors:
    """The margin from cos and b."""
    if margin == "absolute":
        return product
    return product - around if margin == "distance" else product / around


def compared(x: Vectors, y: Vectors, how: Mining) -> Compared:
    """Neighbours of both sides and the margins of each with its neighbours.

    Args:
        x: [N, H], of any length.
        y: [M, H].

    Errors:
        Refused if a side is empty or the widths differ.
    """
    if not len(x) or not len(y):
        raise Refused(Problem(what="no sentences to compare.", remedy="Both texts need at least one."))
    if x.shape[1] != y.shape[1]:
        raise Refused(mismatch(expected=f"target vectors of width {x.shape[1]}", found=y.shape[1]))
    if how.neighbours < 1:
        raise Refused(mismatch(expected="at least 1 neighbour", found=how.neighbours))
    x, y = (unit(v) if how.distance == "cosine" else np.asarray(v, dtype=np.float32) for v in (x, y))
    x_towards_y, y_towards_x = x, y
    if how.is_shifted:
        apart = x.mean(axis=0) - y.mean(axis=0)
        x_towards_y, y_towards_x = x - apart, y + apart
    forward = nearest(x_towards_y, y, how.neighbours, distance=how.distance)
    backward = nearest(y_towards_x, x, how.neighbours, distance=how.distance)
    around_x, around_y = forward.around(), backward.around()
    return Compared(
        forward=forward,
        backward=backward,
        forward_scores=_scores(forward, around_x, around_y, how.margin),
        backward_scores=_scores(backward, around_y, around_x, how.margin),
        sources=x,
        targets=y,
    )


def _scores(of: Neighbours, around: Vectors, around_neighbours: Vectors, margin: Margin) -> Vectors:
    return margin_of(of.product, HALF * (around[:, None] + around_neighbours[of.index]), margin)


def mine(x: Vectors, y: Vectors, how: Mining = AS_XTREME, *, threshold: float = 0.0) -> list[Pair]:
    """Pairs of sentences that are likely to say the same.

    By `how.retrieval`: `fwd`, each source with its best target, in the order of the sources; `bwd`, each
    target with its best source, in the order of the targets; `intersect`, those of fwd that are in bwd, too;
    `max`, both together from the highest margin down, each sentence in one pair at most.

    Args:
        x: [N, H], vectors of different source sentences (`unified`).
        y: [M, H], of different target sentences.
        how: margin, retrieval, neighbours.
        threshold: pairs with a margin above it are kept; of fwd, bwd and intersect all are.
    """
    both = compared(x, y, how)
    fwd = _best(both.forward, both.forward_scores)
    bwd = [
        Pair(source=pair.target, target=pair.source, score=pair.score)
        for pair in _best(both.backward, both.backward_scores)
    ]
    if how.retrieval == "fwd":
        return fwd
    if how.retrieval == "bwd":
        return bwd
    if how.retrieval == "intersect":
        back = {(pair.source, pair.target) for pair in bwd}
        return [pair for pair in fwd if (pair.source, pair.target) in back]
    sources: set[int] = set()
    targets: set[int] = set()
    kept: list[Pair] = []
    for pair in sorted((*fwd, *bwd), key=lambda pair: -pair.score):
        if pair.source not in sources and pair.target not in targets:
            sources.add(pair.source)
            targets.add(pair.target)
            if pair.score > threshold:
                kept.append(pair)
    return kept


def _best(of: Neighbours, scores: Vectors) -> list[Pair]:
    best = scores.argmax(axis=1)
    return [
        Pair(source=i, target=int(of.index[i, k]), score=float(scores[i, k]))
        for i, k in enumerate(best.tolist())
    ]


def search(x: Vectors, y: Vectors, how: Mining = AS_XTREME) -> list[int]:
    """The target of highest margin for each source."""
    both = compared(x, y, how)
    return [pair.target for pair in _best(both.forward, both.forward_scores)]


def score_pairs(
    x: Vectors,
    y: Vectors,
    pairs: Sequence[tuple[int, int]],
    how: Mining = AS_XTREME,
) -> list[float]:
    """The margins of given pairs (source, target)."""
    both = compared(x, y, how)
    i, j = (np.array(side, dtype=np.int64) for side in zip(*pairs)) if pairs else (np.zeros(0, int),) * 2
    around: Vectors = HALF * (both.forward.around()[i] + both.backward.around()[j])
    product = np.einsum("ph,ph->p", both.sources[i], both.targets[j])
    return [float(score) for score in margin_of(product, around, how.margin)]


def best_threshold(scores: Mapping[tuple[str, str], float], gold: Collection[tuple[str, str]]) -> float:
    """The margin from which on pairs are taken to reach the best F1 on known pairs.

    Candidates are let in from the highest score on, equal ones as they come. At each best F1 so far the
    threshold moves between that score and the next; at the last candidate it is that score itself, where
    the script looks for a next one and stops. It may fall inside a tie, whose pairs are then all taken.

    Args:
        scores: margin by pair (source id, target id).
        gold: pairs that are right.

    Returns:
        the threshold; 0 where no candidate is right.
    """
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    right = set(gold)
    n_right, best, threshold = 0, 0.0, 0.0
    for n_taken, (pair, score) in enumerate(ranked, start=1):
        n_right += pair in right
        precision, recall = n_right / n_taken, n_right / len(right) if right else 0.0
        f1 = 2 * precision * recall / (precision + recall) if n_right else 0.0
        if f1 > best:
            best = f1
            threshold = (score + ranked[n_taken][1]) / 2 if n_taken < len(ranked) else score
    return threshold


def extracted(scores: Mapping[tuple[str, str], float], threshold: float) -> list[tuple[str, str]]:
    """Pairs with at least this margin, in their own order."""
    return [pair for pair, score in scores.items() if score >= threshold]


def ids_of(sentences: Sequence[str], ids: Sequence[str]) -> dict[str, str]:
    """Sentence to id; a sentence that stands twice has none, as nobody can tell which one was meant."""
    if len(sentences) != len(ids):
        raise Refused(mismatch(expected=f"an id for each of {len(sentences)} sentences", found=len(ids)))
    found: dict[str, str] = {}
    twice: set[str] = set()
    for sentence, id in zip(sentences, ids):
        if sentence in found:
            twice.add(sentence)
        found[sentence] = id
    return {sentence: id for sentence, id in found.items() if sentence not in twice}


def candidates(
    lines: Sequence[str], source_ids: Mapping[str, str], target_ids: Mapping[str, str]
) -> dict[tuple[str, str], float]:
    """Margins by pair of ids, from lines `margin<TAB>source sentence<TAB>target sentence`.

    Sentences without id are left out; of a pair that stands twice the higher margin counts.

    Errors:
        Refused for lines of another form.
    """
    found: dict[tuple[str, str], float] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        try:
            margin, source, target = line.split("\t")
            score = float(margin)
        except ValueError:
            expected = "margin, source and target with tabs between"
            problems.append(mismatch(place=f"line {number}", expected=expected, found=line))
            continue
        if source in source_ids and target in target_ids:
            pair = source_ids[source], target_ids[target]
            found[pair] = max(score, found.get(pair, score))
    if problems:
        raise Refused(problems)
    return found


def nearest_sentences(x: Vectors, y: Vectors, *, is_normalised: bool = True) -> list[int]:
    """Tatoeba: for each y the index of the nearest x, the lowest among equals.

    Args:
        x: [N, H], sentences of the language that is tested.
        y: [M, H], English sentences, each a query.
        is_normalised: vectors are scaled to length 1 first, so that nearest is of highest cosine; otherwise
            distance counts.
    """
    x, y = (unit(v) if is_normalised else np.asarray(v, dtype=np.float32) for v in (x, y))
    return [int(i) for i in nearest(y, x, 1, distance="L2").index[:, 0]]
