"""bleu: n-grams of words that a translation shares with its references, up to four words, over all segments.

Source: Papineni et al. (2002), BLEU: a Method for Automatic Evaluation of Machine Translation, as computed by
sacreBLEU with its defaults: Post (2018), A Call for Clarity in Reporting BLEU Scores.

Worked item: prediction and reference "the cat sat down" share 4, 3, 2 and 1 n-grams of 4, 3, 2 and 1, so BLEU
is 100. With three words there is no n-gram of four, and BLEU over that segment alone is 0.

Oddities: a perfect score is 100.00000000000004. Words are cut as the language asks (Chinese by characters;
Japanese and Korean with MeCab, a library of its own); Thai and other scripts without spaces are nearly one word
a sentence, for which chrF is the better number.
"""

from __future__ import annotations

from intermezzo.metrics._sacrebleu import translation_metric

METRIC = translation_metric("bleu", "BLEU", lambda language: {"trg_lang": language})
