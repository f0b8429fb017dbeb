"""Intermezzo as a library: the same functions the command line calls, with values in and out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intermezzo.execute.events import Listener, silent
from intermezzo.execute.run import execute
from intermezzo.plan import Plan
from intermezzo.plan import plan as plan_of
from intermezzo.problem import Problem, Refused
from intermezzo.report.collect import collect
from intermezzo.report.findings import Findings, Score
from intermezzo.store import Store
from intermezzo.study.model import Study
from intermezzo.study.read import read as read_study

if TYPE_CHECKING:
    import polars

    from intermezzo.analysis.claim import Verdict


def read(
    study: str | Path,
    *,
    changes: Sequence[str] = (),
    seeds: int | None = None,
    scale: float | None = None,
    data: str | Path | None = None,
) -> Study:
    """A study from a file, or one that ships by its name.

    Args:
        changes: `phase.target.budget.steps=20`, as `--set` takes them.
        seeds: how many seeds instead of the study's own.
        scale: what budgets and limits of examples are multiplied with.
        data: the folder that paths in the study are relative to.

    Errors: `Refused` with every mistake of the study at once.
    """
    found = read_study(
        study, changes=changes, seeds=seeds, scale=scale, data_folder=Path(data) if data is not None else None
    )
    if not isinstance(found, Study):
        raise Refused(found)
    return found


def plan(study: Study) -> Plan:
    """All jobs of a study; loads no torch and reads no data beyond their fingerprints.

    Errors: `Refused` with every piece of outside data that is not there.
    """
    return plan_of(study)


def run(
    plan: Plan,
    *,
    store: str | Path | Store = ".intermezzo",
    executor: str = "inline",
    workers: int = 1,
    listen: Listener = silent,
    debug: bool = False,
) -> Result:
    """Make what the store is missing. Jobs that fail are in `Result.failed`; nothing is raised for them."""
    folder = store if isinstance(store, Store) else Store(Path(store))
    outcome = execute(plan, folder, executor=executor, workers=workers, listen=listen, debug=debug)
    return Result(plan=plan, store=folder, failed=outcome.failed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a plan's store holds, finished or not."""

    plan: Plan
    store: Store
    failed: Mapping[str, tuple[Problem, ...]]

    def findings(self) -> Findings:
        """Everything the report shows, as values."""
        return collect(self.plan, self.store, failed=self.failed)

    def scores(self) -> polars.DataFrame:
        """A row for each evaluation, metric, profile, arm, seed and language; scores in points."""
        import polars

        fields = [each.name for each in dataclasses.fields(Score)]
        return polars.DataFrame([{name: getattr(s, name) for name in fields} for s in self.findings().scores])

    def verdicts(self) -> tuple[Verdict, ...]:
        """The study's claims, judged."""
        return self.findings().verdicts

    def report(self, path: str | Path) -> Path:
        """Write the page."""
        from intermezzo.report.page import write

        place = Path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        write(self.findings(), place)
        return place
