"""pair-f1."""

from __future__ import annotations

import doctest

import pytest

from intermezzo.metrics import overall, pair_f1
from intermezzo.metrics.pair_f1 import METRIC, measure


def test_examples_in_the_docs():
    """What the docstrings show is what comes out."""
    assert doctest.testmod(pair_f1).failed == 0


def partners(text):
    found = {}
    for line in text.splitlines():
        source, target = line.split("\t")
        found.setdefault(source, []).append(target)
    return found


def test_extract(extract_of_metrics):
    """The shipped file of BUCC: XTREME's evaluate.py (commit in the file), 1e-9."""
    (case,) = (c for c in extract_of_metrics["xtreme"] if c["task"] == "bucc2018")
    found, right = partners(case["prediction"]), partners(case["label"])
    sources = sorted(found | right)
    lines = measure([found.get(s) for s in sources], [right.get(s, []) for s in sources], language="zh")
    assert overall(METRIC, lines) == pytest.approx(case["scores"]["f1"], rel=0, abs=1e-9)


def test_worked_item():
    """One of two found pairs is one of two gold pairs; sentences without partner change nothing."""
    lines = measure([["t1", "t9"], None, []], [["t1"], ["t2"], []], language="de")
    assert lines.tolist() == [[1, 2, 1], [0, 0, 1], [0, 0, 0]]
    assert overall(METRIC, lines) == 50.0


def test_a_pair_counts_once():
    """The same partner twice is one pair, and nothing right is 0."""
    assert measure([["t1", "t1"]], [["t1", "t1"]], language="de").tolist() == [[1, 1, 1]]
    assert overall(METRIC, measure([None], [[]], language="de")) == 0.0
