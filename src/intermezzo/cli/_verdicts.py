"""Verdicts as lines on a terminal, or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from intermezzo.report.findings import Findings

MARKS = {"holds": "✔", "fails": "✘", "undecided": "?", "not comparable": "–"}


def print_verdicts(findings: Findings, place: Path, *, seconds: float | None, as_json: bool) -> None:
    """What came out, in the fewest lines that are honest."""
    if as_json:
        told = {
            "study": findings.name,
            "report": str(place),
            "verdicts": [
                {
                    "claim": v.claim.says,
                    "verdict": v.verdict,
                    "effect_points": v.points,
                    "interval_points": [v.interval.low, v.interval.high] if v.interval else None,
                    "p": v.p,
                    "p_holm": v.p_holm,
                    "n_seeds": v.n_seeds,
                    "n_languages": v.n_languages,
                    "n_examples": v.n_examples,
                }
                for v in findings.verdicts
            ],
            "failed": [
                {"job": j.key[:6], "kind": j.kind, "why": j.problem}
                for j in findings.jobs
                if j.state == "failed"
            ],
            "missing": sum(j.state == "missing" for j in findings.jobs),
        }
        typer.echo(json.dumps({"event": "verdicts", **told}, ensure_ascii=False))
        return
    typer.echo(f"\n{findings.question}\n")
    for verdict in findings.verdicts:
        typer.echo(f"{MARKS[verdict.verdict]} {verdict.verdict}: {verdict.claim.says}")
        typer.echo(f"  {verdict.sentence}")
    if not findings.verdicts:
        typer.echo("This study states no claim: its scores are in the report.")
    failed, missing = (sum(j.state == state for j in findings.jobs) for state in ("failed", "missing"))
    if failed or missing:
        which = f"{failed:,} failed" if failed else ""
        which += f"{' and ' * bool(failed)}{missing:,} are not done" if missing else ""
        typer.echo(f"\nOf {len(findings.jobs):,} jobs {which}: the report shows what is there.")
    typer.echo(f"\nReport: {place}" + (f"  ({seconds:,.0f} s)" if seconds is not None else ""))
