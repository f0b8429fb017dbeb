"""Checkpoints: an encoder and its heads in one folder.

`config.json` and `model.safetensors` as transformers writes them, `heads.safetensors` beside them: a head's tensors
are named `FORMAT/TENSOR`, so every head travels, also those the next phase does not use.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from intermezzo import randomness, shelf
from intermezzo.models import encoder as encoders
from intermezzo.models.encoder import Encoder
from intermezzo.problem import Problem

HEADS_FILE = "heads.safetensors"


class Model(nn.Module):
    """An encoder with its heads by format."""

    def __init__(self, encoder: Encoder, heads: dict[str, nn.Module] | None = None) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict(heads or {})


def new_head(format_name: str, encoder: Encoder, *, seed: int) -> nn.Module:
    """A head with weights drawn from the seed and the format alone, the same in every arm."""
    make = shelf.load("intermezzo.models.heads", format_name, "HEAD")
    if isinstance(make, Problem):
        raise ValueError(f"no head for format {format_name}")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(randomness.number(seed, "head", format_name))
        return make(encoder)  # type: ignore[no-any-return]


def save(model: Model, folder: Path) -> None:
    """Write encoder and heads."""
    encoders.save(model.encoder, folder)
    tensors = {
        f"{name}/{part}": tensor.contiguous()
        for name, head in model.heads.items()
        for part, tensor in head.state_dict().items()
    }
    if tensors:
        save_file(tensors, folder / HEADS_FILE)


def load(folder: Path) -> Model:
    """Read encoder and heads; an encoder of somebody else has no heads yet."""
    model = Model(encoders.load(folder))
    if (folder / HEADS_FILE).exists():
        by_format: dict[str, dict[str, Any]] = {}
        for name, tensor in load_file(folder / HEADS_FILE).items():
            format_name, part = name.split("/", 1)
            by_format.setdefault(format_name, {})[part] = tensor
        for format_name, state in sorted(by_format.items()):
            head = new_head(format_name, model.encoder, seed=0)
            head.load_state_dict(state)
            model.heads[format_name] = head
    return model
