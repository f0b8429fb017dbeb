"""squad-2.0: answers read as the official script of SQuAD 2.0 does, where no answer may be the right one.

Source: https://github.com/rajpurkar/SQuAD-explorer/blob/eee5fdbf62f8613a7812b03419e6b29617b74fd1/evaluate-v2.0.py

Worked item: no golds, prediction "the": it normalises to nothing, so EM and F1 are 1. The totals and
thresholds of the script are in `intermezzo.metrics._no_answer`.
"""

from intermezzo.metrics._profile import Profile
from intermezzo.metrics._profiles._squad import normalise

PROFILE = Profile(
    name="squad-2.0",
    normalise=normalise,
    both_empty_f1=1.0,
    drops_empty_golds=True,
    scores_missing=False,
    languages=None,
)
