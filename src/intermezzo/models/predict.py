"""The job `predict`: a checkpoint reads rows and answers.

Also what probes and the command line use: `logits` and `answers`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from intermezzo.data import table
from intermezzo.example import QAExample
from intermezzo.models import checkpoint
from intermezzo.models.checkpoint import Model
from intermezzo.models.encoder import Encoder
from intermezzo.models.formats import extractive_qa
from intermezzo.models.formats.rows import Rows
from intermezzo.work import Work

TOKENS_AT_ONCE = 4096  # of rows in one forward pass: 2,000 to 4,000 measured best on CPU, more costs cache


@contextlib.contextmanager
def precision(name: str) -> Iterator[None]:
    """fp32, or bf16 where matrix products pay for it; heads and losses stay in fp32 by hand."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=name == "bf16"):
        yield


def logits(model: Model, rows: Rows, *, precision_name: str) -> tuple[np.ndarray, np.ndarray]:
    """Start and end logits of all tokens of all rows, [T] float32 each."""
    model.eval()
    head = model.heads["extractive-qa"]
    out = np.zeros((rows.n_tokens, 2), np.float32)
    with torch.inference_mode(), precision(precision_name):
        for some in _parts(rows):
            hidden = model.encoder(pack(model.encoder, rows, some))
            with torch.autocast("cpu", enabled=False):
                found = head(hidden.float()).numpy()
            out[rows.limits[some[0]] : rows.limits[some[-1] + 1]] = found
    return out[:, 0], out[:, 1]


def pack(encoder: Encoder, rows: Rows, some: Sequence[int]) -> Any:
    """Some rows of one source as a batch."""
    return encoder.pack([rows.tokens("ids", r) for r in some], [rows.tokens("types", r) for r in some])


def _parts(rows: Rows) -> Iterator[range]:
    first = 0
    while first < len(rows):
        last = first + 1
        while last < len(rows) and rows.limits[last + 1] - rows.limits[first] <= TOKENS_AT_ONCE:
            last += 1
        yield range(first, last)
        first = last


def answers(
    model: Model, rows: Rows, examples: list[QAExample], *, settings: Mapping[str, Any]
) -> tuple[list[str], extractive_qa.Spans]:
    """Answers of all examples and the spans they were read from."""
    start, end = logits(model, rows, precision_name=settings["precision"])
    spans = extractive_qa.best_spans(rows, start, end, max_tokens=settings["max_answer_tokens"])
    said = extractive_qa.read_answers(
        examples, spans, may_abstain=settings["may_abstain"], threshold=settings["null_threshold"]
    )
    return said, spans


_loaded: dict[
    str, Model
] = {}  # the checkpoint this process read last: its languages come one after the other


def load_once(folder: Path, key: str) -> Model:
    """The model of a checkpoint; the last one stays in memory."""
    if key not in _loaded:
        _loaded.clear()
        _loaded[key] = checkpoint.load(folder)
    return _loaded[key]


def run(work: Work) -> dict[str, Any]:
    """Leave `predictions.parquet`: id, answer, start, end, score, null."""
    phase, features = work.reads["phase"], work.reads["features"]
    examples = [
        e for e in table.read(work.reads["source"].file("examples.parquet")) if isinstance(e, QAExample)
    ]
    for name in phase.files:
        phase.file(name)  # checked whole before it is used
    torch.set_num_threads(work.settings["threads"])
    model = load_once(phase.folder, phase.key)
    rows = Rows.load({name.removesuffix(".npy"): features.file(name) for name in features.files})
    if work.settings["limit"]:
        examples = examples[: work.settings["limit"]]
        rows = rows.first_examples(len(examples))
    said, spans = answers(model, rows, examples, settings=work.settings)
    write_predictions(work.folder / "predictions.parquet", examples, said, spans)
    return {"examples": len(examples), "rows": len(rows), "tokens": rows.n_tokens}


def write_predictions(
    path: Path, examples: list[QAExample], said: list[str], spans: extractive_qa.Spans
) -> None:
    """One line an example, in the order of the examples."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "id": pa.array([e.id for e in examples], pa.string()),
        "answer": pa.array(said, pa.string()),
        "start": pa.array(spans.start, pa.int32()),
        "end": pa.array(spans.end, pa.int32()),
        "score": pa.array(spans.score, pa.float32()),
        "null": pa.array(spans.null, pa.float32()),
    }
    pq.write_table(pa.table(columns), path, compression="zstd")
