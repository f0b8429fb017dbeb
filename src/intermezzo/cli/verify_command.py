"""`intermezzo verify`: every number of the report, computed again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(epilog="Example: intermezzo verify quickstart")
    def verify(
        study: o.StudyArgument,
        store: o.StoreOption = None,
        data: o.DataOption = None,
        page: Annotated[
            Path | None, typer.Option("--report", help="The page to compare. [default: reports/NAME.html]")
        ] = None,
        rerun: Annotated[
            bool, typer.Option("--rerun", help="Also do every job again, in clean processes.")
        ] = False,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        debug: o.DebugOption = False,
    ) -> None:
        """Compute every number of a report again, and compare.

        From stored predictions to scores and page; with --rerun, every job from the beginning.
        """
        from intermezzo.cli._ending import tell
        from intermezzo.cli._progress import progress
        from intermezzo.cli._study import read_plan
        from intermezzo.execute import verify as again
        from intermezzo.problem import Problem, Refused
        from intermezzo.store import Store

        planned = read_plan(study, changes=changes, seeds=seeds, scale=scale, data=data)
        folder = Store(o.store_folder(store), read_only=True)
        if page and not page.is_file():
            raise Refused(
                Problem(place="--report", what=f"no file {page}.", remedy="Write it with: intermezzo report")
            )
        checked = again.verify(planned, folder, page=page or Path("reports") / f"{planned.study.name}.html")
        typer.echo(
            f"{checked.records:,} records match their hashes; {checked.scores:,} scores computed again from "
            f"{checked.predictions:,} stored predictions; report {checked.page}."
        )
        problems = list(checked.problems)
        if rerun and not problems:
            with progress(planned, as_json=False) as listen:
                problems += again.rerun(planned, folder, workers=len(os.sched_getaffinity(0)), listen=listen)
            if not problems:
                typer.echo(f"{len(planned.jobs):,} jobs done again: every file equal, to the bit.")
        if problems:
            raise typer.Exit(tell(problems))
        typer.echo("Everything agrees.")
