"""Seen and unseen: on which languages of a task family an arm was trained."""

from __future__ import annotations

from collections.abc import Collection

from intermezzo.study.model import Arm, Claim, Evaluation, Study

N_LETTERS = (2, 3)  # of a language's code; a script has four


def trained_on(study: Study, arm: Arm, evaluation: Evaluation) -> frozenset[str]:
    """Languages of the evaluation's task family that phases on the way to its weights trained on; see `is_seen`."""
    family = study.task(evaluation.task).family
    names = [phase.name for phase in arm.phases]
    phases = arm.phases[: names.index(evaluation.after or names[-1]) + 1]
    return frozenset(
        language
        for phase in phases
        for share in phase.mixture
        if study.task(share.of.task).family == family
        for language in spoken(share.of.language)
    )


def spoken(code: str) -> frozenset[str]:
    """The languages of a code: those of a pair (`de-es`), and the one that is written in a script (`zh-hant`)."""
    first, *more = code.split("-")
    if len(first) not in N_LETTERS:
        return frozenset({code})  # a cipher language
    return frozenset({first, *(part for part in more if len(part) in N_LETTERS)})


def is_seen(code: str, trained: Collection[str]) -> bool:
    """Whether all languages of a code were trained on: with one of a pair, the other is still zero-shot."""
    return spoken(code) <= frozenset(trained)


def pairs(study: Study, claim: Claim) -> list[tuple[Arm, Arm]]:
    """Arm and control for every setting of the other axes that both have."""
    axis, value, control = claim.compare
    controls = {others(arm, axis): arm for arm in study.arms if arm.values.get(axis) == control}
    return [
        (arm, controls[others(arm, axis)])
        for arm in study.arms
        if arm.values.get(axis) == value and others(arm, axis) in controls
    ]


def others(arm: Arm, axis: str) -> tuple[tuple[str, str | float], ...]:
    return tuple((name, value) for name, value in arm.values.items() if name != axis)


def evaluation_of(arm: Arm, name: str) -> Evaluation | None:
    return next((each for each in arm.evaluations if each.name == name), None)


def claim_languages(study: Study, claim: Claim) -> tuple[str, ...]:
    """The languages a claim speaks of, among those that all compared arms are evaluated on.

    Seen is what some compared arm was trained on; unseen, what none was.
    """
    compared = [arm for pair in pairs(study, claim) for arm in pair]
    evaluated = [(arm, found) for arm in compared if (found := evaluation_of(arm, claim.on))]
    if not evaluated:
        return ()
    shared = [
        language
        for language in evaluated[0][1].languages
        if all(language in evaluation.languages for _, evaluation in evaluated)
    ]
    seen = {language for arm, evaluation in evaluated for language in trained_on(study, arm, evaluation)}
    if claim.over == "all":
        return tuple(shared)
    if claim.over == "seen":
        return tuple(language for language in shared if is_seen(language, seen))
    if claim.over == "unseen":
        return tuple(language for language in shared if not is_seen(language, seen))
    return tuple(language for language in shared if language in claim.over)
