"""The losses of labels, choices, tags and pairs: parts add up to the step, and each is the cross-entropy it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from intermezzo.models.checkpoint import Model, new_head
from intermezzo.models.encoder import Encoder
from intermezzo.models.heads import HeadSpec
from intermezzo.models.rows import Builder, Rows
from intermezzo.problem import Refused
from intermezzo.train import losses
from intermezzo.train.losses import Part
from models import tiny

LABELS = ("one", "two", "three")
SETTINGS: dict[str, Any] = {
    "precision": "fp32",
    "temperature": 0.1,
    "pooling": "mean",
    "negatives": "language",
}
EQUAL = 1e-5
N = 6  # rows


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(tiny.model("bert")).eval()


def rows_of(pieces: list[list[int]], seed: int = 0, **arrays: Any) -> Rows:
    """Rows of pieces of these lengths, with random tokens."""
    rng, builder = np.random.default_rng(seed), Builder()
    for number, lengths in enumerate(pieces):
        for length in lengths:
            builder.piece([rng.integers(5, tiny.VOCABULARY, length).astype(np.int32)])
        builder.row(number)
    return builder.rows(**{name: np.array(values) for name, values in arrays.items()})


def model_of(encoder: Encoder, spec: HeadSpec) -> Model:
    model = Model(encoder)
    if spec.format != "retrieval":
        model.put(spec, new_head(spec, encoder, seed=1))
    return model.eval()


def part(spec: HeadSpec, rows: Rows, here: tuple[int, ...] | None = None, **settings: Any) -> Part:
    every = tuple((rows, r) for r in range(len(rows)))
    return Part(
        head=spec.key,
        rows=every,
        here=tuple(range(len(rows))) if here is None else here,
        step=1,
        settings={**SETTINGS, **settings},
        mask_id=None,
    )


def states(encoder: Encoder, rows: Rows, piece: int) -> Tensor:
    """Of one piece alone, [n, H]."""
    ids = rows.arrays["ids"][rows.pieces[piece] : rows.pieces[piece + 1]]
    return encoder(encoder.pack([ids], [np.zeros(len(ids), np.int8)]))


CLASSIFY = HeadSpec("sequence-classification", LABELS)
CHOOSE = HeadSpec("multiple-choice")
TAG = HeadSpec("token-tagging", LABELS)
FIND = HeadSpec("retrieval")

LENGTHS = [[4], [9], [3], [7], [5], [6]]
TAGS = np.random.default_rng(1).integers(-1, 3, 34)
SCENES = [
    (CLASSIFY, rows_of(LENGTHS, label=[0, 2, 1, 1, 0, 2])),
    (CHOOSE, rows_of([[4, 5], [3, 3, 6], [7, 2, 4, 4], [5, 5], [2, 3], [8, 4]], label=[1, 2, 0, 0, 1, 0])),
    (TAG, rows_of(LENGTHS, tag=TAGS)),
]


@pytest.mark.parametrize(("spec", "rows"), SCENES, ids=lambda each: getattr(each, "format", ""))
@torch.no_grad()
def test_parts_add_up_to_the_step(encoder: Encoder, spec: HeadSpec, rows: Rows):
    """However a step is cut, the sum of its parts' losses is the same, to rounding."""
    model, loss = model_of(encoder, spec), losses.load(spec.format).of
    whole = loss(model, part(spec, rows))
    for n in (2, 3, N):
        cut = [loss(model, part(spec, rows, tuple(range(i, N, n)))) for i in range(n)]
        torch.testing.assert_close(torch.stack(cut).sum(), whole, atol=EQUAL, rtol=EQUAL)


@torch.no_grad()
def test_of_labels(encoder: Encoder):
    """Cross-entropy of the head's logits at each row's first token."""
    spec, rows = SCENES[0]
    model = model_of(encoder, spec)
    expected = sum(
        F.cross_entropy(model.heads[spec.key](states(encoder, rows, r)[:1])[0], torch.tensor(int(label)))
        for r, label in enumerate(rows.arrays["label"])
    )
    torch.testing.assert_close(
        losses.load(spec.format).of(model, part(spec, rows)), expected, atol=EQUAL, rtol=EQUAL
    )


