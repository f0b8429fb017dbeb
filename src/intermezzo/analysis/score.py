"""The job `score`: predictions and examples in, sufficient statistics for each example out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from intermezzo.data import table
from intermezzo.example import Scored, asked
from intermezzo.metrics import columns, metric, overall, signature
from intermezzo.work import Work

OF_TRANSLATIONS = ("bleu", "chrf", "ter")


def run(work: Work) -> dict[str, Any]:
    """Leave `statistics.parquet`: id, cluster, and a list column a score."""
    examples = asked(table.read(work.reads["source"].file("examples.parquet")), limit=work.settings["limit"])
    predictions = work.reads["predictions"]
    found, scores, signatures = statistics(
        examples,
        read_predictions(predictions.file("predictions.parquet")),
        metrics=work.settings["metrics"],
        official=work.settings["profile"],
        decoder=predictions.facts["decoder"],
    )
    write(work.folder / "statistics.parquet", examples, found)
    return {"scores": scores, "signatures": signatures, "examples": len(examples)}


def read_predictions(path: Path) -> dict[str, Any]:
    """id -> answer: a text, or a list of texts."""
    import pyarrow.parquet as pq

    columns = pq.read_table(path, columns=["id", "answer"]).to_pydict()
    return dict(zip(columns["id"], columns["answer"]))


def statistics(
    examples: Sequence[Scored],
    said: Mapping[str, Any],
    *,
    metrics: Sequence[str],
    official: str,
    decoder: str = "",
) -> tuple[dict[str, np.ndarray], dict[str, float], dict[str, str]]:
    """Statistics [E, K], scores and signatures by name of the column."""
    golds = [e.gold for e in examples]
    answers = [said.get(e.id) for e in examples]
    language = examples[0].language if examples else ""
    found, scores, signatures = {}, {}, {}
    for column in columns(metrics, official):
        lines = column.measure(answers, golds, language=language)
        found[column.name] = lines
        scores[column.name] = float(overall(column.metric, lines))  # to the last digit of the official script
        signatures[column.name] = column.signature(
            language=language, n_examples=len(examples), decoder=decoder
        )
    return found, scores, signatures


def of_translations(
    texts: Sequence[str], references: Sequence[Sequence[str]], *, language: str
) -> tuple[dict[str, float], dict[str, str]]:
    """Scores and signatures of E texts, each with as many references as the others."""
    scores, signatures = {}, {}
    for found in map(metric, OF_TRANSLATIONS):
        scores[found.name] = overall(found, found.measure(texts, references, language=language))
        signatures[found.name] = signature(
            found, None, language=language, n_examples=len(texts), n_references=len(references[0])
        )
    return scores, signatures


def write(path: Path, examples: Sequence[Scored], columns: Mapping[str, np.ndarray]) -> None:
    """One line an example."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays: dict[str, Any] = {
        "id": pa.array([e.id for e in examples], pa.string()),
        "cluster": pa.array([e.cluster or e.id for e in examples], pa.string()),
    }
    for name, values in columns.items():
        arrays[name] = pa.array(values.tolist(), pa.list_(pa.float64()))
    pq.write_table(pa.table(arrays), path, compression="zstd")


def read(path: Path) -> tuple[list[str], list[str], dict[str, np.ndarray]]:
    """ids, clusters, statistics [E, K] by name."""
    import pyarrow.parquet as pq

    found = pq.read_table(path)
    ids, clusters = found["id"].to_pylist(), found["cluster"].to_pylist()
    names = [n for n in found.column_names if n not in ("id", "cluster")]
    return ids, clusters, {n: np.array(found[n].to_pylist(), np.float64).reshape(len(ids), -1) for n in names}
