"""What the tests of plan/ share: a plan by its labels, and studies with one thing changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import miniature
from intermezzo.plan import Job, Plan, Run, plan
from intermezzo.study.model import Arm, Evaluation, Phase, Study


def one_run() -> Study:
    """The miniature study reduced to its longer arm and one seed."""
    study = miniature.taken()
    (arm,) = (each for each in study.arms if len(each.phases) == 2)
    return replace(study, arms=(arm,), seeds=(0,))


def labelled(given: Plan) -> dict[str, str]:
    """Label -> key of every job of a plan with one run. No two jobs share a label, and no name of the study is in one."""
    (run,) = given.runs
    found = {label: job.key for label, job in labels(run)}
    assert sorted(set(found.values())) == sorted(job.key for job in given.jobs), "a job has no label"
    return found


def labels(run: Run) -> Iterator[tuple[str, Job]]:
    """Every job of a run with its label, those it reads among them."""
    for place, job in enumerate(run.phases.values(), 1):
        yield f"phase {place}", job
        yield from below(job)
    for _, of, job in run.probes:
        yield f"probe {of}", job
        yield from below(job)
    for scored in run.scores:
        yield f"score {scored.language}", scored.score
        yield f"predict {scored.language}", scored.predictions
        yield from below(scored.predictions)


def below(job: Job) -> Iterator[tuple[str, Job]]:
    """Data that a job rests on."""
    for read in job.all_reads():
        if read.kind in ("source", "features"):
            yield f"{read.kind} {read.settings['of']}", read
        elif read.kind == "tokenizer":
            yield "tokenizer", read


def moved(before: Study, after: Study) -> set[str]:
    """Labels of jobs whose keys are others in another study; jobs that only one of the two has are no part of it."""
    old, new = labelled(plan(before)), labelled(plan(after))
    return {label for label in old.keys() & new.keys() if old[label] != new[label]}


def with_arm(study: Study, **changes: Any) -> Study:
    """The study with something else in its arm."""
    (arm,) = study.arms
    return replace(study, arms=(replace(arm, **changes),))


def with_phase(study: Study, which: str, /, **changes: Any) -> Study:
    """The study with something else in a phase."""
    return with_arm(
        study, phases=tuple(replace(p, **changes) if p.name == which else p for p in arm_of(study).phases)
    )


def with_evaluation(study: Study, **changes: Any) -> Study:
    """The study with something else in its evaluation."""
    (evaluation,) = arm_of(study).evaluations
    return with_arm(study, evaluations=(replace(evaluation, **changes),))


def arm_of(study: Study) -> Arm:
    (arm,) = study.arms
    return arm


def phase_of(study: Study, name: str) -> Phase:
    (phase,) = (each for each in arm_of(study).phases if each.name == name)
    return phase


def evaluation_of(study: Study) -> Evaluation:
    (evaluation,) = arm_of(study).evaluations
    return evaluation
