"""From plan and store to findings: every figure of the page, computed when asked for and never kept.

Missing scores are no obstacle: the page says what is missing. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intermezzo.plan import Plan
from intermezzo.problem import Problem
from intermezzo.report.collect.answer import answer, limits
from intermezzo.report.collect.errors import errors
from intermezzo.report.collect.facts import curves, data, environment, exclusions, jobs, phases, scores
from intermezzo.report.collect.language_names import language_name
from intermezzo.report.collect.records import Records
from intermezzo.report.collect.verdicts import effects, exploratory, verdicts
from intermezzo.report.findings import Findings
from intermezzo.store import Store
from intermezzo.study.model import Study


def collect(plan: Plan, store: Store, *, failed: Mapping[str, Sequence[Problem]] | None = None) -> Findings:
    """All findings of a study, finished or not. `failed`: job key -> why, where the store could not note it."""
    records, study = Records(store), plan.study
    judged = verdicts(plan, records)
    languages = tuple(dict.fromkeys(s.language for run in plan.runs for s in run.scores))
    return Findings(
        name=study.name,
        question=study.question,
        answer=answer(judged),
        limits=tuple(limits(plan, judged)),
        arms=tuple(arm.name for arm in study.arms),
        control=control(study),
        seeds=study.seeds,
        languages=languages,
        language_names={code: language_name(code) for code in languages},
        verdicts=judged,
        effects=tuple(effects(plan, judged)),
        scores=tuple(scores(plan, records)),
        curves=tuple(curves(plan, records)),
        phases=tuple(phases(plan, records)),
        data=tuple(data(plan, records)),
        exclusions=tuple(exclusions(plan, records)),
        errors=tuple(errors(plan, records)),
        jobs=tuple(jobs(plan, records, failed or {})),
        environment=environment(plan, records),
        changed=study.changed,
        study_text=study.text,
        exploratory=tuple(exploratory(plan, records)),
    )


def control(study: Study) -> str:
    """The arm the page compares others with: the control of the first claim, where there is one."""
    if not study.claims:
        return ""
    axis, _, value = study.claims[0].compare
    return next((arm.name for arm in study.arms if arm.values.get(axis) == value), "")
