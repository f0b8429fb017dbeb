"""The job `predict`: a checkpoint reads rows and says what it takes for right.

Also what probes and checkpoint rules use: `predictions`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from intermezzo import shelf
from intermezzo.data import table
from intermezzo.example import Example, asked
from intermezzo.models import checkpoint
from intermezzo.models import format as formats
from intermezzo.models.checkpoint import Model
from intermezzo.models.format import Said, Settings
from intermezzo.models.heads import HeadSpec
from intermezzo.models.make_features import tokenizer_of
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused
from intermezzo.work import Work


def predictions(
    model: Model,
    rows: Rows,
    examples: list[Example],
    settings: Settings,
    tokenizer: FastTokenizer | None = None,
) -> Said:
    """What the model says of the examples that are asked.

    settings: `format`, `labels` where it has some, `precision`, and what the format reads.

    Errors: `Refused` where the model has no head for it.
    """
    spec = HeadSpec.of(settings["format"], settings.get("labels"))
    outputs = shelf.load("intermezzo.models.heads", spec.format, "outputs")
    form = formats.load(spec.format)
    if isinstance(outputs, Problem) or form.read is None:
        raise ValueError(f"nothing is predicted for {spec.format}")
    if spec.key not in model.heads and shelf.load("intermezzo.models.heads", spec.format, "HEAD"):
        raise Refused(no_head(spec))
    return form.read(rows, outputs(model, spec.key, rows, settings), examples, settings, tokenizer)


def chosen(work: Work, model: Model, settings: Settings) -> dict[str, Any]:
    """What the format chooses on other data than those it is asked about; nothing where there are none to choose on."""
    choose = formats.load(settings["format"]).choose
    if choose is None or "choose rows" not in work.reads:
        return {}
    outputs = shelf.load("intermezzo.models.heads", settings["format"], "outputs")
    features = work.reads["choose rows"]
    rows = Rows.load({name.removesuffix(".npy"): features.file(name) for name in features.files})
    examples = table.read(work.reads["choose source"].file("examples.parquet"))
    return choose(rows, outputs(model, settings["format"], rows, settings), examples, settings)


def some(rows: Rows, examples: list[Example], settings: Settings) -> tuple[Rows, list[Example]]:
    """The first `settings["limit"]` examples (0: all) and their rows; what else the format must see stays."""
    if not settings["limit"] or formats.load(settings["format"]).needs_all:
        return rows, examples
    return rows.first_examples(settings["limit"]), examples[: settings["limit"]]


def no_head(spec: HeadSpec) -> Problem:
    """The phase trained other labels than those that are asked for."""
    labels = f" with the labels {', '.join(spec.labels[:10])}" if spec.labels else ""
    return Problem(
        what=f"the phase has no head for {spec.format}{labels}.",
        remedy="Train on a task of that format and those labels first.",
    )


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
    """Leave `predictions.parquet`: id, answer, and the numbers the format puts beside it."""
    phase, features = work.reads["phase"], work.reads["features"]
    for name in phase.files:
        phase.file(name)  # checked whole before it is used
    torch.set_num_threads(work.settings["threads"])
    model = load_once(phase.folder, phase.key)
    settings = {**work.settings, "labels": features.facts.get("labels")}
    files = {name.removesuffix(".npy"): features.file(name) for name in features.files}
    examples = table.read(work.reads["source"].file("examples.parquet"))
    rows, examples = some(Rows.load(files), examples, settings)
    settings |= chosen(work, model, settings)
    needs_tokenizer = "tokenizer" in work.reads or "tokenizer" in work.places
    said = predictions(model, rows, examples, settings, tokenizer_of(work) if needs_tokenizer else None)
    names = [e.id for e in asked(examples, limit=settings["limit"])]
    write(work.folder / "predictions.parquet", names, said)
    return {
        "examples": len(names),
        "rows": len(rows),
        "tokens": rows.n_tokens,
        "decoder": said.signature,
    }


def write(path: Path, names: list[str], said: Said) -> None:
    """One line an example, in the order of the examples: id, answer (a text, or a list of them), numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    answers = list(said.answers)[: len(names)]
    is_text = not answers or isinstance(answers[0], str)
    columns = {
        "id": pa.array(names, pa.string()),
        "answer": pa.array(answers, pa.string() if is_text else pa.list_(pa.string())),
    }
    for name, values in said.columns.items():
        kind = pa.int32() if values.dtype.kind == "i" else pa.float32()
        lines = values[: len(names)].astype(kind.to_pandas_dtype())
        columns[name] = pa.array(lines.tolist(), pa.list_(kind)) if lines.ndim > 1 else pa.array(lines, kind)
    pq.write_table(pa.table(columns), path, compression="zstd")
