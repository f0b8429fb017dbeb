"""SQuAD 1.1 and MLQA as whole scripts: a data set and predictions in, what the script prints out.

Scripts: allenai/bi-att-flow, squad/evaluate-v1.1.py, commit 49004549; facebookresearch/MLQA,
mlqa_evaluation_v1.py, commit 24bf470b. Where they crash, these refuse with the reason; where they count
oddly, these do too: a missing id is a 0, ids that nobody asked for are left alone, an id that stands twice
in the data set is scored twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intermezzo.metrics import em, f1
from intermezzo.metrics._metric import overall
from intermezzo.metrics._profile import Profile
from intermezzo.metrics._profiles import mlqa, squad_1_1
from intermezzo.metrics._squad_layout import Report, answers_to, questions
from intermezzo.problem import Refused, mismatch


def squad11_report(dataset: Mapping[str, Any], predictions: Mapping[str, object]) -> Report:
    """What `evaluate-v1.1.py dataset predictions` prints.

    Args:
        dataset: the file's JSON, `version` and `data`.
        predictions: question id to answer.

    Returns:
        exact_match and f1, in points, equal to the script's to the last digit.

    Errors:
        Refused for a data set without questions, a question without golds, a prediction that is not text, a
        version that is not text.
    """
    version = dataset.get("version")
    remarks = _about_version(version, "1.1", is_expected=version == "1.1")
    return _report(dataset, predictions, language="en", profile=squad_1_1.PROFILE, remarks=remarks)


def mlqa_report(dataset: Mapping[str, Any], predictions: Mapping[str, object], language: str) -> Report:
    """What `mlqa_evaluation_v1.py dataset predictions language` prints.

    Args:
        dataset: the file's JSON, `version` and `data`.
        predictions: question id to answer.
        language: of the contexts, one of MLQA's seven.

    Returns:
        exact_match and f1, in points, equal to the script's to the last digit.

    Errors:
        Refused as `squad11_report`, and for another language once a question is answered in it.
    """
    version = dataset.get("version")
    remarks = _about_version(
        version, "1.0", is_expected=str(version) == "1.0"
    )  # this script takes the number too
    return _report(dataset, predictions, language=language, profile=mlqa.PROFILE, remarks=remarks)


def _about_version(version: object, expected: str, *, is_expected: bool) -> tuple[str, ...]:
    if is_expected:
        return ()
    if not isinstance(version, str):
        raise Refused(mismatch(place="version", expected=f'"{expected}"', found=version))
    return (str(mismatch(place="version", expected=f'"{expected}"', found=version)),)


def _report(
    dataset: Mapping[str, Any],
    predictions: Mapping[str, object],
    *,
    language: str,
    profile: Profile,
    remarks: tuple[str, ...],
) -> Report:
    asked = questions(dataset)
    answers = answers_to(asked, predictions)
    golds = [question.golds for question in asked]
    missing = (question.id for question, answer in zip(asked, answers) if answer is None)
    return Report(
        scores={
            "exact_match": overall(em.METRIC, em.measure(answers, golds, language=language, profile=profile)),
            "f1": overall(f1.METRIC, f1.measure(answers, golds, language=language, profile=profile)),
        },
        remarks=(*remarks, *(f"question {id}: no prediction, scored 0." for id in missing)),
    )
