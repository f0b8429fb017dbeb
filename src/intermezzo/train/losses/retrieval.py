"""Cross-entropy of the right candidate among those of the step: a dual encoder with in-batch negatives.

loss = -log softmax(cos(q, c) / temperature). Candidates of the step are negatives unless they are of the query's group,
say the same text as its own candidate, or (`negatives = "language"`) belong to another language: so batches are within
one language whatever the mixture puts into a step. Queries look for candidates and not the other way round.

Source: Henderson et al. (2017), Efficient Natural Language Response Suggestion for Smart Reply, section 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from intermezzo.models.checkpoint import Model
from intermezzo.models.heads.retrieval import pool
from intermezzo.models.rows import Rows
from intermezzo.problem import Problem, Refused
from intermezzo.train.losses._part import Loss, Part


def of(model: Model, part: Part) -> Tensor:
    """The loss on the rows held now: all of the step, since its candidates are each other's negatives."""
    hidden, batch = part.encoded(model, part.tokens("ids"))
    vectors = F.normalize(pool(hidden.float(), batch, part.settings["pooling"]), dim=1)
    logits = vectors[0::2] @ vectors[1::2].T / part.settings["temperature"]
    same = torch.zeros(logits.shape, dtype=torch.bool)
    for name in ("group", "target"):
        marks = torch.tensor(part.labels(name))
        same |= (marks[:, None] == marks[None, :]) & (marks[:, None] != 0)
    if part.settings["negatives"] == "language":
        languages = torch.tensor(part.labels("language"))
        same |= languages[:, None] != languages[None, :]
    same.fill_diagonal_(False)
    gold = torch.arange(len(logits))
    return F.cross_entropy(logits.masked_fill(same, float("-inf")), gold, reduction="sum")


def suits(name: str, rows: Rows, settings: Mapping[str, Any]) -> None:
    """Every row is a query with its candidate, and a step is held at once.

    Errors: `Refused` otherwise.
    """
    if n_alone := int((np.diff(rows.of_rows) != 2).sum()):
        what = f"{n_alone:,} of {len(rows):,} rows have no query or no candidate that is right."
        raise Refused(
            Problem(place=name, what=what, remedy="Train on pairs; such data can only be evaluated.")
        )
    if settings["accumulate"] > 1:
        what = f"a step in {settings['accumulate']} parts would hide its candidates from each other."
        raise Refused(
            Problem(place="accumulate", what=what, remedy="Set accumulate = 1, or lower batch.rows.")
        )


LOSS = Loss(of, suits)
