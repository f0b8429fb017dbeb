"""sacreBLEU's metrics as ours: a line of its own counts per segment, its own way from their sum to a score.

Source: Post (2018), A Call for Clarity in Reporting BLEU Scores; https://github.com/mjpost/sacrebleu.

Counts of segments and the score of their sum are behind names with an underscore there; its own bootstrap goes
through them, and golden values guard them here. The library is an extra and loaded when something is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from intermezzo.metrics._metric import NO_EXAMPLES, Metric, Statistics, paired, some_of
from intermezzo.problem import Problem, Refused

NO_LIBRARY = Problem(
    what="BLEU, chrF and TER need the library of the extra 'translation', which is not installed.",
    remedy="pip install 'intermezzo[translation]'",
)


def translation_metric(
    name: str, kind: str, options: Callable[[str], dict[str, Any]], *, perfect: float = 100.0
) -> Metric:
    """A metric of sacreBLEU.

    Args:
        name: ours.
        kind: BLEU, CHRF or TER, a class of `sacrebleu.metrics`.
        options: what it is made with, by language.
        perfect: what references as predictions score.
    """

    def measure(
        predictions: Sequence[str | None], golds: Sequence[Sequence[str]], *, language: str
    ) -> Statistics:
        """One line per segment: counts of n-grams, or of edits, as sacreBLEU takes them.

        Args:
            predictions: E texts; None, a missing one, is refused.
            golds: E times the references of a text, at least one each.
            language: of the texts, which for BLEU says how they are cut into words.

        Returns:
            [E, K]: BLEU K = 2 + 2 * 4: lengths, right n-grams, n-grams by order; chrF K = 3 * 6: n-grams of
            the prediction, of the reference, of both, by order; TER K = 2: edits, length of the references.

        Errors:
            Refused for a missing prediction, a text without reference, what is not text, and a library that
            is not there.
        """
        if problems := refusals(predictions, golds):
            raise Refused(problems)
        if not golds:
            raise Refused(NO_EXAMPLES)
        n_references = max(map(len, golds))
        streams = [[each[i] if i < len(each) else None for each in golds] for i in range(n_references)]
        counts = made(kind, options(language), language)._extract_corpus_statistics(predictions, streams)
        return np.asarray(counts, dtype=np.float64)

    def combine(sums: Statistics) -> float:
        """The score of the counts' sum. Options that tell languages apart act on words alone, so any will do."""
        return float(made(kind, options("en"), "en")._compute_score_from_stats(sums.tolist()).score)

    def fields(language: str) -> tuple[str, ...]:
        """What sacreBLEU's own signature says, but for the number of references, and its version."""
        scorer = made(kind, options(language), language)
        scorer.num_refs = 1  # it wants to have scored something first
        info = dict(scorer.get_signature().info)
        version = info.pop("version")
        choices = [
            f"{key}:{said(value)}" for key, value in info.items() if key != "nrefs" and value is not None
        ]
        return (*choices, f"sacrebleu:{version}")

    return Metric(
        name=name,
        unit="points",
        measure=measure,
        combine=combine,
        reads="translation",
        perfect=perfect,
        fields=fields,
    )


def made(kind: str, options: dict[str, Any], language: str) -> Any:
    """The scorer itself. Errors: `Refused` where a library is missing."""
    try:
        from sacrebleu import metrics
    except ImportError as error:
        raise Refused(NO_LIBRARY) from error
    try:
        return getattr(metrics, kind)(**options)
    except (ImportError, RuntimeError) as error:
        what = f"sacreBLEU cuts '{language}' into words with a library that is not installed."
        raise Refused(Problem(what=what, remedy=f"pip install 'sacrebleu[{language}]'")) from error


def said(value: Any) -> str:
    """As sacreBLEU writes it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def refusals(predictions: Sequence[Any], golds: Sequence[Any]) -> list[Problem]:
    """Why these texts cannot be scored, all reasons at once; none if they can."""
    if isinstance(predictions, str) or any(isinstance(gold, str) for gold in golds):
        return [Problem(what="expected a list of texts, and a list of references for each, found one text.")]
    paired(predictions, golds)
    n = len(golds)
    missing = [i for i, each in enumerate(predictions) if each is None]
    bare = [i for i, gold in enumerate(golds) if not gold]
    wrong = [
        i
        for i, (prediction, gold) in enumerate(zip(predictions, golds))
        if not all(isinstance(text, str) for text in (prediction or "", *gold))
    ]
    return [
        *some_of(n, missing, "texts have no prediction.", "Write an empty line for an empty translation."),
        *some_of(n, bare, "texts have no reference."),
        *some_of(n, wrong, "texts are not text."),
    ]
