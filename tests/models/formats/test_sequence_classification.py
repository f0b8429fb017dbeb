"""Sequence classification: rows as transformers makes them, labels by number, the highest logit."""

from __future__ import annotations

import numpy as np
import pytest

from intermezzo.example import LabelExample
from intermezzo.models.formats.sequence_classification import FORMAT, shares
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Refused

SETTINGS = {"of": "mine/en", "length": 32, "labels": ["no", "yes"]}


def example(text: str, second: str = "", label: str = "yes") -> LabelExample:
    return LabelExample(id="0", language="en", text=text, second=second, label=label)


@pytest.mark.parametrize("second", ["", "Adam boit du thé."])
def test_a_row_is_what_transformers_makes(world_tokenizer: FastTokenizer, second: str):
    """Of one text or two, with their token types."""
    text = "Adam drinks tea."
    cut = FORMAT.cut([example(text, second)], world_tokenizer, SETTINGS)
    expected = world_tokenizer.backend.encode(*([text, second] if second else [text]))
    assert cut.rows.tokens("ids", 0).tolist() == expected.ids
    assert cut.rows.tokens("types", 0).tolist() == expected.type_ids
    assert cut.rows.arrays["label"].tolist() == [1]
    assert cut.counts == {"rows": 1, "texts cut": 0}


def test_what_is_too_long_loses_its_end_and_is_counted(world_tokenizer: FastTokenizer):
    """Every example keeps its row."""
    some = [example("tea " * 60), example("tea " * 60, "wine " * 60), example("tea")]
    cut = FORMAT.cut(some, world_tokenizer, SETTINGS)
    assert np.diff(cut.rows.limits).tolist()[:2] == [32, 32]
    assert cut.counts == {"rows": 3, "texts cut": 2}


def test_a_label_nobody_knows_is_refused(world_tokenizer: FastTokenizer):
    """It would be trained as another."""
    with pytest.raises(Refused, match="unknown labels 'maybe'"):
        FORMAT.cut([example("tea", label="maybe")], world_tokenizer, SETTINGS)


def test_the_highest_logit_is_said(world_tokenizer: FastTokenizer):
    """Of equal ones the first; its share beside it."""
    some = [example("tea"), example("wine"), example("milk")]
    cut = FORMAT.cut(some, world_tokenizer, SETTINGS)
    assert FORMAT.read
    said = FORMAT.read(cut.rows, np.array([[0.0, 1.0], [2.0, 2.0], [3.0, -1.0]]), some, SETTINGS, None)
    assert said.answers == ["yes", "no", "no"]
    np.testing.assert_allclose(said.columns["score"], [1 / (1 + np.exp(-1)), 0.5, 1 / (1 + np.exp(-4))])


def test_shares_of_large_logits():
    """No overflow."""
    np.testing.assert_allclose(shares(np.array([[1e4, 0.0], [-1e4, -1e4]])), [[1.0, 0.0], [0.5, 0.5]])
