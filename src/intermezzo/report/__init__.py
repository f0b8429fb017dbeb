"""report: findings into one HTML page that opens from disk.

In            Findings: verdicts, effects, scores, curves, facts of phases, data and jobs.
Out           one self-contained page; the same bytes for the same findings.
Leaves alone  statistics (means and spreads over seeds aside, which a table of scores is), the store, torch.
Start at      page.py; then sections/verdicts.py for what the first screen says.
"""
