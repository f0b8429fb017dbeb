"""analysis: statistics of examples into contrasts and verdicts.

In            statistics, one line [K] per example, with the cluster of each example.
Out           contrasts with two intervals each, verdicts with a sentence each.
Leaves alone  how a metric is computed, which arms a study has, how a page looks; torch.
Start at      claim.py, then contrast.py.
"""
