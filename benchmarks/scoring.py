"""Scoring: EM and F1 of ours against a straight loop, the same answers.

    python benchmarks/scoring.py
    python benchmarks/scoring.py --file dev-v1.1.json --predictions predictions.json
    python benchmarks/scoring.py --folder data/xquad
    python benchmarks/scoring.py --file xquad.th.json --language th --predictions predictions.json

The official scripts are not shipped, so this is not a race against them. The straight loop is our own writing of
what they do with each question: both sides are normalised anew for every gold answer, once for EM and once for F1,
punctuation goes character by character, overlap is counted with `Counter`. It has no reading of files, no checks and
no statistics by example, which is kind to it. For `script-aware`, which has no script of others, the loop is the same
around our own normalisation.

Without a file, answers are spans of one to six words from the built-in world's stories, three golds a question as in
SQuAD dev: two annotators agree, a third may not. Ours normalises a text once, so its lead grows with how often texts
repeat; the share of repeated ones is printed. What it remembers from the round before is forgotten first.

It stops if the two do not give the same scores.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import side_by_side

from intermezzo.data import opening
from intermezzo.metrics import Profile, _best_gold, em, f1, overall
from intermezzo.metrics._profiles import script_aware, squad_1_1
from intermezzo.metrics._squad_layout import questions
from intermezzo.world.qa import questions as stories

ASCII_PUNCTUATION = set(string.punctuation)
ARTICLES = re.compile(r"\b(?:a|an|the)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is scored."""

    language: str
    predictions: list[str]
    golds: list[list[str]]

    def texts(self) -> list[str]:
        return [*self.predictions, *(text for golds in self.golds for text in golds)]


def from_stories(n: int) -> Answers:
    """Spans of stories; predictions that are right, a word short, or elsewhere."""
    rng = random.Random(0)

    def span(words: Sequence[str]) -> list[str]:
        length = rng.randint(1, 6)
        first = rng.randrange(max(1, len(words) - length))
        return list(words[first : first + length])

    predictions, golds = [], []
    for story in stories("en", "train", n):
        words = story.context.split()
        right = span(words)
        other = right if rng.random() < 0.5 else right[:-1] or right
        golds.append([" ".join(right), " ".join(right), " ".join(other)])
        predictions.append(" ".join(rng.choice((right, right[1:], right, span(words)))))
    return Answers(language="en", predictions=predictions, golds=golds)


def from_file(path: Path, predictions: Path | None, language: str) -> Answers:
    """A file in SQuAD's layout; without predictions, the first gold less its first word."""
    content = opening.read_bytes(path)
    assert isinstance(content, bytes), content
    asked = questions(json.loads(content))
    said = json.loads(predictions.read_text("utf-8")) if predictions else {}
    shorter = (" ".join(question.golds[0].split()[1:]) for question in asked)
    return Answers(
        language=language,
        predictions=[said.get(question.id, "") if said else text for question, text in zip(asked, shorter)],
        golds=[list(question.golds) for question in asked],
    )


def ours(found: Answers, profile: Profile) -> tuple[float, float]:
    """EM and F1, through statistics by example."""
    _best_gold._normalised.cache_clear()
    exact, overlap = (
        overall(
            metric, metric.measure(found.predictions, found.golds, language=found.language, profile=profile)
        )
        for metric in (em.METRIC, f1.METRIC)
    )
    return exact, overlap


def as_in_squad(text: str, language: str) -> str:
    """SQuAD's normalisation, a character at a time."""
    kept = "".join([c for c in text.lower() if c not in ASCII_PUNCTUATION])
    return " ".join(ARTICLES.sub(" ", kept).split())


def straight(found: Answers, normalise: Callable[[str, str], str], profile: Profile) -> tuple[float, float]:
    """EM and F1, question by question, gold by gold, nothing kept."""

    def equal(answer: str, gold: str) -> float:
        return float(normalise(answer, found.language) == normalise(gold, found.language))

    def overlap(answer: str, gold: str) -> float:
        a, g = normalise(answer, found.language).split(), normalise(gold, found.language).split()
        shared = sum((Counter(a) & Counter(g)).values())
        if not shared:
            return profile.both_empty_f1 if not a and not g else 0.0
        precision, recall = shared / len(a), shared / len(g)
        return 2 * precision * recall / (precision + recall)

    exact_sum = f1_sum = 0.0
    for answer, golds in zip(found.predictions, found.golds):
        if profile.drops_empty_golds:
            golds = [gold for gold in golds if normalise(gold, found.language)] or [""]
        exact_sum += max(equal(answer, gold) for gold in golds)
        f1_sum += max(overlap(answer, gold) for gold in golds)
    return 100.0 * exact_sum / len(found.golds), 100.0 * f1_sum / len(found.golds)


def whole(folder: Path, *, rounds: int) -> None:
    """All languages of XQuAD, EM and F1, both profiles: once as a user waits for it."""
    paths = sorted(folder.glob("xquad.*.json*"))
    if not paths:
        raise SystemExit(f"no files xquad.LANGUAGE.json in {folder}")
    found = [from_file(path, None, path.name.split(".")[1]) for path in paths]
    normalise = {squad_1_1.PROFILE: as_in_squad, script_aware.PROFILE: script_aware.PROFILE.normalise}
    ways = {
        "ours": lambda: [ours(each, profile) for each in found for profile in normalise],
        "straight": lambda: [straight(each, n, p) for each in found for p, n in normalise.items()],
    }
    if ways["ours"]() != ways["straight"]():
        raise SystemExit("the scores differ")
    print(f"{len(found)} languages, {sum(len(each.golds) for each in found)} questions")
    seconds = side_by_side.in_turn(ways, rounds=rounds)
    side_by_side.tell("EM and F1, squad-1.1 and script-aware", seconds, against="straight")


def main() -> None:
    parser = argparse.ArgumentParser(description="EM and F1 of ours against a straight loop.")
    parser.add_argument(
        "--file", type=Path, help="questions in SQuAD's layout, instead of the world's stories"
    )
    parser.add_argument("--folder", type=Path, help="all files xquad.LANGUAGE.json in it, compressed or not")
    parser.add_argument("--predictions", type=Path, help="id to answer, as JSON")
    parser.add_argument("--language", default="en")
    parser.add_argument(
        "--examples", type=int, default=10_570, help="without a file [default: as many as SQuAD dev]"
    )
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    side_by_side.about_this_machine("numpy", "regex")
    if given.folder:
        whole(given.folder, rounds=given.rounds)
        return
    found = (
        from_file(given.file, given.predictions, given.language)
        if given.file
        else from_stories(given.examples)
    )
    texts = found.texts()
    print(
        f"{len(found.golds)} questions, {len(texts)} texts of {sum(map(len, texts)) / len(texts):.0f} characters, "
        f"{1 - len(set(texts)) / len(texts):.0%} of them repeated"
    )
    for profile, normalise in (
        (squad_1_1.PROFILE, as_in_squad),
        (script_aware.PROFILE, script_aware.PROFILE.normalise),
    ):
        ways = {
            "ours": lambda p=profile: ours(found, p),
            "straight": lambda n=normalise, p=profile: straight(found, n, p),
        }
        if ways["ours"]() != ways["straight"]():
            raise SystemExit(f"{profile.name}: the scores differ: {[way() for way in ways.values()]}")
        seconds = side_by_side.in_turn(ways, rounds=given.rounds)
        side_by_side.tell(f"EM and F1, {profile.name}", seconds, against="straight")


if __name__ == "__main__":
    main()
