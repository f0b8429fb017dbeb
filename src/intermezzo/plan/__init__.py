"""plan: a study becomes jobs.

In            a resolved study, fingerprints of outside data.
Out           jobs with keys; who shares what; why a job must run; what it will cost.
Leaves alone  torch, the network, the contents of data.
Start at      job.py, then build.py.
"""

from intermezzo.plan.build import plan
from intermezzo.plan.job import Job
from intermezzo.plan.model import Plan, Run

__all__ = ["Job", "Plan", "Run", "plan"]
