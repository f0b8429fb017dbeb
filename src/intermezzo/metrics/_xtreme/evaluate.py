"""Scoring a submission to XTREME or XTREME-R, task by task and language by language."""

from __future__ import annotations

from dataclasses import dataclass

from intermezzo.metrics._aggregates import mean
from intermezzo.metrics._xtreme.files import File, Texts, folders
from intermezzo.metrics._xtreme.scorers import Scored
from intermezzo.metrics._xtreme.suites import Seqeval, Suite, SuiteName, SuiteTask, suite
from intermezzo.problem import Problem, Refused

LAREQA = "lareqa"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScores:
    """One task, in points.

    `score` is the task's own number: of its first metric, or halfway between EM and F1.
    """

    by_language: dict[str, dict[str, float]]  # metric -> language -> points
    means: dict[str, float]  # metric -> points, the mean over languages, English included
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteScores:
    """All tasks of a submission, in points.

    `groups` has those whose tasks are all there, `score` is the mean over tasks, None unless all are there;
    of XTREME-R it is always None, as LAReQA is scored elsewhere: see `_aggregates.xtreme_r_score`.
    """

    tasks: dict[str, TaskScores]
    groups: dict[str, float]
    score: float | None
    remarks: tuple[str, ...]


def evaluate(
    files: Texts,
    *,
    version: SuiteName = "xtreme",
    seqeval: Seqeval = "0.0.12",
    predictions: str = "predictions",
    labels: str = "labels",
) -> SuiteScores:
    """What `evaluate.py --prediction_folder predictions --label_folder labels` writes.

    A task is scored if both sides have its folder, and then needs a file for each of its languages.

    Args:
        files: text by path, `ROOT/TASK/test-LANGUAGE.EXTENSION`, as `read_folder` gives them.
        version: which of the two benchmarks.
        seqeval: how tags are read; XTREME's published numbers are 0.0.12's, and so the default.
        predictions: root of the predictions.
        labels: root of the labels.

    Returns:
        scores equal to the script's within rounding in the last digits: it adds some in the order of a set.
        Remarks for what it passes over in silence: folders on one side only, unanswered questions.

    Errors:
        Refused for every file that is missing, broken, empty or of another length than its counterpart, all
        at once, each with its path; and for a folder `lareqa` on both sides, on which the script stops.
    """
    chosen = suite(version, seqeval)
    sides = {root: folders(files, root) for root in (predictions, labels)}
    problems = [
        Problem(
            place=root, what="no such folder, or nothing in it.", remedy="It holds a folder for each task."
        )
        for root, found in sides.items()
        if not found
    ]
    both = sides[predictions] & sides[labels]
    if version == "xtreme-r" and LAREQA in both:
        problems.append(
            Problem(
                place=f"{predictions}/{LAREQA}",
                what="evaluate.py knows no languages of LAReQA and stops.",
                remedy="Leave the folder out, score it with map-at-20, and average with xtreme_r_score.",
            )
        )
    remarks = [
        f"{root}/{task}: not scored, as {other} has no such folder."
        for root, other in ((predictions, labels), (labels, predictions))
        for task in sorted(sides[root] - sides[other])
    ]
    remarks += [
        f"{task}: not scored, as it is no task of {version}."
        for task in sorted(both - {*chosen.tasks, LAREQA})
    ]
    tasks: dict[str, TaskScores] = {}
    for name, task in chosen.tasks.items():
        if name in both:
            try:
                tasks[name], passed_over = _task(files, name, task, predictions, labels)
                remarks += passed_over
            except Refused as refused:
                problems += refused.problems
    if problems:
        raise Refused(problems)
    scores = {name: task.score for name, task in tasks.items()}
    return SuiteScores(
        tasks=tasks,
        groups=_groups(chosen, scores),
        score=mean([*scores.values()]) if chosen.all_tasks <= scores.keys() else None,
        remarks=tuple(remarks),
    )


def _task(
    files: Texts, name: str, task: SuiteTask, predictions: str, labels: str
) -> tuple[TaskScores, list[str]]:
    problems: list[Problem] = []
    scored: dict[str, Scored] = {}
    for language in task.languages:
        paths = [f"{root}/{name}/test-{language}.{task.extension}" for root in (predictions, labels)]
        if missing := [path for path in paths if path not in files]:
            problems += [Problem(place=path, what="is not available.") for path in missing]
            continue
        predicted, gold = (File(path=path, text=files[path]) for path in paths)
        try:
            scored[language] = task.scorer(predicted, gold, language)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    metrics = next(iter(scored.values())).scores
    by_language = {
        metric: {language: each.scores[metric] for language, each in scored.items()} for metric in metrics
    }
    means = {metric: mean([*points.values()]) for metric, points in by_language.items()}
    is_qa = "exact_match" in means
    score = (means["exact_match"] + means["f1"]) / 2 if is_qa else next(iter(means.values()))
    remarks = [remark for each in scored.values() for remark in each.remarks]
    return TaskScores(by_language=by_language, means=means, score=score), remarks


def _groups(chosen: Suite, scores: dict[str, float]) -> dict[str, float]:
    return {
        group: mean([scores[task] for task in tasks])
        for group, tasks in chosen.groups.items()
        if all(task in scores for task in tasks)
    }
