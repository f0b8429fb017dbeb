"""From plan and store to findings: every figure of the page, computed when asked for and never kept.

Missing scores are no obstacle: the page says what is missing. Nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from intermezzo import shelf
from intermezzo.analysis import score as scoring
from intermezzo.analysis import words
from intermezzo.analysis.cells import Cells, row_wise
from intermezzo.analysis.claim import Claim as Judged
from intermezzo.analysis.claim import Verdict, judge, judge_together
from intermezzo.analysis.expectation import parse_expectation
from intermezzo.metrics import Metric
from intermezzo.plan import Plan, Run
from intermezzo.plan.declared import claim_key
from intermezzo.plan.job import Job, digest
from intermezzo.plan.model import Scored
from intermezzo.problem import Problem
from intermezzo.report.findings import (
    Curve,
    DataFact,
    ErrorExample,
    Findings,
    JobFact,
    LanguageEffect,
    PhaseFact,
    Score,
)
from intermezzo.store import Record, Store
from intermezzo.study.model import Claim, Study

SLACK = 0.01  # a step of 32 rows is a hundredth of a phase of 100 steps
N_ERRORS = 3  # wrong answers shown, an arm and language


@dataclass(slots=True)
class Shelf:
    """Records of the store, each read once."""

    store: Store
    _records: dict[str, Record | None] = field(default_factory=dict)
    _statistics: dict[str, tuple[list[str], list[str], dict[str, np.ndarray]]] = field(default_factory=dict)

    def record(self, job: Job) -> Record | None:
        """The record of a job; None while it is missing."""
        if job.key not in self._records:
            self._records[job.key] = self.store.get(job.kind, job.key)
        return self._records[job.key]

    def statistics(self, job: Job) -> tuple[list[str], list[str], dict[str, np.ndarray]] | None:
        """ids, clusters and statistics of a score."""
        if job.key not in self._statistics:
            record = self.record(job)
            if record is None:
                return None
            self._statistics[job.key] = scoring.read(record.file("statistics.parquet"))
        return self._statistics[job.key]


def collect(plan: Plan, store: Store, *, failed: Mapping[str, Sequence[Problem]] | None = None) -> Findings:
    """All findings of a study, finished or not. `failed`: job key -> why, where the store could not note it."""
    shelf_ = Shelf(store)
    study = plan.study
    verdicts = tuple(
        judge_together([_judge(plan, shelf_, claim, i) for i, claim in enumerate(study.claims, 1)])
    )
    scores = tuple(_scores(plan, shelf_))
    arms = tuple(dict.fromkeys(run.arm.name for run in plan.runs))
    control = ""
    if study.claims:
        axis, _, value = study.claims[0].compare
        control = next((r.arm.name for r in plan.runs if r.arm.values.get(axis) == value), "")
    languages = tuple(dict.fromkeys(s.language for run in plan.runs for s in run.scores))
    return Findings(
        name=study.name,
        question=study.question,
        answer=_answer(verdicts),
        limits=tuple(_limits(plan, verdicts)),
        arms=arms,
        control=control,
        seeds=study.seeds,
        languages=languages,
        language_names={code: _language_name(code) for code in languages},
        verdicts=verdicts,
        effects=tuple(_effects(plan, verdicts, study)),
        scores=scores,
        curves=tuple(_curves(plan, shelf_)),
        phases=tuple(_phases(plan, shelf_)),
        data=tuple(_data(plan, shelf_)),
        errors=tuple(_errors(plan, shelf_)),
        jobs=tuple(_jobs(plan, shelf_, failed or {})),
        environment=_environment(plan, shelf_),
        changed=study.changed,
        study_text=study.text,
        exploratory=tuple(_exploratory(plan, shelf_)),
    )


# Claims


def trained_on(runs: Sequence[Run], study: Study, family: str) -> set[str]:
    """Languages that any phase of these runs trained on for a task family."""
    return {
        share.of.language
        for run in runs
        for phase in run.arm.phases
        for share in phase.mixture
        if study.task(share.of.task).family == family
    }


def _sides(plan: Plan, claim: Claim) -> tuple[list[Run], list[Run]]:
    """Runs of the arm and of the control, those arms only that have a partner equal on all other axes."""
    axis, arm, control = claim.compare

    def rest(run: Run) -> tuple[Any, ...]:
        return tuple((a, v) for a, v in run.arm.values.items() if a != axis)

    ours = [r for r in plan.runs if r.arm.values.get(axis) == arm]
    theirs = [r for r in plan.runs if r.arm.values.get(axis) == control]
    both = {rest(r) for r in ours} & {rest(r) for r in theirs}
    return [r for r in ours if rest(r) in both], [r for r in theirs if rest(r) in both]


def _languages(plan: Plan, claim: Claim, runs: Sequence[Run]) -> tuple[str, ...]:
    evaluated = [s for r in runs for s in r.scores if s.evaluation == claim.on]
    languages = tuple(dict.fromkeys(s.language for s in evaluated))
    if not evaluated or claim.over == "all":
        return languages
    if not isinstance(claim.over, str):
        return tuple(language for language in languages if language in claim.over)
    seen = trained_on(runs, plan.study, plan.study.task(evaluated[0].task).family)
    return tuple(language for language in languages if (language in seen) == (claim.over == "seen"))


def _judge(plan: Plan, shelf_: Shelf, claim: Claim, number: int) -> Verdict:
    axis, arm, control = claim.compare
    ours, theirs = _sides(plan, claim)
    expect = parse_expectation(claim.expect)
    assert not isinstance(expect, Problem), expect  # the door has read it
    names = (f"{axis} = {arm}", f"{axis} = {control}")
    languages = _languages(plan, claim, [*ours, *theirs])
    judged = Judged(
        name=f"claim {number}",
        says=claim.says,
        arm=names[0],
        control=names[1],
        languages=languages,
        expect=expect,
    )
    metric = shelf.load("intermezzo.metrics", claim.metric, "METRIC")
    assert isinstance(metric, Metric), metric
    keys = [s.score.key for r in (*ours, *theirs) for s in r.scores if s.evaluation == claim.on]
    cells = _cells(plan, shelf_, claim, metric, {names[0]: ours, names[1]: theirs})
    return judge(
        judged,
        cells,
        fingerprint=digest([claim.metric, sorted(keys)]),
        obstacles=_obstacles(claim, shelf_, ours, theirs),
        differences=_differences(shelf_, ours, theirs),
    )


def _cells(
    plan: Plan, shelf_: Shelf, claim: Claim, metric: Metric, sides: Mapping[str, Sequence[Run]]
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
                found = shelf_.statistics(scored.score)
                if found is None:
                    continue
                _, its_clusters, columns = found
                profile = plan.study.task(scored.task).profile
                clusters[scored.language] = its_clusters
                gathered.setdefault((run.seed, scored.language), []).append(
                    columns[f"{metric.name}|{profile}"]
                )
        for (seed, language), parts in gathered.items():
            if len(parts) == n_arms:
                statistics[name, seed, language] = np.mean(parts, axis=0)
    if not statistics:
        return Problem(what="no scores yet.")
    without = sides.keys() - {name for name, _, _ in statistics}
    if without:  # every run of a side failed, or none has begun
        return Problem(what=f"no scores of {' or '.join(without)} yet.")
    return Cells.of(statistics, clusters, metric=metric.name, combine=row_wise(metric.combine))


def _totals(shelf_: Shelf, runs: Sequence[Run], what: str) -> set[float]:
    found = set()
    for run in runs:
        facts = [record.facts for job in run.phases.values() if (record := shelf_.record(job))]
        if what == "steps":
            found.add(float(sum(f["steps"] for f in facts)))
        else:
            found.add(float(sum(sum(f["tokens" if what == "tokens" else "rows"].values()) for f in facts)))
    return found


def _obstacles(claim: Claim, shelf_: Shelf, ours: Sequence[Run], theirs: Sequence[Run]) -> list[str]:
    """What was called equal and is not."""
    told = []
    for what in claim.equal:
        a, b = _totals(shelf_, ours, what), _totals(shelf_, theirs, what)
        if not _equal(a, b):
            _, arm, control = claim.compare
            told.append(f"says equal {what}, but '{arm}' trains {_range(a)} and '{control}' {_range(b)}")
    return told


def _equal(a: set[float], b: set[float]) -> bool:
    """Equal to within `SLACK`: budgets in tokens end with whole batches."""
    low, high = min(a | b, default=0.0), max(a | b, default=0.0)
    return bool(a) and bool(b) and high - low <= SLACK * high


def _range(values: set[float]) -> str:
    low, high = (f"{v:,.0f}" for v in (min(values, default=0), max(values, default=0)))
    return low if low == high else f"{low} to {high}"


def _differences(shelf_: Shelf, ours: Sequence[Run], theirs: Sequence[Run]) -> list[str]:
    """What else differs between the sides: steps, tokens, software, processors."""
    told = []
    for what in ("steps", "tokens"):
        a, b = _totals(shelf_, ours, what), _totals(shelf_, theirs, what)
        if a != b and a and b:
            told.append(f"the arm trains {_range(a)} {what}, the control {_range(b)}")
    environments: dict[str, set[str]] = {}
    for run in (*ours, *theirs):
        for job in run.phases.values():
            if record := shelf_.record(job):
                for name in ("torch", "transformers", "intermezzo", "processor"):
                    environments.setdefault(name, set()).add(str(record.environment.get(name)))
    told += [
        f"more than one {n} was used: {', '.join(sorted(v))}" for n, v in environments.items() if len(v) > 1
    ]
    return told


def _exploratory(plan: Plan, shelf_: Shelf) -> list[str]:
    """Claims first seen after a result they rest on existed, or never declared by a run."""
    found = []
    for number, claim in enumerate(plan.study.claims, 1):
        seen = shelf_.store.first_seen(plan.study.name, claim_key(claim))
        scores = [s.score for r in (*_sides(plan, claim)[0], *_sides(plan, claim)[1]) for s in r.scores]
        made = [record.started for job in scores if (record := shelf_.record(job))]
        if made and (seen is None or min(made) < seen):
            found.append(f"claim {number}")
    return found


def _answer(verdicts: Sequence[Verdict]) -> str:
    """One sentence a claim: the claim, the verdict, the effect with its interval."""
    if not verdicts:
        return "This study states no claim; the scores are below."
    return " ".join(f"{v.claim.says.rstrip('.')}: {_shortly(v)}." for v in verdicts)


def _shortly(verdict: Verdict) -> str:
    if verdict.points is None:
        return f"{verdict.verdict}, {verdict.reasons[0].rstrip('.')}" if verdict.reasons else verdict.verdict
    told = f"{verdict.verdict}, {words.number(verdict.points)} points"
    if verdict.interval is None:
        return f"{told} with one seed"
    return f"{told} (95 % interval {words.number(verdict.interval.low)} to {words.number(verdict.interval.high)})"


def _limits(plan: Plan, verdicts: Sequence[Verdict]) -> list[str]:
    """What the study cannot say."""
    told = []
    tasks = {s.task for run in plan.runs for s in run.scores}
    if any(t.startswith("world-") for t in tasks):
        told.append("Scores on the built-in world say nothing about natural text.")
    told.append(
        "Languages are a fixed, chosen set: intervals speak about these languages, not about languages at large."
    )
    if len(plan.study.seeds) < 5:
        n = len(plan.study.seeds)
        told.append(
            f"With {n} seed{'s' if n != 1 else ''} intervals are wide; they cover seeds and examples together."
        )
    if any(v.notes for v in verdicts):
        told.append("Arms may differ in more than the axis compared; each verdict lists how.")
    return told


def _effects(plan: Plan, verdicts: Sequence[Verdict], study: Study) -> list[LanguageEffect]:
    found = []
    for claim, verdict in zip(study.claims, verdicts):
        if verdict.contrast is None:
            continue
        ours, theirs = _sides(plan, claim)
        family = next(
            (study.task(s.task).family for r in ours for s in r.scores if s.evaluation == claim.on), ""
        )
        seen = trained_on([*ours, *theirs], study, family)
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
                    is_seen=effect.languages[0] in seen,
                )
            )
    return found


# Facts


def _scores(plan: Plan, shelf_: Shelf) -> list[Score]:
    found = []
    for run in plan.runs:
        for scored in run.scores:
            record = shelf_.record(scored.score)
            if record is None:
                continue
            seen = trained_on([run], plan.study, plan.study.task(scored.task).family)
            for name, value in record.facts["scores"].items():
                metric, profile = name.split("|")
                found.append(
                    Score(
                        evaluation=scored.evaluation,
                        metric=metric,
                        profile=profile,
                        arm=run.arm.name,
                        seed=run.seed,
                        language=scored.language,
                        score=value,
                        n_examples=record.facts["examples"],
                        signature=record.facts["signatures"][name],
                        is_seen=scored.language in seen,
                    )
                )
    return found


def _curves(plan: Plan, shelf_: Shelf) -> list[Curve]:
    found = []
    for run in plan.runs:
        for phase, probed, job in run.probes:
            record = shelf_.record(job)
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


def _phases(plan: Plan, shelf_: Shelf) -> list[PhaseFact]:
    found = []
    for run in plan.runs:
        for phase in run.arm.phases:
            job = run.phases[phase.name]
            record = shelf_.record(job)
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


def _data(plan: Plan, shelf_: Shelf) -> list[DataFact]:
    cut = {j.reads["source"].key: j for j in plan.jobs if j.kind == "features"}
    found = []
    for job in plan.jobs:
        if job.kind != "source" or (record := shelf_.record(job)) is None:
            continue
        ledger = record.facts["ledger"]
        rows = shelf_.record(cut[job.key]) if job.key in cut else None
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


def _errors(plan: Plan, shelf_: Shelf) -> list[ErrorExample]:
    """The first wrong answers of each arm's first seed, a language at a time."""
    from intermezzo.data import table
    from intermezzo.example import QAExample

    found = []
    first = plan.study.seeds[0]
    for run in plan.runs:
        if run.seed != first:
            continue
        for scored in run.scores:
            if (wrong := _wrong(shelf_, plan, scored)) is None:
                continue
            source, predictions = shelf_.record(scored.source), shelf_.record(scored.predictions)
            if source is None or predictions is None:
                continue
            said = scoring.read_predictions(predictions.file("predictions.parquet"))
            examples = {
                e.id: e for e in table.read(source.file("examples.parquet")) if isinstance(e, QAExample)
            }
            for example_id in wrong[:N_ERRORS]:
                e = examples[example_id]
                found.append(
                    ErrorExample(
                        arm=run.arm.name,
                        seed=run.seed,
                        language=scored.language,
                        id=e.id,
                        question=e.question,
                        context=e.context,
                        gold=" · ".join(a.text for a in e.answers) or "(no answer)",
                        predicted=said.get(e.id, ""),
                    )
                )
    return found


