"""Cross-entropy of the answer's first and last token, over a row's own tokens.

The usual script takes the softmax over padding too, so that its loss depends on how rows happen to be batched; here
a row's loss depends on the row alone.
"""

from __future__ import annotations

import torch
from torch import Tensor

from intermezzo.models.checkpoint import Model
from intermezzo.train.losses._part import Loss, Part


def of(model: Model, part: Part) -> Tensor:
    """The span head's loss on the rows held now."""
    hidden, batch = part.encoded(model, part.tokens("ids"))
    logits = model.heads[part.head](hidden.float())
    start, end = (torch.tensor(part.labels(name)) for name in ("start", "end"))
    return span_nats(logits, batch.limits, start, end)


def span_nats(logits: Tensor, limits: tuple[int, ...], start: Tensor, end: Tensor) -> Tensor:
    """Sum over rows of (-log p(start) - log p(end)) / 2, in nats.

    logits [T, 2] fp32; limits: B + 1 row limits; start, end [B] int64, positions within the row.
    """
    cut = torch.tensor(limits)
    n = cut[1:] - cut[:-1]
    row = torch.repeat_interleave(torch.arange(len(n)), n)[:, None].expand(-1, 2)  # [T, 2]
    highest = torch.full((len(n), 2), float("-inf")).scatter_reduce(0, row, logits.detach(), "amax")
    mass = torch.zeros(len(n), 2).scatter_add(0, row, (logits - highest.gather(0, row)).exp())
    z = mass.log() + highest  # [B, 2]
    first = cut[:-1]
    gold = torch.stack((logits[first + start, 0], logits[first + end, 1]), 1)
    return (z - gold).mean(1).sum()


LOSS = Loss(of)
