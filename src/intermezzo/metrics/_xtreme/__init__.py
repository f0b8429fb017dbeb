"""xtreme: XTREME and XTREME-R as a whole script: a submission's files in, every number it prints out.

In            texts of predictions and labels by path, `predictions/xnli/test-sw.tsv`.
Out           scores by task, metric and language, averages, groups, remarks; all in points.
Leaves alone  LAReQA, which the script names and cannot score: see `map-at-20` and `_aggregates`.
Start at      evaluate.py, then scorers.py.

Script: google-research/xtreme, evaluate.py, commit 838c13b6.
"""

from intermezzo.metrics._xtreme.evaluate import SuiteScores, TaskScores, evaluate
from intermezzo.metrics._xtreme.files import read_folder

__all__ = ["SuiteScores", "TaskScores", "evaluate", "read_folder"]
