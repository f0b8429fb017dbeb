"""chaii: answers read as ChAII's word-level Jaccard does: lower case, cut at white space, nothing taken away.

Source: the metric of the competition ChAII, Hindi and Tamil Question Answering (2021), as in
https://github.com/gokulkarthik/mucot/blob/c1a8c10193c821cb7263f442f224bff9c984391b/utils/metrics.py

Worked item: "Delhi." is read as "delhi.", another word than "delhi".

The original divides by the number of words on both sides, so a pair without any is refused here; so is a
missing prediction, which it cannot lower-case. `script-aware` counts an empty pair as agreement.
"""

from __future__ import annotations

from intermezzo.metrics._profile import Profile


def normalise(text: str, language: str) -> str:
    """Lower case, single blanks; whatever the language."""
    return " ".join(text.lower().split())


PROFILE = Profile(
    name="chaii",
    normalise=normalise,
    both_empty_f1=0.0,  # never comes up: see the last field
    drops_empty_golds=False,
    scores_missing=False,
    languages=None,
    scores_both_empty=False,
)
