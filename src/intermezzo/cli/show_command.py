"""`intermezzo show`: examples as a person reads them."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(epilog="Example: intermezzo show world-qa --language hi")
    def show(
        task: Annotated[str, typer.Argument(metavar="TASK", help="A name of: intermezzo list tasks.")],
        language: Annotated[
            str, typer.Option("--language", "-l", help="Which language. [default: the task's first]")
        ] = "",
        split: Annotated[str, typer.Option("--split", help="Which split. [default: test]")] = "",
        count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many examples.")] = 3,
        start: Annotated[int, typer.Option("--from", min=0, help="The first, counted from 0.")] = 0,
        data: o.DataOption = None,
        as_json: o.JsonOption = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Print examples of a task as a person reads them."""
        from intermezzo.execute.look import look

        found = look(task, language=language, split=split, data=data)
        typer.echo(found.told(), err=as_json)
        for example in found.examples[start : start + count]:
            if as_json:
                typer.echo(json.dumps(found.as_json(example), ensure_ascii=False))
                continue
            typer.echo("")
            for line in found.lines(example):
                typer.echo(line)
