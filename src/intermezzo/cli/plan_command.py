"""`intermezzo plan`: what would run, what is shared, what it costs, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(
        epilog="Example: intermezzo plan quickstart --why intermediate=english@0 intermediate=none@0"
    )
    def plan(
        study: o.StudyArgument,
        other: Annotated[
            str | None, typer.Argument(metavar="RUN", help="The second run of --why.", show_default=False)
        ] = None,
        store: o.StoreOption = None,
        data: o.DataOption = None,
        why: Annotated[
            list[str] | None,
            typer.Option("--why", help="Why the jobs of this run must run; two runs: where they part."),
        ] = None,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        as_json: o.JsonOption = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Show what would run and what it would cost; runs nothing."""
        from intermezzo.cli._study import read_plan
        from intermezzo.plan import cost, describe
        from intermezzo.plan import why as reasons
        from intermezzo.problem import Refused
        from intermezzo.store import Store

        planned = read_plan(study, changes=changes, seeds=seeds, scale=scale, data=data)
        folder = Store(o.store_folder(store), read_only=True)
        if other and not why:
            raise typer.BadParameter(
                f"'{other}' is one more than the study; a second run needs --why before it."
            )
        if why:
            runs = [*why, *([other] if other else [])]
            if len(runs) > 2:
                raise typer.BadParameter(f"--why compares two runs, not {len(runs)}.")
            found = reasons.why(planned, folder, runs)
            if not isinstance(found, list):
                raise Refused(found)
            typer.echo("\n".join(found))
            return
        if as_json:
            typer.echo(describe.as_json(planned, folder))
            return
        typer.echo("\n".join([*describe.lines(planned, folder), *cost.lines(planned, folder)]))
