"""Retrieval: LAReQA's mAP@20 from vectors, ours against what XTREME's script does.

    python benchmarks/retrieval.py
    python benchmarks/retrieval.py --xtreme PATH_OF_A_CHECKOUT
    python benchmarks/retrieval.py --xtreme PATH_OF_A_CHECKOUT --questions 13090 --sentences 13014 --rounds 3

The last is LAReQA's own size and takes minutes.

Vectors are random, and as far from each other as random vectors are: cost hangs on their number and width alone.
Eleven sentences of the pool are right for a question, and one of them lies near it.

The script is not shipped. With a checkout of google-research/xtreme its own `mean_avg_prec_at_k` runs; without one,
our own writing of its loop: a question at a time against all sentences, which are then sorted whole.

It stops if the two do not give the same scores.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import side_by_side  # before numpy, which it gives one thread  # isort: skip
import numpy as np

from intermezzo.metrics import map_at_20, overall
from intermezzo.models.formats.retrieval import nearest

N_LANGUAGES = 11  # of LAReQA: as many sentences are right for a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Vectors of questions [Q, H] and sentences [C, H], and the right sentences of each question."""

    questions: np.ndarray
    sentences: np.ndarray
    right: list[list[int]]


def pool(n_questions: int, n_sentences: int, width: int) -> Pool:
    """A question lies near one of its sentences."""
    rng = np.random.default_rng(0)
    sentences = unit(rng.standard_normal((n_sentences, width), dtype=np.float32))
    right = [rng.choice(n_sentences, N_LANGUAGES, replace=False).tolist() for _ in range(n_questions)]
    noise = rng.standard_normal((n_questions, width), dtype=np.float32) / np.float32(width**0.5)
    return Pool(questions=unit(sentences[[r[0] for r in right]] + noise), sentences=sentences, right=right)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def ours(found: Pool) -> float:
    """From vectors to the score, through rankings and statistics by question."""
    names = np.array([str(i) for i in range(len(found.sentences))], object)
    ranked, _ = nearest(found.questions, found.sentences, kept=20, similarity="cosine")
    golds = [[str(i) for i in right] for right in found.right]
    lines = map_at_20.measure([names[line].tolist() for line in ranked], golds, language="en")
    return overall(map_at_20.METRIC, lines) / 100


def straight(found: Pool) -> float:
    """A question at a time."""
    values = []
    for vector, right in zip(found.questions, found.right):
        order = np.argsort(vector[None, :].dot(found.sentences.T)[0])[::-1]
        n_found, total = 0, 0.0
        for rank, candidate in enumerate(order[:20].tolist(), start=1):
            if candidate in right:
                n_found += 1
                total += n_found / rank
        values.append(total / min(len(right), 20))
    return float(np.mean(values))


def of_script(script: ModuleType, found: Pool) -> Callable[[], float]:
    """Its own objects, made beforehand; it prints its score."""
    kind = "sentences_and_contexts"
    questions, candidates = script.QuestionSet(), script.CandidateSet()
    made = []
    for number, vector in enumerate(found.sentences):
        made.append(script.Candidate("", "", "en", "en", number))
        made[-1].encoding = {kind: vector}
        candidates.add_or_retrieve_candidate(made[-1])
    for number, (vector, right) in enumerate(zip(found.questions, found.right)):
        question = script.Question("", str(number), "en")
        question.encoding = vector
        questions.add(question)
        for candidate in right:
            candidates.update_xling_id(made[candidate], str(number))

    def score() -> float:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            script.mean_avg_prec_at_k(questions, candidates, 20)
        return float(said.getvalue().rpartition(": ")[2])

    return score


def loaded(checkout: Path | None) -> ModuleType | None:
    """Its file of LAReQA."""
    if checkout is None:
        return None
    path = checkout / "third_party" / "utils_lareqa.py"
    spec = importlib.util.spec_from_file_location("utils_lareqa", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"no {path}")
    if importlib.util.find_spec("sklearn") is None:
        sys.modules["sklearn"] = ModuleType("sklearn")  # imported there, for an older score
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lareqa(given: argparse.Namespace) -> None:
    found = pool(given.questions, given.sentences, given.width)
    script = loaded(given.xtreme)
    against = "script" if script else "straight"
    ways = {
        "ours": lambda: ours(found),
        against: of_script(script, found) if script else lambda: straight(found),
    }
    one, two = (way() for way in ways.values())
    if abs(one - two) > 1e-9:
        raise SystemExit(f"the scores differ: {one!r}, {two!r}")
    print(
        f"\n{given.questions} questions, {given.sentences} sentences of width {given.width}; mAP@20 {one:.4f}"
    )
    side_by_side.tell("mAP@20 from vectors", side_by_side.in_turn(ways, rounds=given.rounds), against=against)


def main() -> None:
    parser = argparse.ArgumentParser(description="mAP@20 of ours against XTREME's script.")
    parser.add_argument("--xtreme", type=Path, help="a checkout of google-research/xtreme")
    parser.add_argument("--questions", type=int, default=1_000, help="LAReQA has 13,090 [default: 1000]")
    parser.add_argument("--sentences", type=int, default=13_000, help="[default: about LAReQA's]")
    parser.add_argument("--width", type=int, default=768)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    side_by_side.about_this_machine("numpy")
    lareqa(given)


if __name__ == "__main__":
    main()
