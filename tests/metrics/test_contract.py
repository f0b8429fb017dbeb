"""What every metric on the shelf keeps to, whoever wrote it."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from intermezzo import shelf
from intermezzo.metrics import Column, _profiles, metric, overall
from intermezzo.metrics._profile import Profile

NAMES = shelf.names("intermezzo.metrics")
# Golds by what a metric reads, in scripts that a rule for English could get wrong.
GOLDS: dict[str, list[Any]] = {
    "answers": [
        ("किसुमू",),
        ("the lake", "a lake"),
        ("基苏木", "湖边"),
        ("ทะเลสาบ",),
        ("في القاهرة",),
        ("Kisumu",),
    ],
    "label": ["entailment", "neutral", "0", "1", "ja", "नहीं"],
    "tags": [
        ("B-PER", "I-PER", "O"),
        ("O", "B-LOC"),
        ("B-ORG",),
        ("B-LOC", "O", "B-PER"),
        ("B-PER",),
        ("O", "B-LOC"),
    ],
    "translation": [
        ("किसुमू झील के किनारे है ।",),
        ("the lake lies in Kenya", "a lake lies in Kenya"),
        ("基苏木在湖边的城市",),
        ("ทะเลสาบ อยู่ ใน ประเทศ เคนยา",),
        ("في القاهرة نهر كبير جدا",),
        ("Kisumu is a city there",),
    ],
    "ranking": [("a",), ("b", "c"), ("d",), ("e",), ("f", "g"), ("h",)],
}


def columns(name: str) -> list[Column]:
    """A metric alone, or with every profile that can read Hindi."""
    found = metric(name)
    if not found.is_profiled:
        return [Column(metric=found, profile=None)]
    profiles = [_profiles.load(each) for each in _profiles.names()]
    return [Column(metric=found, profile=each) for each in profiles if isinstance(each, Profile)]


COLUMNS = [column for name in NAMES for column in columns(name)]


def perfect(reads: str) -> list[Any]:
    return [gold[0] if reads in ("answers", "translation") else gold for gold in GOLDS[reads]]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda each: each.name)
def test_golds_score_100(column: Column):
    """Whatever is predicted right is all right; where errors are counted there are none."""
    golds = GOLDS[column.metric.reads]
    lines = column.measure(perfect(column.metric.reads), golds, language="hi")
    assert overall(column.metric, lines) == pytest.approx(column.metric.perfect, abs=1e-12)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda each: each.name)
def test_the_order_of_examples_does_not_matter(column: Column):
    """A line belongs to its example: in another order they are the same lines."""
    golds, said = GOLDS[column.metric.reads], perfect(column.metric.reads)
    said = said[1:] + said[:1] if column.metric.reads != "tags" else said  # wrong, but as many tags as words
    order = list(range(len(golds)))
    random.Random(0).shuffle(order)
    lines = column.measure(said, golds, language="hi")
    shuffled = column.measure([said[i] for i in order], [golds[i] for i in order], language="hi")
    assert np.array_equal(lines[order], shuffled)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda each: each.name)
def test_lines_of_parts_are_the_lines_of_the_whole(column: Column):
    """Statistics of an example depend on it alone, so a resample needs no second look at the text."""
    golds, said = GOLDS[column.metric.reads], perfect(column.metric.reads)
    whole = column.measure(said, golds, language="hi")
    parts = [column.measure(said[i : i + 1], golds[i : i + 1], language="hi") for i in range(len(golds))]
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize("name", NAMES)
def test_its_file_says_what_it_is(name: str):
    """The name of the file, of the metric, and a line about it agree."""
    assert metric(name).name == name
    assert shelf.about("intermezzo.metrics", name)


@pytest.mark.parametrize("name", [n for n in _profiles.names() if n in ("mlqa", "script-aware")])
def test_articles_of_one_language_are_no_articles_of_another(name: str):
    """A profile that knows languages never falls back to English: `the` is a word in German, `die` in English."""
    profile = _profiles.load(name)
    assert isinstance(profile, Profile)
    for word, own, other in (("the", "en", "de"), ("die", "de", "en"), ("la", "es", "en")):
        assert profile.normalise(f"{word} x", own) == "x"
        assert profile.normalise(f"{word} x", other) == f"{word} x"
