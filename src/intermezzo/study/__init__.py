"""study: one question as a TOML file, into values.

In            a study file (or its name, or its text), and what the command line changes.
Out           a `Study`: arms without a trace of their axes, claims, the user's own data as tasks; or every
              mistake, each at its line.
Leaves alone  data beyond whether files are there, keys and jobs, torch, the network.
Start at      read.py, then resolve.py; model.py has the values.
"""

from intermezzo.study.find import names
from intermezzo.study.model import Arm, Claim, Evaluation, Phase, Reference, Study
from intermezzo.study.read import read

__all__ = ["Arm", "Claim", "Evaluation", "Phase", "Reference", "Study", "names", "read"]
