"""Wrong answers, to look at."""

from __future__ import annotations

from intermezzo.analysis import score as scoring
from intermezzo.data import table
from intermezzo.example import QAExample
from intermezzo.plan import Plan
from intermezzo.plan.model import Scored
from intermezzo.report.collect.records import Records
from intermezzo.report.findings import ErrorExample

N_ERRORS = 3  # shown of an arm and language


def errors(plan: Plan, records: Records) -> list[ErrorExample]:
    """The first wrong answers of each arm's first seed, a language at a time."""
    found = []
    first = plan.study.seeds[0]
    for run in plan.runs:
        if run.seed != first:
            continue
        for scored in run.scores:
            if (wrong := _wrong(records, plan, scored)) is None:
                continue
            source, predictions = records.record(scored.source), records.record(scored.predictions)
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


def _wrong(records: Records, plan: Plan, scored: Scored) -> list[str] | None:
    found = records.statistics(scored.score)
    if found is None:
        return None
    ids, _, columns = found
    name = f"em|{plan.study.task(scored.task).profile}"
    return [i for i, row in zip(ids, columns[name]) if row[0] == 0] if name in columns else []
