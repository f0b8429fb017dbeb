"""MuCoT's F1, against gokulkarthik/mucot utils/metrics.py at c1a8c101, called as `f1_score(answer, prediction)`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from intermezzo.metrics._profiles.squad_1_1 import PROFILE
from intermezzo.metrics.mucot_f1 import METRIC


def score(gold: str, said: str) -> float:
    return float(METRIC.measure([said], [[gold]], language="hi", profile=PROFILE)[0, 0])


@pytest.mark.parametrize(
    ("gold", "said", "expected"),
    [
        ("New York New York", "New York New York", 0.5),
        ("x x", "x", 2 / 3),
        ("a", "the", 1),
        ("a", "x", 0),
        ("", "", 1),
    ],
)
def test_known_answers(gold: str, said: str, expected: float) -> None:
    """Shared words count once, repeated ones still weigh; what is empty on both sides agrees."""
    assert score(gold, said) == expected


def test_pairs(shared: Path) -> None:
    """All 430 hand-made pairs, to the digit."""
    with gzip.open(shared / "golden/pairs/pairs.json.gz", "rt", encoding="utf-8") as packed:
        pairs: list[dict[str, Any]] = json.load(packed)["pairs"]
    assert [score(p["gold"], p["pred"]) for p in pairs] == [p["mucot_f1"] for p in pairs]


def test_chaii(shared: Path) -> None:
    """And those of the file of ChAII, the odd ones among them."""
    found = json.loads((shared / "golden/chaii/chaii.json").read_text("utf-8"))
    some = [
        p for p in [*found["pairs"], *found["mucot_f1_odd"]] if isinstance(p.get("mucot_f1"), int | float)
    ]
    assert len(some) > 30
    assert [score(p["answer"], p["prediction"]) for p in some] == [p["mucot_f1"] for p in some]
