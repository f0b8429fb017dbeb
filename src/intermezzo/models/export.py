"""Export: a plain transformers directory of a finished run, with tokenizer and model card."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoConfig, AutoModelForQuestionAnswering
from transformers.activations import ACT2FN

from intermezzo.models import checkpoint
from intermezzo.models.heads.extractive_qa import ExtractiveQAHead
from intermezzo.problem import Problem, Refused
from intermezzo.store import Record

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")
LEAST_NORM_WEIGHT = 1e-3  # one over it still leaves fp32 four good digits


def export_qa(phase: Record, tokenizer: Path, folder: Path, *, card: str) -> None:
    """Write a directory that `AutoModelForQuestionAnswering.from_pretrained` loads.

    Our span head is that class's `qa_outputs` or last layer; the encoder sits in its base model.

    Errors: `Refused` where transformers has no question-answering class for the architecture, or the folder exists.
    """
    if folder.exists() and not folder.is_dir():
        raise Refused(Problem(place=str(folder), what="is a file.", remedy="Name a folder."))
    if folder.exists() and any(folder.iterdir()):
        raise Refused(
            Problem(place=str(folder), what="is there and not empty.", remedy="Name another folder.")
        )
    for name in phase.files:
        phase.file(name)
    model = checkpoint.load(phase.folder)
    if "extractive-qa" not in model.heads:
        raise Refused(Problem(place=f"phase {phase.key[:6]}", what="has no head for extractive QA.",
                              remedy="Export a run whose last phase trained one."))  # fmt: skip
    config = AutoConfig.from_pretrained(phase.folder)
    config.num_labels = 2
    try:
        whole: Any = AutoModelForQuestionAnswering.from_config(config)
    except ValueError as error:
        raise Refused(
            Problem(
                place=config.model_type,
                what="transformers has no question-answering class for this architecture.",
                remedy="Use intermezzo predict, or the record's own files.",
            )
        ) from error
    base = getattr(whole, whole.base_model_prefix)
    state = model.encoder.model.state_dict()
    missing, extra = base.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.startswith("pooler.")]
    if missing or extra or not _take_head(whole, model.heads["extractive-qa"]):
        raise Refused(
            Problem(
                place=config.model_type,
                what="its question-answering class does not have the layers this run trained.",
                remedy="Use intermezzo predict, or the record's own files.",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    whole.save_pretrained(folder)
    for name in TOKENIZER_FILES:
        if (tokenizer / name).exists():
            shutil.copyfile(tokenizer / name, folder / name)
    (folder / "README.md").write_text(card, encoding="utf-8")


def _take_head(whole: Any, head: nn.Module) -> bool:
    """Put our span head where the class has its own; False where the two cannot be the same function."""
    assert isinstance(head, ExtractiveQAHead), head
    state = head.outputs.state_dict()
    with torch.no_grad():
        if hasattr(whole, "qa_outputs"):
            whole.qa_outputs.load_state_dict(state)
            return True
        if hasattr(whole, "classifier") and hasattr(whole, "head"):  # ModernBERT
            whole.classifier.load_state_dict(state)
            return _pass_through(whole)
    return False


def _pass_through(whole: Any) -> bool:
    """Make the layers before ModernBERT's classifier hand on what they are given, to rounding.

    The encoder ends with a norm of weights w and no bias. Divided by w its states have mean 0 and variance 1, the
    layers' own norm leaves them so, and its weights w bring them back.
    """
    weights = whole.model.final_norm.weight
    if whole.config.norm_bias or whole.config.classifier_bias or weights.abs().min() < LEAST_NORM_WEIGHT:
        return False
    whole.config.classifier_activation = "linear"
    whole.head.act = ACT2FN["linear"]
    whole.head.dense.weight.copy_(torch.diag(1 / weights))
    whole.head.norm.weight.copy_(weights)
    return True
