"""execute: jobs of a plan become records of a store.

In            a plan, a store, an executor's name.
Out           records; failures with their reasons; progress as events.
Leaves alone  what a job does: it imports the job's function by name when it runs.
Start at      perform.py (one job), then inline.py and processes.py.
"""
