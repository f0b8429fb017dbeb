"""Retrieval has no head: a passage's vector is the mean of its tokens' states, or its first token's, at a layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from intermezzo.models.checkpoint import Model
from intermezzo.models.packed import Batch
from intermezzo.models.reading import states
from intermezzo.models.rows import Rows

HEAD = None


@torch.inference_mode()
def outputs(model: Model, key: str, rows: Rows, settings: Mapping[str, Any]) -> np.ndarray:
    """A vector a piece, [P, H]; `settings["layer"]` counts from the embeddings at 0, -1 is the last."""
    found = [
        pool(hidden, batch, settings["pooling"]).numpy()
        for _, hidden, batch in states(
            model, rows, precision_name=settings["precision"], layer=settings["layer"]
        )
    ]
    return np.concatenate(found) if found else np.zeros((0, model.encoder.width), np.float32)


def pool(hidden: Tensor, batch: Batch, pooling: str) -> Tensor:
    """Hidden states [T, H] of a batch to one vector a piece, [B, H]: "mean" over its tokens, or its "first" token's.

    The mean is over all of its tokens, special ones too, as the field's scripts take it over what is not padding.
    """
    limits = torch.tensor(batch.limits)
    if pooling == "first":
        return hidden[limits[:-1]]
    lengths = limits[1:] - limits[:-1]
    piece = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
    total = torch.zeros(len(lengths), hidden.shape[1]).index_add(0, piece, hidden)
    return total / lengths[:, None]
