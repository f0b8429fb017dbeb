"""Leaks among real data: what gives XQuAD's questions away, counted through the tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from intermezzo.data import table
from intermezzo.data.leaks import Question, given_away, marks_of, normalised, questions
from intermezzo.example import QAExample
from tasks.test_shared_questions import MANIFEST, SHARED, folder_of, part, read

pytestmark = pytest.mark.skipif(
    not MANIFEST.exists(), reason=f"no manifest.json in {SHARED}; set INTERMEZZO_SHARED"
)
LANGUAGES = ("de", "en", "es")  # of XQuAD's twelve, which share ids


@cache
def examples(of: str) -> tuple[QAExample, ...]:
    """Through a task, once; nobody changes them."""
    return tuple(read(of, SHARED)[0])


def marked(some: Sequence[QAExample], tmp_path: Path) -> list[Question]:
    """Examples with their marks, as a run reads them from its tables."""
    path = tmp_path / f"{hashlib.sha256(repr([some[0], len(some)]).encode()).hexdigest()}.parquet"
    table.write(path, list(some), unit="qa")
    return questions(path)


def held(trained: Iterable[QAExample], tmp_path: Path) -> int:
    """How many of XQuAD's 1,190 questions are given away in any language, as the check before training counts them."""
    marks = marks_of(marked(list(trained), tmp_path))
    names = set()
    for language in LANGUAGES:
        test = marked(examples(f"xquad/{language}@test"), tmp_path)
        names |= {test[i].name for i in given_away(test, marks)}
    return len(names)


def counted(some: Iterable[QAExample]) -> list[QAExample]:
    """The same with ids that prove nothing."""
    return [replace(each, id=f"train-{i}") for i, each in enumerate(some)]


def elsewhere(some: Iterable[QAExample]) -> list[QAExample]:
    """The same on contexts in a language nobody speaks, as a translation has them."""
    return [replace(each, context=f"{i}", answers=()) for i, each in enumerate(some)]


@pytest.mark.parametrize(
    ("of", "n"),
    [("squad/en@dev", 1190), ("squad-it/it@test", 778), ("squad-es/es@dev", 732), ("squad2-es/es@dev", 527)],
)
def test_by_id(of: str, n: int, tmp_path: Path) -> None:
    """SQuAD dev and its translations hold XQuAD by their ids alone: translate-train from dev would, in any language.

    Counted before, without our code, in the whole files: 1,190, 778, 732 and 527.
    """
    assert held(elsewhere(examples(of)), tmp_path) == n


def test_by_context(tmp_path: Path) -> None:
    """SQuAD dev under other ids is found by its paragraphs; its machine translations are other text and are not."""
    assert held(counted(examples("squad/en@dev")), tmp_path) == 1190
    assert held(counted(examples("squad-es/es@dev")), tmp_path) == 0


def test_by_context_of_another_edition(tmp_path: Path) -> None:
    """A part of SQuAD 2.0 dev whose ids were drawn anew holds those questions of XQuAD whose paragraphs it has."""
    file = part("squad2/en@dev", "squad/dev-v2.0.cs224n-dev.json.gz", linked="dev-v2.0.json.gz")
    some, _ = read(file.of, folder_of(file, tmp_path))
    paragraphs = {normalised(each.context) for each in some}
    asked = [each for each in examples("xquad/en@test") if normalised(each.context) in paragraphs]
    assert (
        held(some, tmp_path) == len(asked) == 340
    )  # 334 by the question's text, counted before without our code


def test_what_holds_none(tmp_path: Path) -> None:
    """Paragraphs of other articles hold nothing of XQuAD: MLQA and TyDiQA-GoldP in English."""
    for of in ("mlqa/en@dev", "tydiqa/en@train"):
        assert held(examples(of), tmp_path) == 0
