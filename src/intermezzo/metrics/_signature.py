"""Signatures: the string that travels with a score and names every choice behind it.

The idea is sacreBLEU's: Post (2018), A Call for Clarity in Reporting BLEU Scores.
"""

from __future__ import annotations

import unicodedata

from intermezzo import __version__
from intermezzo.metrics._metric import Metric
from intermezzo.metrics._profile import Profile


def signature(
    metric: Metric,
    profile: Profile | None,
    *,
    language: str,
    n_examples: int,
    n_references: int = 0,
    decoder: str = "",
) -> str:
    """What has to be the same before two scores may be compared.

    Unicode is named because lower case and punctuation follow the tables of the running Python: MLQA's set of
    punctuation has 801 characters on Python 3.8 and 851 on 3.12.

    Args:
        profile: how answers were read; None, and not in the signature, for metrics of labels, tags and rankings.
        language: of the answers, as the score was made with.
        n_examples: how many examples the score is over, missing predictions included.
        n_references: of each example; 0, and not in the signature, where that is no choice.
        decoder: how answers were read from logits, `decoder:NAME|RULE:VALUE|…`; empty where that is not known.

    Returns:
        fields joined with "|", for example
        `f1|profile:squad-1.1|lang:zh|n:1190|unicode:14.0.0|intermezzo:0.1.0`.
    """
    if metric.is_profiled != (profile is not None):
        raise ValueError(f"{metric.name} reads {metric.reads}, and was given {profile}")
    fields = (
        metric.name,
        *([f"profile:{profile.name}"] if profile else []),
        f"lang:{language}",
        f"n:{n_examples}",
        *([f"nrefs:{n_references}"] if n_references else []),
        *metric.fields(language),
        *([decoder] if decoder else []),
        f"unicode:{unicodedata.unidata_version}",
        *(profile.versions if profile else ()),
        f"intermezzo:{__version__}",
    )
    return "|".join(fields)
