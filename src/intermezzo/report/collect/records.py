"""Records of the store, each read once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from intermezzo.analysis import score as scoring
from intermezzo.plan.job import Job
from intermezzo.store import Record, Store


@dataclass(slots=True)
class Records:
    """What a report reads. A record that is missing stays None until somebody else looks again."""

    store: Store
    _records: dict[str, Record | None] = field(default_factory=dict)
    _statistics: dict[str, tuple[list[str], list[str], dict[str, np.ndarray]]] = field(default_factory=dict)

    def record(self, job: Job) -> Record | None:
        """The record of a job; None while it is missing."""
        if job.key not in self._records:
            self._records[job.key] = self.store.get(job.kind, job.key)
        return self._records[job.key]

    def statistics(self, job: Job) -> tuple[list[str], list[str], dict[str, np.ndarray]] | None:
        """ids, clusters and statistics of a score."""
        if job.key not in self._statistics:
            record = self.record(job)
            if record is None:
                return None
            self._statistics[job.key] = scoring.read(record.file("statistics.parquet"))
        return self._statistics[job.key]
