"""The span head: from each token's state to a start and an end logit. Kept in fp32.

One linear layer on every encoder, as BERT and XLM-R have it. transformers' own class for ModernBERT puts a dense
layer, GELU and a norm before it; from random weights that learns more slowly, and what it learnt of English questions
carried over less to questions in other languages (`docs/log.md`). `models/export.py` says how a linear head still
becomes that class.
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


class ExtractiveQAHead(nn.Module):
    """Hidden states [T, H] to start and end logits [T, 2]."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.outputs = nn.Linear(width, 2)
        nn.init.normal_(self.outputs.weight, std=INITIAL_STD)
        nn.init.zeros_(self.outputs.bias)

    def forward(self, hidden: Tensor) -> Tensor:
        """[T, H] fp32 to [T, 2] fp32."""
        return self.outputs(hidden)  # type: ignore[no-any-return]


def new(encoder: Encoder, labels: tuple[str, ...]) -> ExtractiveQAHead:
    """A head with random weights."""
    return ExtractiveQAHead(encoder.width)


def outputs(model: Model, key: str, rows: Rows, settings: Mapping[str, Any]) -> np.ndarray:
    """Start and end logits of all tokens, [T, 2]."""
    every = np.arange(rows.n_tokens)
    return read(model, rows, every, model.heads[key], precision_name=settings["precision"])


HEAD = new
