"""Reading: rows go through the encoder, a part of them at a time, and a head reads what comes out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from intermezzo.models.checkpoint import Model
from intermezzo.models.encoder import Encoder
from intermezzo.models.packed import Batch
from intermezzo.models.rows import Rows

TOKENS_AT_ONCE = 4096  # of rows in one forward pass: 2,000 to 4,000 measured best on CPU, more costs cache


@contextlib.contextmanager
def precision(name: str) -> Iterator[None]:
    """fp32, or bf16 where matrix products pay for it; heads and losses stay in fp32 by hand."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=name == "bf16"):
        yield


@torch.inference_mode()
def read(
    model: Model,
    rows: Rows,
    at: np.ndarray,
    head: Callable[[Tensor], Tensor],
    *,
    precision_name: str,
) -> np.ndarray:
    """What a head makes of the states at some tokens: float32 [N, …], a line each.

    at: [N] int, rising, tokens counted over all rows.
    """
    found: list[np.ndarray] = []
    for some, hidden, _ in states(model, rows, precision_name=precision_name):
        first, last = (np.searchsorted(at, rows.limits[r]) for r in (some[0], some[-1] + 1))
        here = torch.from_numpy(np.ascontiguousarray(at[first:last]) - rows.limits[some[0]])
        found.append(head(hidden[here]).numpy())
    return np.concatenate(found) if found else np.zeros((0, 0), np.float32)


@torch.inference_mode()
def states(
    model: Model, rows: Rows, *, precision_name: str, layer: int | None = None
) -> Iterator[tuple[range, Tensor, Batch]]:
    """Part after part: which rows, hidden states [T, H] of their tokens in fp32, and their batch of pieces.

    layer: whose states; 0 is the embeddings', None the last.
    """
    model.eval()
    for some in parts(rows):
        batch = pack(model.encoder, rows, some)
        with precision(precision_name):
            hidden = model.encoder(batch, layer=layer)
        yield some, hidden.float(), batch


def pack(encoder: Encoder, rows: Rows, some: Sequence[int]) -> Batch:
    """The pieces of some rows of one source as a batch."""
    first, last = int(rows.of_rows[some[0]]), int(rows.of_rows[some[-1] + 1])
    cuts = [slice(a, b) for a, b in pairwise(rows.pieces[first : last + 1].tolist())]
    return encoder.pack([rows.arrays["ids"][c] for c in cuts], [rows.arrays["types"][c] for c in cuts])


def parts(rows: Rows) -> Iterator[range]:
    """Rows, as many at once as have few enough tokens together."""
    first = 0
    while first < len(rows):
        last = first + 1
        while last < len(rows) and rows.limits[last + 1] - rows.limits[first] <= TOKENS_AT_ONCE:
            last += 1
        yield range(first, last)
        first = last
