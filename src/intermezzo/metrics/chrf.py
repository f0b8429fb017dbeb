"""chrf: n-grams of characters that a translation shares with its reference, up to six, recall counting twice.

Source: Popović (2015), chrF: character n-gram F-score for automatic MT evaluation, as computed by sacreBLEU
with its defaults (chrF2).

Worked item: prediction "cat" and reference "cat" share 3, 2 and 1 n-grams of 3, 2 and 1, so chrF is 100; of
"cat" and "dog" they share none, 0.
"""

from __future__ import annotations

from intermezzo.metrics._sacrebleu import translation_metric

METRIC = translation_metric("chrf", "CHRF", lambda language: {})
