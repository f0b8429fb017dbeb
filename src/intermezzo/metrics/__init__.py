"""metrics: predictions against references, one line per example.

In            predictions and gold answers, as text; a profile that says how text is read.
Out           statistics, [E, K] per run, not averaged; one function turns their sum into a score.
Leaves alone  weights, torch, means: what is averaged here cannot be resampled in analysis/.
Start at      f1.py, then _profiles/.
"""

from intermezzo.metrics._metric import Metric, Statistics, overall
from intermezzo.metrics._profile import Profile
from intermezzo.metrics._signature import signature

__all__ = ["Metric", "Profile", "Statistics", "overall", "signature"]
