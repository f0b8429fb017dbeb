"""Encoders: any encoder `AutoModel` gives, in one shape the rest of the house can rely on.

An encoder lives in a directory as transformers writes it: `config.json`, `model.safetensors`, `tokenizer.json`.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from intermezzo.models import packed
from intermezzo.models.packed import Batch
from intermezzo.problem import Problem, Refused

# Loading reports and bars are for people at a prompt; ours are the store's records and the progress table.
transformers.utils.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()

EQUAL = 1e-4  # packed against row by row at start-up, fp32; a leak is 5e-3 and more even at random weights


class Encoder(nn.Module):
    """A pretrained encoder and how it wants its rows.

    `is_packed` says whether it takes unpadded batches; it was tested, not looked up.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        accepted = inspect.signature(model.forward).parameters
        self.takes_types = "token_type_ids" in accepted and getattr(model.config, "type_vocab_size", 0) > 1
        self.takes_positions = "position_ids" in accepted
        # RoBERTa's table of positions starts behind its padding position; all others start at 0.
        table = _position_table(model)
        padding = None if table is None else table.padding_idx
        self.first_position = 0 if padding is None else int(padding) + 1
        self.n_attention = 0
        self.is_packed = _admits_packed(self)

    @property
    def width(self) -> int:
        """H, the width of the hidden states."""
        return int(self.model.config.hidden_size)

    @property
    def longest(self) -> int:
        """Tokens of the longest row it can read."""
        return int(getattr(self.model.config, "max_position_embeddings", 10**9)) - self.first_position

    def pack(self, rows: list[np.ndarray], types: list[np.ndarray]) -> Batch:
        """Rows as a batch of the kind this encoder takes."""
        pad_id = self.model.config.pad_token_id or 0
        return packed.pack(
            rows, types, first_position=self.first_position, padded=not self.is_packed, pad_id=pad_id
        )

    def forward(self, batch: Batch, layer: int | None = None) -> Tensor:
        """Hidden states of all real tokens of the batch, [T, H]; of a layer (0: the embeddings), or what comes out."""
        before = packed.CallCount.calls
        hidden = packed.forward(
            self.model,
            batch,
            takes_types=self.takes_types,
            takes_positions=self.takes_positions,
            layer=layer,
        )
        if batch.mask is None and packed.CallCount.calls - before != self.n_attention:
            raise packed.WrongBatch(
                f"packed attention ran {packed.CallCount.calls - before} times, not {self.n_attention}"
            )
        return hidden


def _position_table(model: Any) -> nn.Embedding | None:
    table = getattr(getattr(model, "embeddings", None), "position_embeddings", None)
    return table if isinstance(table, nn.Embedding) else None


