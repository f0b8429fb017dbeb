"""The answer in words, and what it cannot say."""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo.analysis import words
from intermezzo.analysis.claim import Verdict
from intermezzo.plan import Plan


def answer(verdicts: Sequence[Verdict]) -> str:
    """One sentence a claim: the claim, the verdict, the effect with its interval."""
    if not verdicts:
        return "This study states no claim; the scores are below."
    return " ".join(f"{v.claim.says.rstrip('.')}: {_shortly(v)}." for v in verdicts)


def _shortly(verdict: Verdict) -> str:
    if verdict.points is None:
        return f"{verdict.verdict}, {verdict.reasons[0].rstrip('.')}" if verdict.reasons else verdict.verdict
    among = f" among {words.count(verdict.n_claims, 'claim')}" if words.correction(verdict) else ""
    told = f"{verdict.verdict}{among}, {words.number(verdict.points)} points"
    if verdict.interval is None:
        return f"{told} with one seed"
    return f"{told} (95 % interval {words.number(verdict.interval.low)} to {words.number(verdict.interval.high)})"


def limits(plan: Plan, verdicts: Sequence[Verdict]) -> list[str]:
    """What the study cannot say."""
    told = []
    tasks = {s.task for run in plan.runs for s in run.scores}
    if any(t.startswith("world-") for t in tasks):
        told.append("Scores on the built-in world say nothing about natural text.")
    if not verdicts:
        return [*told, "Without a claim nothing is compared: scores are told as they came out."]
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
