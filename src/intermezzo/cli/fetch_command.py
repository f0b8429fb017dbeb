"""`intermezzo fetch`: what a study takes from the hub, brought here and pinned."""

from __future__ import annotations

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(epilog="Example: intermezzo fetch study.toml")
    def fetch(
        study: o.StudyArgument,
        data: o.DataOption = None,
        changes: o.SetOption = None,
        debug: o.DebugOption = False,
    ) -> None:
        """Bring what a study takes from the hub, and pin it."""
        from intermezzo.cli._study import read_study
        from intermezzo.execute.fetch import fetch as lines

        for line in lines(read_study(study, changes=changes, data=data, is_fetched=False)):
            typer.echo(line)
