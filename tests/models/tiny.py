"""Encoders of every kind the engine claims, tiny and random; weights larger than usual, so that leaks are loud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import transformers as tf

VOCABULARY = 120
LONGEST = 80
WINDOW = 4  # tokens to either side that ModernBERT's local layers see: `local_attention` is twice that
_COMMON: dict[str, Any] = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": LONGEST,
    "initializer_range": 0.2,
}
_ENDS: dict[str, Any] = {
    "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "cls_token_id": 1, "sep_token_id": 2,
}  # fmt: skip
_T5: dict[str, Any] = {
    "vocab_size": VOCABULARY, "d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 3, "num_heads": 4,
}  # fmt: skip


def _roberta() -> dict[str, Any]:
    return _COMMON | {"max_position_embeddings": LONGEST + 2, "pad_token_id": 1, "type_vocab_size": 1}


def _distilbert() -> dict[str, Any]:
    sizes = {"vocab_size": VOCABULARY, "max_position_embeddings": LONGEST, "initializer_range": 0.2}
    return sizes | {"dim": 32, "n_layers": 3, "n_heads": 4, "hidden_dim": 48}


def _modernbert() -> dict[str, Any]:
    alternating = {"num_hidden_layers": 4, "local_attention": 2 * WINDOW, "global_attn_every_n_layers": 2}
    return _COMMON | _ENDS | alternating


def _deberta() -> dict[str, Any]:
    relative = {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_buckets": 16}
    return _COMMON | relative | {"pad_token_id": 0}


_NO_POOLER = {"add_pooling_layer": False}
_MAKERS: dict[str, Callable[[], Any]] = {
    "xlm-roberta": lambda: tf.XLMRobertaModel(tf.XLMRobertaConfig(**_roberta()), **_NO_POOLER),
    "xlm-roberta-xl": lambda: tf.XLMRobertaXLModel(tf.XLMRobertaXLConfig(**_roberta()), **_NO_POOLER),
    "bert": lambda: tf.BertModel(tf.BertConfig(**_COMMON), **_NO_POOLER),
    "electra": lambda: tf.ElectraModel(tf.ElectraConfig(**_COMMON, embedding_size=16)),
    "distilbert": lambda: tf.DistilBertModel(tf.DistilBertConfig(**_distilbert())),
    "modernbert": lambda: tf.ModernBertModel(tf.ModernBertConfig(**_modernbert())),
    "eurobert": lambda: tf.EuroBertModel(
        tf.EuroBertConfig(**_COMMON | _ENDS, num_key_value_heads=2, mask_token_id=3)
    ),
    "t5": lambda: tf.T5EncoderModel(tf.T5Config(**_T5)),
    "mt5": lambda: tf.MT5EncoderModel(tf.MT5Config(**_T5)),
    "deberta-v2": lambda: tf.DebertaV2Model(tf.DebertaV2Config(**_deberta())),
}
PACKED = tuple(name for name in _MAKERS if name != "deberta-v2")


def model(name: str, *, seed: int = 0) -> Any:
    """A random encoder of transformers, in evaluation mode."""
    torch.manual_seed(seed)
    return _MAKERS[name]().eval()


def rows(*lengths: int, seed: int = 1) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Random rows with token types; no token below 5, where the special ones are."""
    rng = np.random.default_rng(seed)
    ids = [rng.integers(5, VOCABULARY, n).astype(np.int32) for n in lengths]
    return ids, [rng.integers(0, 2, n).astype(np.int8) for n in lengths]
