"""The tagging head: one linear layer from the state of a word's first sub-word to a logit a tag. Kept in fp32."""

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


class TaggingHead(nn.Module):
    """Hidden states [W, H] to logits [W, K]."""

    def __init__(self, width: int, n_tags: int) -> None:
        super().__init__()
        self.outputs = nn.Linear(width, n_tags)
        nn.init.normal_(self.outputs.weight, std=INITIAL_STD)
        nn.init.zeros_(self.outputs.bias)

    def forward(self, states: Tensor) -> Tensor:
        """[W, H] fp32 to [W, K] fp32."""
        return self.outputs(states)  # type: ignore[no-any-return]


def new(encoder: Encoder, labels: tuple[str, ...]) -> TaggingHead:
    """A head with random weights."""
    return TaggingHead(encoder.width, len(labels))


def outputs(model: Model, key: str, rows: Rows, settings: Mapping[str, Any]) -> np.ndarray:
    """Logits of every word that has a token, [W, K], in the order of the tokens."""
    words = np.flatnonzero(rows.arrays["word"] >= 0)
    return read(model, rows, words, model.heads[key], precision_name=settings["precision"])


HEAD = new
