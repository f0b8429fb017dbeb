"""Cross-entropy of the label, from the first token's state."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from intermezzo.models.checkpoint import Model
from intermezzo.train.losses._part import Loss, Part


def of(model: Model, part: Part) -> Tensor:
    """The classification head's loss on the rows held now."""
    hidden, batch = part.encoded(model, part.tokens("ids"))
    logits = model.heads[part.head](hidden[torch.tensor(batch.limits[:-1])].float())
    return F.cross_entropy(logits, torch.tensor(part.labels("label")), reduction="sum")


LOSS = Loss(of)
