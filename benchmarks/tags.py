"""Entity F1 and UDPOS of ours against seqeval, or against a straight loop where seqeval is not installed.

    python benchmarks/tags.py
    pip install seqeval==1.2.2 && python benchmarks/tags.py

Sentences are the built-in world's in all its languages, tagged with parts of speech or with names; one predicted tag in
ten is another. seqeval gives a score; ours gives it with a line of counts a sentence, which a bootstrap needs. The
straight loop goes tag by tag through both sides and compares the sets of what it found: it is what seqeval does, in
our own words and without its checks.

It stops if the two do not give the same score.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable

import side_by_side

from intermezzo.metrics import metric
from intermezzo.metrics._chunks import counts, lenient_chunks, tag_1
from intermezzo.world.language import codes
from intermezzo.world.tags import entities, parts_of_speech

Sentences = list[list[str]]
SHARE_WRONG = 0.1
METRIC = {"names": "entity-f1-seqeval-1", "parts of speech": "udpos-f1-seqeval-1"}


def tagged(what: str, n: int) -> tuple[Sentences, Sentences]:
    """Gold tags, and predictions of which some are others."""
    make = entities if what == "names" else parts_of_speech
    gold = [list(e.tags) for code in codes() for e in make(code, "train", n // len(codes()))]
    rng, every = random.Random(0), sorted({tag for sentence in gold for tag in sentence})
    said = [[rng.choice(every) if rng.random() < SHARE_WRONG else t for t in tags] for tags in gold]
    return gold, said


def ours(name: str, gold: Sentences, said: Sentences) -> float:
    """Through statistics by sentence, in points."""
    found = metric(name)
    return found.combine(found.measure(said, gold, language="en").sum(0))


def straight(gold: Sentences, said: Sentences) -> float:
    """Tag by tag, in points."""
    right, predicted, there = counts(lenient_chunks(said, tag_1), lenient_chunks(gold, tag_1)).sum(0)
    return float(200.0 * right / (predicted + there))


def other() -> tuple[str, Callable[[Sentences, Sentences], float]]:
    """seqeval, where there is one."""
    try:
        from seqeval.metrics import f1_score
    except ImportError:
        return "straight", straight
    return "seqeval", lambda gold, said: 100.0 * f1_score(gold, said)


def main() -> None:
    parser = argparse.ArgumentParser(description="Entity F1 and UDPOS of ours against seqeval.")
    parser.add_argument("--sentences", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    side_by_side.about_this_machine("numpy")
    against, theirs = other()
    for what, name in METRIC.items():
        gold, said = tagged(what, given.sentences)
        print(f"\n{len(gold)} sentences, {sum(map(len, gold))} tags")
        ways = {
            "ours": lambda n=name, g=gold, s=said: ours(n, g, s),
            against: lambda g=gold, s=said: theirs(g, s),
        }
        one, two = (way() for way in ways.values())
        if abs(one - two) > 1e-9:
            raise SystemExit(f"{what}: the scores differ: {one!r}, {two!r}")
        side_by_side.tell(f"F1 of {what}", side_by_side.in_turn(ways, rounds=given.rounds), against=against)


if __name__ == "__main__":
    main()
