"""The masked-language-modelling head: dense, GELU, LayerNorm, and a decoder tied to the encoder's embeddings.

Source of the form: Devlin et al. (2019), as BERT and XLM-R build it. Applied to the masked positions only, which is
the same function at a sixth of the cost.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class MaskedLMHead(nn.Module):
    """Hidden states [M, H] of masked tokens to logits [M, V]."""

    def __init__(self, width: int, vocabulary: int) -> None:
        super().__init__()
        self.dense = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=1e-5)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, hidden: Tensor, embeddings: Tensor) -> Tensor:
        """`embeddings` [V, H]: the encoder's own table of input embeddings."""
        return F.linear(self.norm(F.gelu(self.dense(hidden))), embeddings, self.bias)
