"""The multiple-choice head: the first token's state of each choice to one logit; a row's choices are held against
each other. The form is the classification head's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from intermezzo.models.checkpoint import Model
from intermezzo.models.encoder import Encoder
from intermezzo.models.heads.sequence_classification import PooledHead, pooled
from intermezzo.models.reading import read
from intermezzo.models.rows import Rows


def new(encoder: Encoder, labels: tuple[str, ...]) -> PooledHead:
    """A head with random weights."""
    return pooled(encoder, 1)


def outputs(model: Model, key: str, rows: Rows, settings: Mapping[str, Any]) -> np.ndarray:
    """A logit a piece, [P]."""
    found = read(model, rows, rows.pieces[:-1], model.heads[key], precision_name=settings["precision"])
    return found.reshape(-1)


HEAD = new