def _wrong(shelf_: Shelf, plan: Plan, scored: Scored) -> list[str] | None:
    found = shelf_.statistics(scored.score)
    if found is None:
        return None
    ids, _, columns = found
    name = f"em|{plan.study.task(scored.task).profile}"
    return [i for i, row in zip(ids, columns[name]) if row[0] == 0] if name in columns else []


def _jobs(plan: Plan, shelf_: Shelf, failed: Mapping[str, Sequence[Problem]]) -> list[JobFact]:
    found = []
    for job in plan.jobs:
        record = shelf_.record(job)
        why = [str(p) for p in failed.get(job.key, ())] or shelf_.store.failure(job.key)
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


def _environment(plan: Plan, shelf_: Shelf) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for job in plan.jobs:
        if record := shelf_.record(job):
            for name, value in record.environment.items():
                if value:
                    found.setdefault(name, set()).add(str(value))
    return {name: ", ".join(sorted(values)) for name, values in sorted(found.items())}


def _language_name(code: str) -> str:
    from intermezzo.world.cipher import find_language, is_known
    from intermezzo.world.language import codes

    if is_known(code, codes()):
        return find_language(code).name
    return NAMES.get(code, code)


NAMES = {
    "el": "Greek", "ro": "Romanian", "vi": "Vietnamese", "ja": "Japanese", "ko": "Korean", "it": "Italian",
    "fi": "Finnish", "id": "Indonesian", "bn": "Bengali", "fa": "Persian", "pt": "Portuguese",
    "zh-hant": "Chinese (traditional)",
}  # fmt: skip
