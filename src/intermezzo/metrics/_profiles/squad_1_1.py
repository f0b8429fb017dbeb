"""squad-1.1: answers read as the official script of SQuAD 1.1 does, which XTREME uses for XQuAD and TyDiQA.

Source: https://github.com/allenai/bi-att-flow/blob/49004549e9a88b78c359b31481afa7792dbb3f4a/squad/evaluate-v1.1.py

Worked item: "The U.S." is read as "us". Gold "the", prediction "A": both are empty, so EM is 1, and F1 is
0, as no token is shared.
"""

from intermezzo.metrics._profile import Profile
from intermezzo.metrics._profiles._squad import normalise

PROFILE = Profile(
    name="squad-1.1",
    normalise=normalise,
    both_empty_f1=0.0,
    drops_empty_golds=False,
    scores_missing=True,
    languages=None,
)
