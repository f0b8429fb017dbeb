"""The job `score`: predictions and examples in, sufficient statistics for each example out.

The official profile comes first, `script-aware` stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from intermezzo import shelf
from intermezzo.data import table
from intermezzo.example import QAExample
from intermezzo.metrics import Metric, Profile, _profiles, signature
from intermezzo.problem import Refused
from intermezzo.work import Work

BESIDE = "script-aware"  # never replaces an official score; stands beside it


def profiles_of(official: str) -> tuple[str, ...]:
    """The profiles every prediction is scored with."""
    return (official,) if official == BESIDE else (official, BESIDE)


def run(work: Work) -> dict[str, Any]:
    """Leave `statistics.parquet`: id, cluster, and one list column `METRIC|PROFILE` a score."""
    examples = [
        e for e in table.read(work.reads["source"].file("examples.parquet")) if isinstance(e, QAExample)
    ]
    examples = examples[: work.settings["limit"] or None]
    predictions = work.reads["predictions"]
    columns, signatures = statistics(
        examples,
        read_predictions(predictions.file("predictions.parquet")),
        metrics=work.settings["metrics"],
        official=work.settings["profile"],
        decoder=predictions.facts["decoder"],
    )
    write(work.folder / "statistics.parquet", examples, columns)
    scores = {name: float(metric(name).combine(c.sum(0))) for name, c in columns.items()}
    return {"scores": scores, "signatures": signatures, "examples": len(examples)}


def read_predictions(path: Path) -> dict[str, str]:
    """id -> answer."""
    import pyarrow.parquet as pq

    columns = pq.read_table(path, columns=["id", "answer"]).to_pydict()
    return dict(zip(columns["id"], columns["answer"]))


def statistics(
    examples: Sequence[QAExample],
    said: dict[str, str],
    *,
    metrics: Sequence[str],
    official: str,
    decoder: str = "",
) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Statistics [E, K] and signatures by `METRIC|PROFILE`."""
    golds = [[a.text for a in e.answers] for e in examples]
    answers = [said.get(e.id) for e in examples]
    language = examples[0].language if examples else ""
    columns, signatures = {}, {}
    for profile_name in profiles_of(official):
        profile = _profiles.load(profile_name)
        if not isinstance(profile, Profile):
            raise Refused(profile)
        for metric_name in metrics:
            measured = metric(metric_name)
            name = f"{metric_name}|{profile_name}"
            columns[name] = measured.measure(answers, golds, language=language, profile=profile)
            signatures[name] = signature(
                measured, profile, language=language, n_examples=len(examples), decoder=decoder
            )
    return columns, signatures


def metric(name: str) -> Metric:
    """The metric of a column `METRIC|PROFILE`, or of its own name."""
    found = shelf.load("intermezzo.metrics", name.split("|")[0], "METRIC")
    if not isinstance(found, Metric):
        raise Refused(found)
    return found


def write(path: Path, examples: Sequence[QAExample], columns: dict[str, np.ndarray]) -> None:
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
