"""The best over gold answers: what EM and F1 have in common.

Shape letters: E examples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from intermezzo.metrics._metric import Statistics, paired, some_of
from intermezzo.metrics._profile import Profile
from intermezzo.problem import Problem, Refused, mismatch


def best_over_golds(
    predictions: Sequence[str | None],
    golds: Sequence[Sequence[str]],
    *,
    language: str,
    profile: Profile,
    agreement: Callable[[str, str], float],
) -> Statistics:
    """One line per example: how well the prediction agrees with the gold it agrees with best.

    Args:
        predictions: E answers; None is a missing one.
        golds: E sequences of gold answers.
        language: of the answers (in MLQA: of the context).
        profile: how both sides are read.
        agreement: (normalised prediction, normalised gold) to [0, 1].

    Returns:
        [E, 2]: the score in [0, 1], and 1 for having been counted.

    Errors:
        Refused where the official script would stop; see `refusals`.
    """
    if problems := refusals(predictions, golds, language=language, profile=profile):
        raise Refused(problems)

    def normalised(text: str) -> str:
        return _normalised(profile.normalise, text, language)

    lines = np.zeros((len(golds), 2))
    lines[:, 1] = 1.0
    empty: list[int] = []
    for line, (prediction, texts) in enumerate(zip(predictions, golds)):
        if prediction is not None:
            right = list(dict.fromkeys(map(normalised, texts)))  # annotators agree: most SQuAD golds repeat
            if profile.drops_empty_golds:
                right = [text for text in right if text] or [""]
            answer = normalised(prediction)
            lines[line, 0] = max(agreement(answer, gold) for gold in right)
            if not answer and "" in right:
                empty.append(line)
    if empty and not profile.scores_both_empty:
        what = f"answers are empty and so is a gold, which {profile.name} cannot score."
        raise Refused(some_of(len(golds), empty, what, "The profile script-aware counts it as agreement."))
    return lines


# EM and F1 read the same texts one after the other, and golds repeat, within SQuAD and across: normalising is
# more than half of scoring. SQuAD dev with one file of predictions is 20,000 different texts.
@lru_cache(maxsize=1 << 16)
def _normalised(normalise: Callable[[str, str], str], text: str, language: str) -> str:
    return normalise(text, language)


def refusals(
    predictions: Sequence[str | None], golds: Sequence[Sequence[str]], *, language: str, profile: Profile
) -> list[Problem]:
    """Why these predictions cannot be scored, all reasons at once; none if they can.

    The official scripts find out as they go: a question that nobody answered is never read, so it may lack
    golds or stand in a language that the script does not know, and still counts 0.
    """
    paired(predictions, golds)
    problems: list[Problem] = []
    asked = [line for line, prediction in enumerate(predictions) if prediction is not None]
    if asked and profile.languages is not None and language not in profile.languages:
        problems.append(
            mismatch(
                expected=f"a language that {profile.name} knows ({', '.join(sorted(profile.languages))})",
                found=language,
                remedy="The profile script-aware reads any language.",
            )
        )
    wrong = [line for line in asked if not isinstance(predictions[line], str)]
    problems += some_of(len(golds), wrong, "predictions are not text.", 'An empty answer is written "".')
    if not profile.drops_empty_golds:
        problems += some_of(
            len(golds),
            [line for line in asked if not golds[line]],
            f"examples have no gold answer, which {profile.name} needs.",
            "Score unanswerable questions with the profile squad-2.0 or script-aware.",
        )
    if not profile.scores_missing:
        problems += some_of(
            len(golds),
            [line for line, prediction in enumerate(predictions) if prediction is None],
            f"predictions are missing, which {profile.name} cannot score.",
            'Write "" where the model gives no answer.',
        )
    return problems
