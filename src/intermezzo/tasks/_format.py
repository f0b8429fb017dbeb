"""What planning knows of a format; how rows are cut is in `models/formats/`, how they train in `train/losses/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a kind of task meets the model, as far as a plan is concerned."""

    name: str
    unit: str  # of the examples it reads, a name of `example.UNITS`
    family: str  # of a task that names none
    cut: tuple[str, ...] = ("length",)  # fields of a phase that decide how examples become rows
    train: tuple[str, ...] = ()  # fields of a phase that only its loss reads
    ask: tuple[str, ...] = ()  # fields of an evaluation that only its predictions depend on
    metrics: tuple[str, ...] = ()  # of a task that names none; none: there is nothing to score
    has_labels: bool = False  # its head is for a set of labels
    needs_head: bool = True  # a phase must have trained one before it can be scored


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            name="extractive-qa",
            unit="qa",
            family="qa",
            cut=("length", "stride"),
            ask=("decoder",),
            metrics=("f1", "em"),
        ),
        Format(
            name="masked-lm",
            unit="text",
            family="text",
            cut=("length", "whole_words"),
            train=("mask", "whole_words"),
        ),
        Format(
            name="sequence-classification",
            unit="label",
            family="classification",
            metrics=("accuracy",),
            has_labels=True,
        ),
        Format(name="multiple-choice", unit="choice", family="choice", metrics=("accuracy",)),
        Format(name="token-tagging", unit="tags", family="tagging", metrics=("entity-f1",), has_labels=True),
        Format(
            name="retrieval",
            unit="passage",
            family="retrieval",
            train=("temperature", "negatives", "pooling"),
            ask=("layer", "pooling", "similarity"),
            metrics=("retrieval-accuracy",),
            needs_head=False,
        ),
    )
}
