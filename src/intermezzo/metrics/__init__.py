"""metrics: predictions against references, one line per example.

In            predictions and golds (answers, labels, tags, rankings); a profile that says how answers are read.
Out           statistics, [E, K] per run, not averaged; one function turns their sum into a score.
Leaves alone  weights, torch, means: what is averaged here cannot be resampled in analysis/.
Start at      f1.py, then _profiles/; _columns.py says what a task is scored with.
"""

from intermezzo.metrics._columns import Column, columns, metric
from intermezzo.metrics._metric import Metric, Statistics, overall
from intermezzo.metrics._profile import Profile
from intermezzo.metrics._signature import signature

__all__ = ["Column", "Metric", "Profile", "Statistics", "columns", "metric", "overall", "signature"]