@torch.no_grad()
def test_of_choices(encoder: Encoder):
    """Of one logit a piece, among the pieces of the row alone."""
    spec, rows = SCENES[1]
    model, expected = model_of(encoder, spec), torch.zeros(())
    for r, label in enumerate(rows.arrays["label"]):
        pieces = range(rows.of_rows[r], rows.of_rows[r + 1])
        logits = torch.stack([model.heads[spec.key](states(encoder, rows, p)[:1])[0, 0] for p in pieces])
        expected = expected + F.cross_entropy(logits, torch.tensor(int(label)))
    torch.testing.assert_close(
        losses.load(spec.format).of(model, part(spec, rows)), expected, atol=EQUAL, rtol=EQUAL
    )


@torch.no_grad()
def test_of_tags(encoder: Encoder):
    """A mean over the step's words, times its rows."""
    spec, rows = SCENES[2]
    model = model_of(encoder, spec)
    logits = torch.cat([model.heads[spec.key](states(encoder, rows, r)) for r in range(N)])
    expected = F.cross_entropy(logits, torch.from_numpy(TAGS), ignore_index=-1) * N
    torch.testing.assert_close(
        losses.load(spec.format).of(model, part(spec, rows)), expected, atol=EQUAL, rtol=EQUAL
    )


def pairs(**marks: list[int]) -> Rows:
    """Six queries with their candidates."""
    usual = {"group": [0] * N, "target": list(range(1, N + 1)), "language": [7] * N}
    return rows_of([[4, 6], [3, 5], [7, 2], [5, 5], [2, 3], [8, 4]], **{**usual, **marks})


@pytest.mark.parametrize(
    ("marks", "settings", "apart"),
    [
        ({}, {}, []),
        ({"group": [0, 9, 9, 0, 0, 0]}, {}, [(1, 2), (2, 1)]),
        ({"target": [1, 2, 3, 1, 5, 6]}, {}, [(0, 3), (3, 0)]),
        (
            {"language": [7, 7, 7, 7, 8, 8]},
            {},
            [(i, j) for i in range(N) for j in range(N) if (i < 4) != (j < 4)],
        ),
        ({"language": [7, 7, 7, 7, 8, 8]}, {"negatives": "all"}, []),
    ],
)
@torch.no_grad()
def test_of_pairs(
    encoder: Encoder, marks: dict[str, list[int]], settings: dict[str, str], apart: list[tuple[int, int]]
):
    """Cosines over the temperature; what shares a group or a text, or is of another language, is no negative."""
    rows, model = pairs(**marks), model_of(encoder, FIND)
    vectors = F.normalize(torch.stack([states(encoder, rows, p).mean(0) for p in range(2 * N)]), dim=1)
    logits = vectors[0::2] @ vectors[1::2].T / 0.1
    for i, j in apart:
        logits[i, j] = float("-inf")
    expected = F.cross_entropy(logits, torch.arange(N), reduction="sum")
    found = losses.load("retrieval").of(model, part(FIND, rows, **settings))
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_a_pair_alone_teaches_nothing(encoder: Encoder):
    """Without negatives the loss is 0."""
    rows = rows_of([[4, 6]], group=[0], target=[1], language=[7])
    assert losses.load("retrieval").of(model_of(encoder, FIND), part(FIND, rows)).item() == pytest.approx(
        0.0, abs=1e-6
    )


def test_what_pairs_cannot_be_trained_on():
    """A query without candidate, and a step whose candidates would not see each other; other losses take any rows."""
    suits = losses.load("retrieval").suits
    suits("a/en", pairs(), {"accumulate": 1})
    alone = rows_of([[4, 6], [3], [5]], group=[0] * 3, target=[1, 2, 3], language=[7] * 3)
    with pytest.raises(Refused) as refused:
        suits("a/en", alone, {"accumulate": 1})
    assert str(refused.value) == (
        "a/en: 2 of 3 rows have no query or no candidate that is right. "
        "Train on pairs; such data can only be evaluated."
    )
    with pytest.raises(Refused) as refused:
        suits("a/en", pairs(), {"accumulate": 2})
    assert str(refused.value) == (
        "accumulate: a step in 2 parts would hide its candidates from each other. "
        "Set accumulate = 1, or lower batch.rows."
    )
    losses.load("extractive-qa").suits("a/en", alone, {"accumulate": 2})
