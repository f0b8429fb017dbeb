"""Cross-entropy of the tags, from the state of each word's first sub-word.

A step's loss is a mean over its words, as the field's scripts have it: long sentences count for more.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from intermezzo.models.checkpoint import Model
from intermezzo.train.losses._part import Loss, Part


def of(model: Model, part: Part) -> Tensor:
    """The tagging head's loss on the rows held now."""
    hidden, _ = part.encoded(model, part.tokens("ids"))
    tags = np.concatenate(part.tokens("tag"))
    words = np.flatnonzero(tags >= 0)
    n_words = sum(int((rows.tokens("tag", r) >= 0).sum()) for rows, r in part.rows)
    logits = model.heads[part.head](hidden[torch.from_numpy(words)].float())
    gold = torch.from_numpy(tags[words].astype(np.int64))
    return F.cross_entropy(logits, gold, reduction="sum") * (len(part.rows) / max(1, n_words))


LOSS = Loss(of)
