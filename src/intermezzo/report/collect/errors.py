"""Wrong answers, to look at."""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo.analysis import score as scoring
from intermezzo.data import table
from intermezzo.data.shown import said as in_words
from intermezzo.data.shown import shown
from intermezzo.example import ChoiceExample, PassageExample, QAExample
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
            examples = {e.id: e for e in table.read(source.file("examples.parquet"))}
            passages = {e.id: e.text for e in examples.values() if isinstance(e, PassageExample)}
            for example_id in wrong[:N_ERRORS]:
                example = examples[example_id]
                as_read = shown(example, passages)
                answer = said.get(example_id, "")
                if isinstance(example, PassageExample):
                    answer = answer[:1]  # what it would give; the others are further off
                found.append(
                    ErrorExample(
                        arm=run.arm.name,
                        seed=run.seed,
                        language=scored.language,
                        id=example_id,
                        question=as_read.asked,
                        context="\n".join(text for text in (as_read.context, as_read.choices) if text),
                        gold=as_read.gold,
                        predicted=in_words(example, answer, passages),
                        is_in_context=isinstance(example, QAExample | ChoiceExample),
                    )
                )
    return found


def _wrong(records: Records, plan: Plan, scored: Scored) -> list[str] | None:
    found = records.statistics(scored.score)
    if found is None:
        return None
    ids, _, columns = found
    task = plan.study.task(scored.task)
    named = [each for each in (f"em|{task.profile}", *columns) if each in columns]
    if not named:
        return []
    lines = columns[named[0]]
    return [i for i, line in zip(ids, lines) if is_wrong(line)]


def is_wrong(line: Sequence[float]) -> bool:
    """A line of statistics that counts less than it could: [right, counted], or [hits, said, gold]."""
    return bool(line[0] == 0 if len(line) == 2 else line[0] < max(line[1:]))
