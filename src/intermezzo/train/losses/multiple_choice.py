"""Cross-entropy of the right choice among the choices of its row, from the first token's state of each."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor
from torch.nn import functional as F

from intermezzo.models.checkpoint import Model
from intermezzo.train.losses._part import Loss, Part


def of(model: Model, part: Part) -> Tensor:
    """The multiple-choice head's loss on the rows held now."""
    hidden, batch = part.encoded(model, part.tokens("ids"))
    logits = model.heads[part.head](hidden[torch.tensor(batch.limits[:-1])].float())[:, 0]
    ends = [0]
    for k in part.here:
        rows, number = part.rows[k]
        ends.append(ends[-1] + len(rows.cuts(number)) - 1)
    losses = [
        F.cross_entropy(logits[a:b], torch.tensor(label))
        for (a, b), label in zip(pairwise(ends), part.labels("label"))
    ]
    return torch.stack(losses).sum()


LOSS = Loss(of)