def _admits_packed(encoder: Encoder) -> bool:
    """Whether packed rows come out as they do alone; leaves the encoder set to the way that is right for it.

    Rows of random tokens go through in one stream and one by one. The attention function must have been called
    equally often for both and at least once a forward, and all hidden states must agree.
    """
    model = encoder.model
    was_training = model.training
    model.eval()
    try:
        model.set_attn_implementation(packed.ATTENTION)
    except (ValueError, AttributeError, KeyError):
        return False
    try:
        rng = np.random.default_rng(0)
        top = model.config.vocab_size
        rows = [rng.integers(0, top, n).astype(np.int32) for n in (5, 9, 2)]
        types = [np.zeros(len(r), np.int8) for r in rows]

        def run(these: list[np.ndarray], kinds: list[np.ndarray]) -> tuple[Tensor, int]:
            batch = packed.pack(these, kinds, first_position=encoder.first_position, padded=False, pad_id=0)
            before = packed.CallCount.calls
            hidden = packed.forward(
                model, batch, takes_types=encoder.takes_types, takes_positions=encoder.takes_positions
            )
            return hidden, packed.CallCount.calls - before

        with torch.no_grad():
            together, calls = run(rows, types)
            alone = [run([r], [t]) for r, t in zip(rows, types)]
        layers = int(getattr(model.config, "num_hidden_layers", 0))
        equal = torch.allclose(together, torch.cat([h for h, _ in alone]), atol=EQUAL, rtol=EQUAL)
        if calls == layers and all(c == calls for _, c in alone) and equal:
            encoder.n_attention = calls
            return True
    except (packed.WrongBatch, TypeError, RuntimeError, IndexError, ValueError):
        pass
    finally:
        model.train(was_training)
    model.set_attn_implementation("eager")
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Sizes of an encoder that starts from nothing."""

    architecture: str = "xlm-roberta"
    layers: int = 3
    width: int = 128
    heads: int = 4
    inner: int = 512
    positions: int = 512
    dropout: float = 0.1


def scratch(sizes: Sizes, *, vocabulary: int, special: dict[str, int], seed: int) -> Encoder:
    """An encoder with random weights drawn from `seed`, by the architecture's own rules of initialisation.

    Errors: `Refused` if transformers has no encoder of that architecture.
    """
    offset = special["pad"] + 1 if sizes.architecture in {"roberta", "xlm-roberta", "xlm-roberta-xl"} else 0
    try:
        config = AutoConfig.for_model(
            sizes.architecture,
            vocab_size=vocabulary,
            hidden_size=sizes.width,
            num_hidden_layers=sizes.layers,
            num_attention_heads=sizes.heads,
            intermediate_size=sizes.inner,
            type_vocab_size=1 if offset else 2,  # of no meaning where an architecture has no token types
            max_position_embeddings=sizes.positions + offset,
            pad_token_id=special["pad"],
            bos_token_id=special["cls"],
            eos_token_id=special["sep"],
            cls_token_id=special["cls"],
            sep_token_id=special["sep"],
        )
    except ValueError as error:
        known = "xlm-roberta, bert, modernbert"
        raise Refused(
            Problem(
                place="encoder.architecture",
                what=f"transformers has no '{sizes.architecture}'.",
                remedy=f"Take for example {known}.",
            )
        ) from error
    for name in (
        "hidden_dropout_prob",
        "attention_probs_dropout_prob",
        "embedding_dropout",
        "mlp_dropout",
        "attention_dropout",
    ):
        if hasattr(config, name):
            setattr(config, name, sizes.dropout)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Encoder(_without_pooler(AutoModel.from_config, config))


def load(folder: Path) -> Encoder:
    """The encoder of a directory, in fp32 master weights. Weights come from safetensors only; no code is run.

    Errors: `Refused` if there are no such weights.
    """
    if not any(folder.glob("model*.safetensors")):
        raise Refused(
            Problem(
                place=str(folder),
                what="has no model.safetensors; pickled weights are not read.",
                remedy="Convert it once with transformers' save_pretrained.",
            )
        )
    config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
    model = _without_pooler(
        AutoModel.from_pretrained,
        folder,
        config=config,
        dtype=torch.float32,
        use_safetensors=True,
        trust_remote_code=False,
    )
    return Encoder(model.get_encoder() if getattr(config, "is_encoder_decoder", False) else model)


def _without_pooler(make: Any, *arguments: Any, **keywords: Any) -> Any:
    """The bare encoder: nothing here reads a pooler, and a weight without a gradient confuses comparisons."""
    try:
        return make(*arguments, add_pooling_layer=False, **keywords)
    except TypeError:  # an architecture that has none
        return make(*arguments, **keywords)


def set_dropout(encoder: Encoder, p: float) -> None:
    """Every probability of dropout there is, of attention too; the configuration that travels on keeps its own."""
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = p
        for name in (
            "attention_dropout",
            "dropout",
        ):  # attention modules without a layer for it keep a number
            if isinstance(getattr(module, name, None), float):
                setattr(module, name, p)


def save(encoder: Encoder, folder: Path) -> None:
    """Write the encoder as transformers does."""
    encoder.model.save_pretrained(folder)
