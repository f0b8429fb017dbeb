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
from intermezzo.models.formats import _decoders, extractive_qa
from intermezzo.models.formats._decoders import Rules
from intermezzo.models.formats.rows import Rows
from intermezzo.models.make_features import tokenizer_of
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused
from intermezzo.work import Work

EXACT = "exact"  # our own search; other decoders are other people's
RULES = ("max_answer_tokens", "may_abstain", "null_threshold")  # that settings hold
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


def their_answers(
    model: Model,
    rows: Rows,
    examples: list[QAExample],
    *,
    settings: Mapping[str, Any],
    tokenizer: FastTokenizer,
) -> tuple[list[str], str]:
    """Answers as somebody else's script reads them, and what the signature says of it."""
    decoder = _decoders.load(settings["decoder"])
    if isinstance(decoder, Problem):
        raise Refused(decoder)
    rules = Rules(
        **{name: settings[name] for name in RULES}, lower_case=tokenizer.lower_cases, join=tokenizer.join
    )
    start, end = logits(model, rows, precision_name=settings["precision"])
    extractive_qa.in_doubles(start, end)  # refuses what is no number; scripts add in the precision they know
    windows = _decoders.windows_of(rows, start, end, token_text=tokenizer.token_text)
    said = [decoder.decode(e.context, its, rules).answer for e, its in zip(examples, windows, strict=True)]
    return said, decoder.signature(rules)


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
    """Leave `predictions.parquet`: id, answer, start, end, score, null.

    The last four are null where the answer is no span of ours but what another decoder makes of the logits.
    """
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
    spans = None
    if work.settings["decoder"] == EXACT:
        said, spans = answers(model, rows, examples, settings=work.settings)
        signature = _decoders.signed(EXACT, {name: work.settings[name] for name in RULES})
    else:
        tokenizer = tokenizer_of(work)
        said, signature = their_answers(model, rows, examples, settings=work.settings, tokenizer=tokenizer)
    write_predictions(work.folder / "predictions.parquet", examples, said, spans)
    facts = {"examples": len(examples), "rows": len(rows), "tokens": rows.n_tokens}
    return facts | {"decoder": signature}


def write_predictions(
    path: Path, examples: list[QAExample], said: list[str], spans: extractive_qa.Spans | None
) -> None:
    """One line an example, in the order of the examples."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "id": pa.array([e.id for e in examples], pa.string()),
        "answer": pa.array(said, pa.string()),
    }
    for name, kind in (
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("score", pa.float32()),
        ("null", pa.float32()),
    ):
        found = getattr(spans, name) if spans is not None else np.zeros(len(examples))
        columns[name] = pa.array(
            found.astype(kind.to_pandas_dtype()), kind, mask=np.full(len(examples), spans is None)
        )
    pq.write_table(pa.table(columns), path, compression="zstd")
