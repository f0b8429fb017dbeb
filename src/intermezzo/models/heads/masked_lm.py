"""The masked-language-modelling head: dense, GELU, LayerNorm, and a decoder tied to the encoder's embeddings.

Source of the form: Devlin et al. (2019), as BERT and XLM-R build it. Applied to the masked positions only, which is
the same function at a sixth of the cost.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from intermezzo.models.encoder import Encoder
from intermezzo.problem import Problem, Refused


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


def new(encoder: Encoder, labels: tuple[str, ...]) -> MaskedLMHead:
    """A head with random weights for the encoder's vocabulary.

    Errors: `Refused` where the table of embeddings cannot be the decoder.
    """
    if encoder.model.get_input_embeddings().embedding_dim != encoder.width:
        raise Refused(
            Problem(
                place=encoder.model.config.model_type,
                what="its embeddings are narrower than its hidden states, so they cannot predict hidden tokens.",
                remedy="Take another encoder for masked language modelling.",
            )
        )
    return MaskedLMHead(encoder.width, int(encoder.model.config.vocab_size))


HEAD = new
