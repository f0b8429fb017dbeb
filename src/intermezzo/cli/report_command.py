"""`intermezzo report`: the page from what is in the store, finished or not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(epilog="Example: intermezzo report quickstart --store shared-store")
    def report(
        study: o.StudyArgument,
        store: o.StoreOption = None,
        data: o.DataOption = None,
        out: Annotated[
            Path | None, typer.Option("--out", "-o", help="Where the page goes. [default: reports/NAME.html]")
        ] = None,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        as_json: o.JsonOption = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Write the report of what is there, finished or not.

        The store is only read.
        """
        from intermezzo.cli._page import page_place, write_page
        from intermezzo.cli._study import read_plan
        from intermezzo.cli._verdicts import print_verdicts
        from intermezzo.report.collect import collect
        from intermezzo.store import Store

        planned = read_plan(study, changes=changes, seeds=seeds, scale=scale, data=data)
        place = page_place(out, planned.study.name)
        findings = collect(planned, Store(o.store_folder(store), read_only=True))
        write_page(findings, place)
        print_verdicts(findings, place, seconds=None, as_json=as_json)
        for job in findings.jobs:
            if job.state == "failed":
                typer.echo(f"failed when it was last tried: {job.what}\n  {job.problem}", err=True)
