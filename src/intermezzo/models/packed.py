"""Unpadded batches: a flat stream of tokens with row limits, through attention that keeps rows apart.

Legend: B rows, T tokens in the batch, L tokens of the longest row, N heads, D width of a head.

transformers' attention interface lets a function stand in for an encoder's self-attention. Ours splits the stream at
the row limits. An encoder whose attention cannot be replaced would leak between rows in silence; so admission is by a
test at start-up (`admits_packed`), and every step counts the calls (`CallCount`). Encoders that are not admitted take
padded rows (`Batch.padded`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AttentionInterface
from transformers.masking_utils import AttentionMaskInterface

ATTENTION = "intermezzo_packed"
LIMITS = "cu_seq_lens_q"  # a keyword that transformers hands through to attention functions


class WrongBatch(RuntimeError):
    """Packed attention met a batch it cannot keep apart: a bug of ours, never of the user."""


class CallCount:
    """How often packed attention ran; a step that ran it fewer times than there are layers has leaked."""

    calls = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of one forward pass.

    ids, positions, types: [1, T] int64 (packed) or [B, L] (padded); limits: B + 1 row limits in the stream, on the
    host; mask: None (packed) or [B, L] bool.
    """

    ids: Tensor
    positions: Tensor
    types: Tensor
    limits: tuple[int, ...]
    mask: Tensor | None = None

    @property
    def n_rows(self) -> int:
        """B."""
        return len(self.limits) - 1

    @property
    def n_tokens(self) -> int:
        """T, without padding."""
        return self.limits[-1]


def pack(
    rows: Sequence[np.ndarray], types: Sequence[np.ndarray], *, first_position: int, padded: bool, pad_id: int
) -> Batch:
    """Rows of token ids and of token types as one batch. Positions start anew in every row."""
    lengths = [len(r) for r in rows]
    limits = tuple(np.cumsum([0, *lengths]).tolist())
    if not padded:
        positions = np.concatenate([np.arange(first_position, first_position + n) for n in lengths])
        return Batch(
            ids=torch.from_numpy(np.concatenate(rows).astype(np.int64))[None],
            positions=torch.from_numpy(positions)[None],
            types=torch.from_numpy(np.concatenate(types).astype(np.int64))[None],
            limits=limits,
        )
    shape = (len(rows), max(lengths))
    ids, kinds = np.full(shape, pad_id, np.int64), np.zeros(shape, np.int64)
    positions = np.full(shape, first_position, np.int64)
    mask = np.zeros(shape, bool)
    for i, (row, kind) in enumerate(zip(rows, types, strict=True)):
        n = len(row)
        ids[i, :n], kinds[i, :n], mask[i, :n] = row, kind, True
        positions[i, :n] = np.arange(first_position, first_position + n)
    return Batch(
        ids=torch.from_numpy(ids),
        positions=torch.from_numpy(positions),
        types=torch.from_numpy(kinds),
        limits=limits,
        mask=torch.from_numpy(mask),
    )


def flat(hidden: Tensor, batch: Batch) -> Tensor:
    """Hidden states of the real tokens only, [T, H], whichever way the batch went in."""
    return hidden[0] if batch.mask is None else hidden[batch.mask]


def attend(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    sliding_window: int | None = None,
    position_bias: Tensor | None = None,
    **keywords: Any,
) -> tuple[Tensor, None]:
    """Self-attention row by row; query, key, value [1, N, T, D]; returns [1, T, N, D].

    Row by row rather than under a block mask: cost and memory are the sum of squares, not the square of the sum, and
    a row's result cannot depend on its neighbours, to the bit.
    """
    limits = keywords.get(LIMITS)
    if limits is None or attention_mask is not None or query.shape[0] != 1:
        raise WrongBatch(
            f"limits {limits is not None}, mask {attention_mask is not None}, {tuple(query.shape)}"
        )
    CallCount.calls += 1
    groups = getattr(module, "num_key_value_groups", 1)
    if groups > 1 and key.shape[1] != query.shape[1]:
        key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
    bounds = limits.tolist() if isinstance(limits, Tensor) else list(limits)
    lengths = [b - a for a, b in itertools.pairwise(bounds)]
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    # Explicit products in training: one fused call a row is slower there on CPUs with bf16, and has no dropout path.
    explicit = torch.is_grad_enabled() and (dropout > 0 or query.dtype != torch.float32)
    outs = []
    for a, q, k, v in zip(bounds, *(torch.split(x, lengths, 2) for x in (query, key, value))):
        n = q.shape[2]
        bias = None if position_bias is None else position_bias[..., a : a + n, a : a + n]
        if sliding_window is not None and n > sliding_window:
            at = torch.arange(n, device=q.device)
            # transformers passes the window plus one: |i - j| <= window is |i - j| < sliding_window.
            far = (at[:, None] - at[None, :]).abs() >= sliding_window
            band = torch.zeros(n, n, dtype=q.dtype, device=q.device).masked_fill_(far, float("-inf"))
            bias = band if bias is None else bias + band
        if explicit:
            weights = (q * scale) @ k.transpose(-1, -2)
            if bias is not None:
                weights = weights + bias
            weights = F.dropout(weights.softmax(-1), dropout)
            outs.append(weights.to(v.dtype) @ v)
        else:
            outs.append(F.scaled_dot_product_attention(q, k, v, bias, scale=scale))
    return torch.cat(outs, 2).transpose(1, 2).contiguous(), None


def no_mask(**keywords: Any) -> None:
    """The mask of a packed batch: there is none, and one that was passed is a mistake.

    Registered because without a mask function transformers drops masks in silence.
    """
    if keywords.get("attention_mask") is not None:
        raise WrongBatch("a packed batch takes no attention mask")


AttentionInterface.register(ATTENTION, attend)
AttentionMaskInterface.register(ATTENTION, no_mask)


def forward(
    encoder: nn.Module, batch: Batch, *, takes_types: bool, takes_positions: bool, layer: int | None = None
) -> Tensor:
    """Hidden states for the real tokens, [T, H]: what comes out, or of one layer (0: the embeddings)."""
    inputs: dict[str, Any] = {"input_ids": batch.ids}
    if takes_types:
        inputs["token_type_ids"] = batch.types
    if takes_positions:
        inputs["position_ids"] = batch.positions
    if batch.mask is None:
        inputs[LIMITS] = torch.tensor(batch.limits, dtype=torch.int32)
    else:
        inputs["attention_mask"] = batch.mask.long()
    if layer is not None:
        return flat(encoder(**inputs, output_hidden_states=True).hidden_states[layer], batch)
    return flat(encoder(**inputs)[0], batch)
