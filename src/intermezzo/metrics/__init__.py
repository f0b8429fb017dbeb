"""metrics: predictions against references, one line per example.

In            predictions and golds: texts, labels, tags or rankings; for texts a profile that says how they are read.
Out           statistics, [E, K] per run, not averaged; one function turns their sum into a score.
Leaves alone  weights, torch, means: what is averaged here cannot be resampled in analysis/.
Start at      f1.py, then _profiles/; _columns.py for what a task is scored with, _xtreme/ for a benchmark's whole
              script, _aggregates.py for its averages.
"""

from intermezzo.metrics._aggregates import (
    mean_by_group,
    mean_of_groups,
    mean_over,
    qa_score,
    transfer_gap,
    xtreme_r_score,
    xtreme_score,
)
from intermezzo.metrics._columns import Column, columns, metric
from intermezzo.metrics._language_groups import LANGUAGE_GROUPS
from intermezzo.metrics._metric import Metric, Reads, Statistics, overall
from intermezzo.metrics._profile import Profile
from intermezzo.metrics._signature import signature

__all__ = [
    "LANGUAGE_GROUPS",
    "Column",
    "Metric",
    "Profile",
    "Reads",
    "Statistics",
    "columns",
    "mean_by_group",
    "mean_of_groups",
    "mean_over",
    "metric",
    "overall",
    "qa_score",
    "signature",
    "transfer_gap",
    "xtreme_r_score",
    "xtreme_score",
]
