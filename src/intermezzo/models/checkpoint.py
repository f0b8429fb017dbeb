"""Checkpoints: an encoder and its heads in one folder.

`config.json` and `model.safetensors` as transformers writes them, `heads.safetensors` beside them: a head's tensors
are named `HEAD/TENSOR`, and `heads.json` says what each head is, so every head travels, also those the next phase does
not use. Without `heads.json` a head's name is its format.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from intermezzo import randomness, shelf
from intermezzo.models import encoder as encoders
from intermezzo.models.encoder import Encoder
from intermezzo.models.heads import HeadSpec
from intermezzo.problem import Problem

HEADS_FILE = "heads.safetensors"
HEADS_ABOUT = "heads.json"


class Model(nn.Module):
    """An encoder with its heads by key; `specs` says what each is."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict()
        self.specs: dict[str, HeadSpec] = {}

    def put(self, spec: HeadSpec, head: nn.Module) -> None:
        """Give it a head, in place of one of the same format and labels."""
        self.heads[spec.key] = head
        self.specs[spec.key] = spec


def has_head(spec: HeadSpec) -> bool:
    """Whether the format has weights of its own; retrieval has none."""
    return _maker(spec) is not None


def _maker(spec: HeadSpec) -> Any:
    make = shelf.load("intermezzo.models.heads", spec.format, "HEAD")
    if isinstance(make, Problem):
        raise ValueError(f"no head for format {spec.format}")
    return make


def new_head(spec: HeadSpec, encoder: Encoder, *, seed: int) -> nn.Module:
    """A head with weights drawn from the seed, the format and the labels alone, the same in every arm."""
    make = _maker(spec)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(randomness.number(seed, "head", spec.format, *spec.labels))
        return make(encoder, spec.labels)  # type: ignore[no-any-return]


def save(model: Model, folder: Path) -> None:
    """Write encoder and heads."""
    encoders.save(model.encoder, folder)
    tensors = {
        f"{key}/{part}": tensor.contiguous()
        for key, head in model.heads.items()
        for part, tensor in head.state_dict().items()
    }
    if tensors:
        save_file(tensors, folder / HEADS_FILE)
        about = {key: {"format": s.format, "labels": s.labels} for key, s in sorted(model.specs.items())}
        (folder / HEADS_ABOUT).write_text(json.dumps(about, indent=1, ensure_ascii=False))


def load(folder: Path) -> Model:
    """Read encoder and heads; an encoder of somebody else has no heads yet."""
    model = Model(encoders.load(folder))
    if (folder / HEADS_FILE).exists():
        about_file = folder / HEADS_ABOUT
        about = json.loads(about_file.read_text()) if about_file.exists() else {}
        by_key: dict[str, dict[str, Any]] = {}
        for name, tensor in load_file(folder / HEADS_FILE).items():
            key, part = name.split("/", 1)
            by_key.setdefault(key, {})[part] = tensor
        for key, state in sorted(by_key.items()):
            told = about.get(key, {"format": key, "labels": []})
            spec = HeadSpec.of(told["format"], told["labels"])
            head = new_head(spec, model.encoder, seed=0)
            head.load_state_dict(state)
            model.put(spec, head)
    return model
