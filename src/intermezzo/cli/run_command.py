"""`intermezzo run`: plan, run what is missing, write the report, print the verdicts."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(epilog="Example: intermezzo run quickstart --seeds 5")
    def run(
        study: o.StudyArgument,
        store: o.StoreOption = None,
        data: o.DataOption = None,
        report: Annotated[
            Path | None, typer.Option("--report", help="Where the page goes. [default: reports/NAME.html]")
        ] = None,
        executor: Annotated[str, typer.Option("--executor", help="inline or processes.")] = "processes",
        workers: Annotated[
            int | None,
            typer.Option("--workers", min=1, help="Jobs at a time. [default: the cores of this machine]"),
        ] = None,
        save_every: Annotated[
            float | None,
            typer.Option(
                "--save-every", min=0, help="Seconds between saved states of a phase. [default: 20]"
            ),
        ] = None,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        as_json: o.JsonOption = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Run what is missing, write the report, print the verdicts."""
        from intermezzo.cli._ending import INTERRUPTED, tell
        from intermezzo.cli._page import page_place, write_page
        from intermezzo.cli._progress import progress
        from intermezzo.cli._study import read_plan
        from intermezzo.cli._verdicts import print_verdicts
        from intermezzo.execute.run import execute
        from intermezzo.report.collect import collect
        from intermezzo.store import Store
        from intermezzo.work import SAVE_EVERY_SECONDS

        began = time.monotonic()
        planned = read_plan(study, changes=changes, seeds=seeds, scale=scale, data=data)
        place = page_place(report, planned.study.name)
        folder = Store(o.store_folder(store))
        with progress(planned, as_json=as_json) as listen:
            outcome = execute(
                planned,
                folder,
                executor=executor,
                workers=workers or len(os.sched_getaffinity(0)),
                save_every_seconds=SAVE_EVERY_SECONDS if save_every is None else save_every,
                listen=listen,
                debug=debug,
            )
        if not outcome.is_over:
            typer.echo("Stopped; what was reached is saved. Run the same command again to go on.", err=True)
            raise typer.Exit(INTERRUPTED)
        findings = collect(planned, folder, failed=outcome.failed)
        write_page(findings, place)
        print_verdicts(findings, place, seconds=time.monotonic() - began, as_json=as_json)
        problems = [p for ps in outcome.failed.values() for p in ps]
        if problems:
            raise typer.Exit(tell(problems))
