"""plan: a study becomes jobs.

In            a resolved study, fingerprints of outside data.
Out           jobs with keys; who shares what; why a job must run; what it will cost.
Leaves alone  torch, the network, the contents of data.
Start at      job.py, then build.py.
"""

from __future__ import annotations

import sys
from types import ModuleType

from intermezzo.plan.build import plan
from intermezzo.plan.job import Job
from intermezzo.plan.model import Plan, Run
from intermezzo.study.model import Study

__all__ = ["Job", "Plan", "Run", "plan"]


class _Room(ModuleType):
    """This room, which can be called.

    `intermezzo.plan(study)` is one of the library's doors, and importing the room of that name hides it.
    """

    def __call__(self, study: Study) -> Plan:
        return plan(study)


sys.modules[__name__].__class__ = _Room
