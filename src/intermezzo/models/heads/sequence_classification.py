"""The classification head: the first token's state through a dense layer to a logit a label. Kept in fp32.

It has the form of its architecture's own class in transformers, so that export loses nothing: dense, tanh, output as
BERT (whose pooler it is) and RoBERTa have it; dense without bias, GELU, norm, output as ModernBERT has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from torch import Tensor, nn

from intermezzo.models.checkpoint import Model
from intermezzo.models.encoder import Encoder
from intermezzo.models.reading import read
from intermezzo.models.rows import Rows

INITIAL_STD = 0.02  # BERT's initializer_range
MODERN = "modernbert"


class PooledHead(nn.Module):
    """States of first tokens [N, H] to logits [N, K]."""

    def __init__(self, width: int, n_outputs: int, *, modern_eps: float | None) -> None:
        super().__init__()
        self.dense = nn.Linear(width, width, bias=modern_eps is None)
        self.act: nn.Module = nn.Tanh()
        self.norm: nn.Module = nn.Identity()
        if modern_eps is not None:
            self.act, self.norm = nn.GELU(), nn.LayerNorm(width, eps=modern_eps, bias=False)
        self.outputs = nn.Linear(width, n_outputs)
        for layer in (self.dense, self.outputs):
            nn.init.normal_(layer.weight, std=INITIAL_STD)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)

    def forward(self, states: Tensor) -> Tensor:
        """[N, H] fp32 to [N, K] fp32."""
        return self.outputs(self.norm(self.act(self.dense(states))))  # type: ignore[no-any-return]


def pooled(encoder: Encoder, n_outputs: int) -> PooledHead:
    """A head with random weights, of the encoder's form."""
    config = encoder.model.config
    modern_eps = float(config.norm_eps) if config.model_type == MODERN else None
    return PooledHead(encoder.width, n_outputs, modern_eps=modern_eps)


def new(encoder: Encoder, labels: tuple[str, ...]) -> PooledHead:
    """A head with random weights."""
    return pooled(encoder, len(labels))


def outputs(model: Model, key: str, rows: Rows, settings: Mapping[str, Any]) -> np.ndarray:
    """Logits of every row, [R, K]."""
    return read(model, rows, rows.limits[:-1], model.heads[key], precision_name=settings["precision"])


HEAD = new
