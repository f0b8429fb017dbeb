"""What the training benchmarks share: questions, rows, sizes of an encoder with random weights.

Without a file, questions are those of the built-in world, each context made longer by the stories that follow it, so
that rows differ in length as paragraphs do. Random weights: nothing here is a statement about accuracy.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np

from intermezzo.data.reader import ReadOptions
from intermezzo.data.readers.squad import READER
from intermezzo.example import QAExample
from intermezzo.models.encoder import Sizes
from intermezzo.models.formats import extractive_qa
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.world.qa import questions


def arguments(about: str) -> argparse.ArgumentParser:
    """Options that the training benchmarks share."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--file", type=Path, help="questions in SQuAD's layout, instead of the built-in world's"
    )
    parser.add_argument("--tokenizer", type=Path, help="folder with tokenizer.json [default: of world-tiny]")
    parser.add_argument("--examples", type=int, default=32)
    parser.add_argument("--rows", type=int, default=8, help="rows of a step")
    parser.add_argument("--length", type=int, default=384)
    parser.add_argument("--stride", type=int, default=128)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=5)
    return parser


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Questions, their rows, and an encoder's sizes."""

    examples: list[QAExample]
    folder: Path  # of the tokenizer
    tokenizer: FastTokenizer
    windows: extractive_qa.Windows
    rows: Rows
    sizes: Sizes

    def batches(self, n: int) -> list[range]:
        """Rows of each step, in order; what does not fill a step is left out."""
        return [range(i, i + n) for i in range(0, len(self.rows) - n + 1, n)]


def material(given: argparse.Namespace) -> Material:
    """From the options."""
    folder = given.tokenizer or Path(str(files("intermezzo.encoders").joinpath("world-tiny")))
    tokenizer = FastTokenizer(folder)
    if given.file:
        options = ReadOptions(misplaced="repair")
        read, _ = READER.read(given.file, name=given.file.name, language="", options=options)
        examples = [e for e in read if isinstance(e, QAExample)][: given.examples]
    else:
        examples = longer(list(questions("en", "train", given.examples)))
    windows = extractive_qa.Windows(length=given.length, stride=given.stride)
    rows, _ = extractive_qa.features(examples, tokenizer, windows)
    sizes = Sizes(
        layers=given.layers,
        width=given.width,
        heads=given.width // 32,
        inner=4 * given.width,
        positions=max(512, given.length),
        dropout=given.dropout,
    )
    return Material(
        examples=examples, folder=folder, tokenizer=tokenizer, windows=windows, rows=rows, sizes=sizes
    )


def longer(examples: list[QAExample]) -> list[QAExample]:
    """Contexts of one to eight stories, the asked one first."""
    stories = [e.context for e in examples]
    return [
        replace(e, context=" ".join(stories[(i + j) % len(stories)] for j in range(1 + i % 8)))
        for i, e in enumerate(examples)
    ]


def tell_rows(found: Material) -> None:
    """The lengths of the rows: without them no ratio means anything."""
    n = np.diff(found.rows.limits)
    low, middle, high = np.percentile(n, [10, 50, 90])
    print(
        f"{len(n)} rows of {len(found.examples)} questions at {found.windows.length}/{found.windows.stride}: mean "
        f"{n.mean():.0f} tokens (p10 {low:.0f}, median {middle:.0f}, p90 {high:.0f}); "
        f"{found.sizes.layers} layers x {found.sizes.width}, dropout {found.sizes.dropout:g}, fp32"
    )
