"""Scale: the same study, shorter, to see whether it runs; budgets and limits of examples are multiplied."""

from __future__ import annotations

from dataclasses import replace

from intermezzo.study.model import Arm, Budget, Evaluation, Phase


def scaled(arm: Arm, factor: float) -> Arm:
    """An arm with all budgets and limits times `factor`, at least one step and one example each."""
    return replace(
        arm,
        phases=tuple(_phase(phase, factor) for phase in arm.phases),
        evaluations=tuple(_evaluation(each, factor) for each in arm.evaluations),
    )


def _phase(phase: Phase, factor: float) -> Phase:
    budget = Budget(
        steps=_whole(phase.budget.steps, factor),
        epochs=phase.budget.epochs * factor,  # part of an epoch is still a step
        tokens=_whole(phase.budget.tokens, factor),
    )
    probe = phase.probe and replace(phase.probe, limit=_whole(phase.probe.limit, factor))
    return replace(phase, budget=budget, probe=probe)


def _evaluation(evaluation: Evaluation, factor: float) -> Evaluation:
    return replace(evaluation, limit=_whole(evaluation.limit, factor))


def _whole(n: int, factor: float) -> int:
    """0 stands for "not given" or "all" and stays."""
    return max(1, round(n * factor)) if n else 0
