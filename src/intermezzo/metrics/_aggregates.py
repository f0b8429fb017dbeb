"""Averages over languages, tasks and benchmarks: what XTREME's leaderboards show, and what they hide.

Everything here takes numbers in points and gives points. L languages, T tasks, G groups of tasks:

    score of a task       s_t = (1/L) sum over languages, English included, every language alike
    of a QA task          s_t = ((1/L) sum EM + (1/L) sum F1) / 2
    XTREME                S   = (1/T) sum over the 9 tasks of s_t
    XTREME-R              S   = (1/T) sum over the 10 tasks of s_t, LAReQA among them
    by groups             S'  = (1/G) sum over groups of the mean of their tasks
    transfer gap          g_t = s_t(English) - (1/(L-1)) sum over the other languages

S weighs every task alike, S' every kind of task. The script of XTREME-R never prints S: its LAReQA has no
languages (see `_xtreme`), so it is computed here, with LAReQA's mAP@20 given.

Sources: Hu et al. (2020), XTREME, sections 3 and 5; Ruder et al. (2021), XTREME-R, section 3;
https://github.com/google-research/xtreme/blob/838c13b69daafb9328785d16caae2711e4012123/evaluate.py
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from intermezzo.metrics._language_groups import LANGUAGE_GROUPS, LanguageGroups
from intermezzo.problem import Problem, Refused

ByLanguage = Mapping[str, float]  # language -> points
ByTask = Mapping[str, float]  # task -> points
TaskGroups = Mapping[str, tuple[str, ...]]

XTREME_GROUPS: dict[str, tuple[str, ...]] = {
    "classification": ("pawsx", "xnli"),
    "tagging": ("panx", "udpos"),
    "qa": ("xquad", "mlqa", "tydiqa"),
    "retrieval": ("bucc2018", "tatoeba"),
}
XTREME_R_GROUPS: dict[str, tuple[str, ...]] = {
    "classification": ("xnli", "xcopa"),
    "tagging": ("panx", "udpos"),
    "qa": ("xquad", "mlqa", "tydiqa"),
    "retrieval": ("mewslix", "lareqa", "tatoeba"),
}


def mean(points: Sequence[float]) -> float:
    """The unweighted mean, added from the first to the last.

    Errors:
        Refused if there is nothing to average.
    """
    if not points:
        raise Refused(Problem(what="nothing to average.", remedy="Check the languages and tasks asked for."))
    total = 0.0
    for each in points:
        total += each
    return total / len(points)


def qa_score(exact_match: ByLanguage, f1: ByLanguage) -> float:
    """s_t of XQuAD, MLQA and TyDiQA: halfway between mean EM and mean F1.

    Example:
        >>> qa_score({"en": 50.0, "de": 30.0}, {"en": 70.0, "de": 50.0})
        50.0
    """
    return (mean([*exact_match.values()]) + mean([*f1.values()])) / 2


def xtreme_score(tasks: ByTask) -> float:
    """S of XTREME: the mean of its nine task scores, the number of the leaderboard.

    Args:
        tasks: pawsx, xnli, panx, udpos, xquad, mlqa, tydiqa, bucc2018, tatoeba; others are left alone.

    Errors:
        Refused if a task is missing: a mean over fewer is another number.
    """
    return mean(_all_of(tasks, XTREME_GROUPS))


def xtreme_r_score(tasks: ByTask) -> float:
    """S of XTREME-R: the mean of its ten task scores.

    Args:
        tasks: xnli, xcopa, panx, udpos, xquad, mlqa, tydiqa, mewslix, tatoeba, and lareqa with its mAP@20 in
            points; others are left alone.

    Errors:
        Refused if a task is missing.
    """
    return mean(_all_of(tasks, XTREME_R_GROUPS))


def mean_of_groups(tasks: ByTask, groups: TaskGroups) -> float:
    """S': the mean over groups of the mean of their tasks.

    Args:
        tasks: every task of the groups; others are left alone.
        groups: XTREME_GROUPS or XTREME_R_GROUPS.

    Errors:
        Refused if a task is missing.

    Example:
        >>> mean_of_groups({"a": 10.0, "b": 20.0, "c": 60.0}, {"few": ("a", "b"), "one": ("c",)})
        37.5
    """
    _all_of(tasks, groups)
    return mean([mean([tasks[task] for task in names]) for names in groups.values()])


def transfer_gap(scores: ByLanguage, *, source: str = "en") -> float:
    """g_t: what is lost between the language trained on and the others.

    Args:
        scores: of one task, by language.
        source: the language of the training data.

    Returns:
        points; above 0 where the source is ahead.

    Errors:
        Refused if the source is not among the languages, or is alone.

    Example:
        >>> transfer_gap({"en": 80.0, "de": 70.0, "sw": 50.0})
        20.0
    """
    if source not in scores:
        there = ", ".join(scores) or "none"
        what = f"no score in '{source}', which the gap is measured from. There is: {there}"
        raise Refused(Problem(what=what))
    return scores[source] - mean_over(scores, without=(source,))


def mean_over(
    scores: ByLanguage, languages: Collection[str] | None = None, *, without: Collection[str] = ()
) -> float:
    """The mean over some languages.

    Args:
        scores: of one task, by language.
        languages: which; all where None. Those without a score are left out.
        without: languages to leave out, ("en",) for the mean over the unseen ones.

    Errors:
        Refused if none is left.

    Example:
        >>> mean_over({"en": 80.0, "de": 70.0, "sw": 50.0}, without=("en",))
        60.0
    """
    return mean(
        [
            points
            for language, points in scores.items()
            if (languages is None or language in languages) and language not in without
        ]
    )


def mean_by_group(
    scores: ByLanguage, groups: LanguageGroups = LANGUAGE_GROUPS, *, without: Collection[str] = ()
) -> dict[str, float]:
    """The mean over each group of languages that has a score in the task; groups may share languages.

    Example:
        >>> mean_by_group({"en": 80.0, "de": 70.0, "sw": 50.0, "ru": 64.0}, without=("en",))
        {'low-resource': 50.0, 'Latin': 60.0, 'Cyrillic': 64.0}
    """
    there = set(scores) - set(without)
    return {
        name: mean_over(scores, languages, without=without)
        for name, languages in groups.items()
        if there & languages
    }


def _all_of(tasks: ByTask, groups: TaskGroups) -> list[float]:
    names = [task for group in groups.values() for task in group]
    if missing := [task for task in names if task not in tasks]:
        remedy = "A mean over fewer tasks would be another number; average those by hand."
        raise Refused(Problem(what=f"no score of {', '.join(missing)}.", remedy=remedy))
    return [tasks[task] for task in names]
