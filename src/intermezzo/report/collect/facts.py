"""What the records say: scores, curves, phases, data, jobs, environment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from intermezzo.plan import Plan
from intermezzo.plan.job import Job
from intermezzo.problem import Problem
from intermezzo.report.collect.records import Records
from intermezzo.report.findings import Curve, DataFact, ExclusionFact, JobFact, PhaseFact, Score
from intermezzo.study.seen import evaluation_of, is_seen, trained_on


def scores(plan: Plan, records: Records) -> list[Score]:
    """Every score of every run that there is; of each evaluation first what the claims speak of."""
    found = []
    claimed = {claim.metric for claim in plan.study.claims}
    for run in plan.runs:
        for scored in run.scores:
            record = records.record(scored.score)
            if record is None:
                continue
            evaluation = evaluation_of(run.arm, scored.evaluation)
            seen = trained_on(plan.study, run.arm, evaluation) if evaluation else frozenset()
            task = plan.study.task(scored.task)
            values = {name.partition("|")[::2]: value for name, value in record.facts["scores"].items()}
            for metric, profile in sorted(
                values,
                key=lambda mp: (
                    mp[1] not in ("", task.profile),
                    mp[0] not in claimed,
                    task.metrics.index(mp[0]),
                ),
            ):
                name = f"{metric}|{profile}" if profile else metric
                found.append(
                    Score(
                        evaluation=scored.evaluation,
                        metric=metric,
                        profile=profile,
                        arm=run.arm.name,
                        seed=run.seed,
                        language=scored.language,
                        score=values[metric, profile],
                        n_examples=record.facts["examples"],
                        signature=record.facts["signatures"][name],
                        is_seen=is_seen(scored.language, seen),
                    )
                )
    return found


def curves(plan: Plan, records: Records) -> list[Curve]:
    """Every probe's curve."""
    found = []
    for run in plan.runs:
        for phase, probed, job in run.probes:
            record = records.record(job)
            if record is None:
                continue
            points = json.loads(record.file("curve.json").read_text())
            for metric in points[0]["scores"] if points else ():
                found.append(
                    Curve(
                        arm=run.arm.name,
                        seed=run.seed,
                        phase=phase,
                        probe=probed,
                        metric=metric,
                        steps=tuple(p["step"] for p in points),
                        tokens=tuple(p["tokens"] for p in points),
                        scores=tuple(p["scores"][metric] for p in points),
                        losses=tuple(p["loss"] for p in points),
                    )
                )
    return found


def phases(plan: Plan, records: Records) -> list[PhaseFact]:
    """What every phase of every run did."""
    found = []
    for run in plan.runs:
        for phase in run.arm.phases:
            job = run.phases[phase.name]
            record = records.record(job)
            if record is None:
                continue
            facts = record.facts
            found.append(
                PhaseFact(
                    arm=run.arm.name,
                    seed=run.seed,
                    phase=phase.name,
                    key=job.key,
                    is_shared=plan.n_runs_of[job.key] > 1,
                    steps=facts["steps"],
                    rows=sum(facts["rows"].values()),
                    tokens=sum(facts["tokens"].values()),
                    requested=facts["requested"],
                    realised=facts["rows"],
                    final_loss=facts["loss"],
                    seconds=record.seconds,
                    tokens_per_second=facts["tokens_per_second"],
                    precision=facts["precision"],
                    head=", ".join(f"{name} {state}" for name, state in facts["heads"].items()),
                    attention=facts["attention"],
                )
            )
    return found


def data(plan: Plan, records: Records) -> list[DataFact]:
    """Every source: what was read, kept, repaired and dropped, and how it was cut."""
    features = [job for job in plan.jobs if job.kind == "features"]
    features.sort(key=lambda job: not excluded_from(job))  # rows of all its examples, where there are such
    cut = {job.reads["source"].key: job for job in features}
    found = []
    for job in plan.jobs:
        if job.kind != "source" or (record := records.record(job)) is None:
            continue
        ledger = record.facts["ledger"]
        rows = records.record(cut[job.key]) if job.key in cut else None
        task = plan.study.task(job.settings["of"].split("/")[0])
        found.append(
            DataFact(
                source=job.settings["of"],
                key=job.key,
                licence=task.licence,
                read=ledger["read"],
                kept=ledger["kept"],
                repaired=ledger["repaired"],
                dropped=ledger["dropped"],
                notes=ledger["notes"],
                ceiling=rows.facts.get("ceiling") if rows else None,
                n_rows=rows.facts["rows"] if rows else None,
                mean_row_tokens=rows.facts["tokens"] / rows.facts["rows"]
                if rows and rows.facts["rows"]
                else None,
            )
        )
    return sorted(found, key=lambda d: d.source)


def exclusions(plan: Plan, records: Records) -> list[ExclusionFact]:
    """Every source that a phase takes without some of its examples."""
    found = []
    for job in plan.jobs:
        others = excluded_from(job)
        record = records.record(job) if others else None
        if record is None:
            continue
        told = record.facts["without"]
        found.append(
            ExclusionFact(
                source=job.settings["of"],
                key=job.key,
                examples=told["examples"],
                excluded=told["excluded"],
                held={name: told["held"][role] for role, name in others.items()},
                n_rows=record.facts["rows"],
            )
        )
    return sorted(found, key=lambda e: (e.source, e.key))


def excluded_from(job: Job) -> dict[str, str]:
    """By role the sources whose questions are left out of some features."""
    return {role: read.settings["of"] for role, read in job.reads.items() if role.startswith("without:")}


def jobs(plan: Plan, records: Records, failed: Mapping[str, Sequence[Problem]]) -> list[JobFact]:
    """Every job and how it stands."""
    found = []
    for job in plan.jobs:
        record = records.record(job)
        why = [str(p) for p in failed.get(job.key, ())] or records.store.failure(job.key)
        state = "done" if record else "failed" if why else "missing"
        found.append(
            JobFact(
                kind=job.kind,
                key=job.key,
                what=job.what,
                state=state,
                seconds=record.seconds if record else 0.0,
                n_runs=plan.n_runs_of[job.key],
                problem="" if record else " ".join(why),
            )
        )
    return found


def environment(plan: Plan, records: Records) -> dict[str, str]:
    """What the records were made with; more than one value where they differ."""
    found: dict[str, set[str]] = {}
    for job in plan.jobs:
        if record := records.record(job):
            for name, value in record.environment.items():
                if value:
                    found.setdefault(name, set()).add(str(value))
    return {name: ", ".join(sorted(values)) for name, values in sorted(found.items())}
