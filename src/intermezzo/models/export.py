"""Export: a plain transformers directory for each head of a finished run, with tokenizer and model card."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
import transformers as tf
from torch import nn
from transformers.activations import ACT2FN

from intermezzo.models import checkpoint
from intermezzo.models.checkpoint import Model
from intermezzo.models.heads import HeadSpec
from intermezzo.problem import Problem, Refused
from intermezzo.store import Record

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")
LEAST_NORM_WEIGHT = 1e-3  # one over it still leaves fp32 four good digits
ENCODER_ALONE = "AutoModel"


def export(
    phase: Record, tokenizer: Path, folder: Path, *, heads: Sequence[str], card: str
) -> dict[Path, str]:
    """Write the encoder with each of these heads; which class of transformers loads each directory.

    One head lies in `folder` itself, several in a folder each under it. Without heads (retrieval needs none) it is the
    encoder alone, for `AutoModel`.

    Errors: `Refused` where transformers has no class for the architecture that computes what the head does, the phase
    has no such head, or the folder exists. Then nothing is written.
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
    if missing := [key for key in heads if key not in model.heads]:
        raise Refused(
            Problem(
                place=f"phase {phase.key[:6]}",
                what=f"has no head {missing[0]}.",
                remedy="Export a run whose last phase trained one.",
            )
        )
    wholes = {key: whole_model(model, model.specs[key], phase.folder) for key in heads}
    if not wholes:
        wholes = {"": model.encoder.model}
    written = {}
    for key, whole in wholes.items():
        place = folder / key if len(wholes) > 1 else folder
        place.mkdir(parents=True, exist_ok=True)
        whole.save_pretrained(place)
        for name in TOKENIZER_FILES:
            if (tokenizer / name).exists():
                shutil.copyfile(tokenizer / name, place / name)
        (place / "README.md").write_text(card, encoding="utf-8")
        written[place] = KINDS[model.specs[key].format][0].__name__ if key else ENCODER_ALONE
    return written


def whole_model(model: Model, spec: HeadSpec, folder: Path) -> Any:
    """A model of transformers' own class that computes what our encoder and head do.

    Errors: `Refused` where there is none.
    """
    auto, place = KINDS[spec.format]
    config = tf.AutoConfig.from_pretrained(folder)
    config.num_labels = len(spec.labels) or N_OUTPUTS.get(spec.format, 1)
    if spec.labels:
        config.id2label = dict(enumerate(spec.labels))
        config.label2id = {label: i for i, label in enumerate(spec.labels)}
    try:
        whole: Any = auto.from_config(config)
    except ValueError as error:
        raise Refused(
            Problem(
                place=config.model_type,
                what=f"transformers has no class for {spec.format} with this architecture.",
                remedy="Use intermezzo predict, or the record's own files.",
            )
        ) from error
    base = getattr(whole, whole.base_model_prefix)
    missing, extra = base.load_state_dict(model.encoder.model.state_dict(), strict=False)
    missing = [name for name in missing if not name.startswith("pooler.")]
    with torch.no_grad():
        is_same = not missing and not extra and place(whole, base, model.heads[spec.key])
    if not is_same:
        raise Refused(
            Problem(
                place=config.model_type,
                what=f"its class for {spec.format} does not have the layers this run trained.",
                remedy="Use intermezzo predict, or the record's own files.",
            )
        )
    return whole


def place_linear(whole: Any, base: Any, head: Any) -> bool:
    """A head of one layer. False where it and the class's own cannot be the same function."""
    target = getattr(whole, "qa_outputs", None) or getattr(whole, "classifier", None)
    if not isinstance(target, nn.Linear) or target.weight.shape != head.outputs.weight.shape:
        return False
    target.load_state_dict(head.outputs.state_dict())
    return _pass_through(whole) if is_modern(whole) else True


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


def place_pooled(whole: Any, base: Any, head: Any) -> bool:
    """A head on the first token's state, of dense layer, activation and output."""
    if is_modern(whole):
        if whole.config.norm_bias or whole.config.classifier_bias:
            return False
        whole.config.classifier_activation, whole.config.classifier_pooling = "gelu", "cls"
        whole.head.act = ACT2FN["gelu"]
        whole.head.dense.load_state_dict(head.dense.state_dict())
        whole.head.norm.load_state_dict(head.norm.state_dict())
        whole.classifier.load_state_dict(head.outputs.state_dict())
        return True
    if hasattr(whole.classifier, "out_proj"):  # RoBERTa's classification
        dense, output = whole.classifier.dense, whole.classifier.out_proj
    elif getattr(base, "pooler", None) is not None:  # BERT, and RoBERTa's multiple choice
        dense, output = base.pooler.dense, whole.classifier
    elif hasattr(whole, "pooler"):  # DeBERTa, whose activation is a setting
        dense, output = whole.pooler.dense, whole.classifier
        whole.config.pooler_hidden_act = "tanh"
    else:
        return False
    dense.load_state_dict(head.dense.state_dict())
    output.load_state_dict(head.outputs.state_dict())
    return True


def place_masked(whole: Any, base: Any, head: Any) -> bool:
    """A head that predicts hidden tokens: dense, GELU, norm, the table of embeddings; as BERT and RoBERTa have it."""
    if hasattr(whole, "lm_head"):
        dense, norm, bias = whole.lm_head.dense, whole.lm_head.layer_norm, whole.lm_head.bias
    elif hasattr(whole, "cls") and whole.config.hidden_act == "gelu":
        transform = whole.cls.predictions.transform
        dense, norm, bias = transform.dense, transform.LayerNorm, whole.cls.predictions.bias
    else:
        return False
    dense.load_state_dict(head.dense.state_dict())
    norm.load_state_dict(head.norm.state_dict())
    bias.copy_(head.bias)
    whole.tie_weights()
    return True


def is_modern(whole: Any) -> bool:
    """Whether layers of its own stand before the classifier, as ModernBERT has them."""
    return hasattr(whole, "classifier") and hasattr(whole, "head")


Place = Callable[[Any, Any, Any], bool]
KINDS: dict[str, tuple[Any, Place]] = {
    "extractive-qa": (tf.AutoModelForQuestionAnswering, place_linear),
    "sequence-classification": (tf.AutoModelForSequenceClassification, place_pooled),
    "multiple-choice": (tf.AutoModelForMultipleChoice, place_pooled),
    "token-tagging": (tf.AutoModelForTokenClassification, place_linear),
    "masked-lm": (tf.AutoModelForMaskedLM, place_masked),
}
N_OUTPUTS = {"extractive-qa": 2}
