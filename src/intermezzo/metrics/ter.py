"""ter: edits from a translation to its reference, shifts of phrases included, per word of the reference.

Source: Snover et al. (2006), A Study of Translation Edit Rate with Targeted Human Annotation, as computed by
sacreBLEU with its defaults (Tercom's words, case folded).

Worked item: "the cat sat" against "the cat sat down" takes one insertion for four words, 25. Lower is better,
and more than 100 is possible.
"""

from __future__ import annotations

from intermezzo.metrics._sacrebleu import translation_metric

METRIC = translation_metric("ter", "TER", lambda language: {}, perfect=0.0)
