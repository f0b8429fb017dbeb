"""Claims against the store: verdicts, effects by language, and what speaks against comparing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from intermezzo import shelf
from intermezzo.analysis.cells import Cells, row_wise
from intermezzo.analysis.claim import Claim as Judged
from intermezzo.analysis.claim import Verdict, judge, judge_together
from intermezzo.analysis.expectation import parse_expectation
from intermezzo.metrics import Metric
from intermezzo.plan import Plan, Run
from intermezzo.plan.declared import claim_key
from intermezzo.plan.job import digest
from intermezzo.problem import Problem
from intermezzo.report.collect.records import Records
from intermezzo.report.findings import LanguageEffect
from intermezzo.study.claims import EQUAL_WITHIN
from intermezzo.study.model import Claim
from intermezzo.study.seen import claim_languages, evaluation_of, is_seen, pairs, trained_on


def verdicts(plan: Plan, records: Records) -> tuple[Verdict, ...]:
    """A verdict a claim, in their order; p-values are Holm's over all claims."""
    return tuple(
        judge_together([_judge(plan, records, claim, i) for i, claim in enumerate(plan.study.claims, 1)])
    )


def _judge(plan: Plan, records: Records, claim: Claim, number: int) -> Verdict:
    axis, arm, control = claim.compare
    ours, theirs = _sides(plan, claim)
    expect = parse_expectation(claim.expect)
    assert not isinstance(expect, Problem), expect  # the door has read it
    names = (f"{axis} = {arm}", f"{axis} = {control}")
    judged = Judged(
        name=f"claim {number}",
        says=claim.says,
        arm=names[0],
        control=names[1],
        languages=claim_languages(plan.study, claim),
        expect=expect,
    )
    metric = shelf.load("intermezzo.metrics", claim.metric, "METRIC")
    assert isinstance(metric, Metric), metric
    keys = [s.score.key for r in (*ours, *theirs) for s in r.scores if s.evaluation == claim.on]
    cells = _cells(plan, records, claim, metric, {names[0]: ours, names[1]: theirs})
    return judge(
        judged,
        cells,
        fingerprint=digest([claim.metric, sorted(keys)]),
        obstacles=_obstacles(claim, records, ours, theirs),
        differences=_differences(records, ours, theirs),
    )


def _sides(plan: Plan, claim: Claim) -> tuple[list[Run], list[Run]]:
    """Runs of the arm and of the control, of those that have a partner equal on all other axes."""
    both = pairs(plan.study, claim)
    ours, theirs = {arm.name for arm, _ in both}, {arm.name for _, arm in both}
    return [r for r in plan.runs if r.arm.name in ours], [r for r in plan.runs if r.arm.name in theirs]


def _cells(
    plan: Plan, records: Records, claim: Claim, metric: Metric, sides: Mapping[str, Sequence[Run]]
) -> Cells | Problem:
    """The metric's statistics by side, seed and language; arms that differ on other axes are averaged."""
    statistics: dict[tuple[str, int, str], np.ndarray] = {}
    clusters: dict[str, list[str]] = {}
    for name, runs in sides.items():
        gathered: dict[tuple[int, str], list[np.ndarray]] = {}
        n_arms = len({r.arm.name for r in runs})
        for run in runs:
            for scored in run.scores:
                if scored.evaluation != claim.on:
                    continue
                found = records.statistics(scored.score)
                if found is None:
                    continue
                _, its_clusters, columns = found
                profile = plan.study.task(scored.task).profile
                clusters[scored.language] = its_clusters
                column = f"{metric.name}|{profile}" if metric.is_profiled else metric.name
                gathered.setdefault((run.seed, scored.language), []).append(columns[column])
        for (seed, language), parts in gathered.items():
            if len(parts) == n_arms:
                statistics[name, seed, language] = np.mean(parts, axis=0)
    if not statistics:
        return Problem(what="no scores yet.")
    without = sides.keys() - {name for name, _, _ in statistics}
    if without:  # every run of a side failed, or none has begun
        return Problem(what=f"no scores of {' or '.join(without)} yet.")
    return Cells.of(statistics, clusters, metric=metric.name, combine=row_wise(metric.combine))


