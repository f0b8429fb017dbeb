"""Cross-entropy of the hidden tokens (Devlin et al. 2019)."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F


def masked_nats(logits: Tensor, gold: Tensor, *, n_rows: int) -> Tensor:
    """Mean over the hidden tokens, times the rows they stand in, in nats: so a step's loss is a mean over tokens.

    logits [M, V] fp32; gold [M] int64. 0 where nothing was hidden.
    """
    if not len(gold):
        return logits.sum() * 0.0
    return F.cross_entropy(logits, gold) * n_rows
