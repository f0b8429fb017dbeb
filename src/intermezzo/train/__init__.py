"""train: one loop of our own, and what varies in it.

In            a checkpoint or an encoder, rows, a phase's settings.
Out           checkpoints, curves, the realised mixture.
Leaves alone  metrics' definitions, the study, the plan.
Start at      loop.py, then mixture.py.
"""