def _totals(records: Records, runs: Sequence[Run], what: str) -> set[float]:
    found = set()
    for run in runs:
        facts = [record.facts for job in run.phases.values() if (record := records.record(job))]
        if what == "steps":
            found.add(float(sum(f["steps"] for f in facts)))
        else:
            found.add(float(sum(sum(f["tokens" if what == "tokens" else "rows"].values()) for f in facts)))
    return found


def _obstacles(claim: Claim, records: Records, ours: Sequence[Run], theirs: Sequence[Run]) -> list[str]:
    """What was called equal and is not."""
    told = []
    for what in claim.equal:
        a, b = _totals(records, ours, what), _totals(records, theirs, what)
        if not _equal(a, b):
            _, arm, control = claim.compare
            told.append(f"says equal {what}, but '{arm}' trains {_range(a)} and '{control}' {_range(b)}")
    return told


def _equal(a: set[float], b: set[float]) -> bool:
    """Equal to within `EQUAL_WITHIN`: budgets in tokens end with whole batches."""
    low, high = min(a | b, default=0.0), max(a | b, default=0.0)
    return bool(a) and bool(b) and high - low <= EQUAL_WITHIN * high


def _range(values: set[float]) -> str:
    low, high = (f"{v:,.0f}" for v in (min(values, default=0), max(values, default=0)))
    return low if low == high else f"{low} to {high}"


def _differences(records: Records, ours: Sequence[Run], theirs: Sequence[Run]) -> list[str]:
    """What else differs between the sides: steps, tokens, software, processors."""
    told = []
    for what in ("steps", "tokens"):
        a, b = _totals(records, ours, what), _totals(records, theirs, what)
        if a != b and a and b:
            told.append(f"the arm trains {_range(a)} {what}, the control {_range(b)}")
    environments: dict[str, set[str]] = {}
    for run in (*ours, *theirs):
        for job in run.phases.values():
            if record := records.record(job):
                for name in ("torch", "transformers", "intermezzo", "processor"):
                    environments.setdefault(name, set()).add(str(record.environment.get(name)))
    told += [
        f"more than one {n} was used: {', '.join(sorted(v))}" for n, v in environments.items() if len(v) > 1
    ]
    return told


def exploratory(plan: Plan, records: Records) -> list[str]:
    """Claims first seen after a result they rest on existed, or never declared by a run."""
    found = []
    for number, claim in enumerate(plan.study.claims, 1):
        seen = records.store.first_seen(plan.study.name, claim_key(claim))
        scores = [s.score for r in (*_sides(plan, claim)[0], *_sides(plan, claim)[1]) for s in r.scores]
        made = [record.started for job in scores if (record := records.record(job))]
        if made and (seen is None or min(made) < seen):
            found.append(f"claim {number}")
    return found


def effects(plan: Plan, verdicts: Sequence[Verdict]) -> list[LanguageEffect]:
    """Every claim's effect in every language it speaks of."""
    found = []
    for claim, verdict in zip(plan.study.claims, verdicts):
        if verdict.contrast is None:
            continue
        seen = {
            language
            for arm in (arm for both in pairs(plan.study, claim) for arm in both)
            if (evaluation := evaluation_of(arm, claim.on))
            for language in trained_on(plan.study, arm, evaluation)
        }
        for effect in verdict.contrast.by_language:
            interval = None if isinstance(effect.interval, Problem) else effect.interval
            found.append(
                LanguageEffect(
                    claim=verdict.claim.name,
                    language=effect.languages[0],
                    effect=effect.points,
                    low=interval.low if interval else None,
                    high=interval.high if interval else None,
                    p=effect.p,
                    p_holm=effect.p_holm,
                    is_seen=is_seen(effect.languages[0], seen),
                )
            )
    return found
