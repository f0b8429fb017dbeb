"""The loss of hidden tokens."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from intermezzo.train.losses.masked_lm import masked_nats


def test_is_the_mean_over_hidden_tokens_times_the_rows():
    """So that a step's loss, a sum divided by its rows, is a mean over tokens."""
    logits = torch.randn(7, 20, generator=torch.Generator().manual_seed(0))
    gold = torch.arange(7)
    mean = F.cross_entropy(logits, gold, reduction="sum") / 7
    torch.testing.assert_close(masked_nats(logits, gold, n_rows=4) / 4, mean)


def test_nothing_hidden_costs_nothing_and_has_a_gradient():
    """A step in which no token was chosen is a step of gradient 0, not one that fails."""
    logits = torch.zeros(0, 20, requires_grad=True)
    loss = masked_nats(logits, torch.zeros(0, dtype=torch.int64), n_rows=4)
    loss.backward()
    assert loss.item() == 0.0
