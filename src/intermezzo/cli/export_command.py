"""`intermezzo export`: a plain transformers directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intermezzo.cli import _options as o


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(epilog="Example: intermezzo export quickstart:intermediate=multilingual@0 --out model/")
    def export(
        run: Annotated[
            str, typer.Argument(metavar="RUN", help="STUDY:ARM@SEED, as plan and report name it.")
        ],
        out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write.")],
        store: o.StoreOption = None,
        data: o.DataOption = None,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        debug: o.DebugOption = False,
    ) -> None:
        """Write a run as transformers reads it, with a model card."""
        from intermezzo.cli._run import find_run
        from intermezzo.models.export import export as write
        from intermezzo.report.card import card
        from intermezzo.store import Store

        folder = Store(o.store_folder(store), read_only=True)
        found = find_run(run, folder, changes=changes, seeds=seeds, scale=scale, data=data)
        text = card(found.plan, found.run, folder)
        written = write(found.phase, found.tokenizer, out, heads=found.heads, card=text)
        for place, loader in written.items():
            typer.echo(f"{place}: load it with {loader}.from_pretrained({str(place)!r})")
