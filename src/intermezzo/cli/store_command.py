"""`intermezzo store`: looks after the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intermezzo.cli import _options as o

KEY_DIGITS = 12  # of a key; enough to find its folder


def add(app: typer.Typer) -> None:
    """Hang the commands in."""
    store_app = typer.Typer(
        name="store",
        help="Look after the store: check, du, gc, copy.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )

    @store_app.command(epilog="Example: intermezzo store check")
    def check(store: o.StoreOption = None, debug: o.DebugOption = False) -> None:
        """Verify every file of every record against its hash."""
        from intermezzo.cli._ending import tell
        from intermezzo.store import Store, upkeep

        folder = Store(o.store_folder(store))
        problems = upkeep.check(folder)
        if problems:
            raise typer.Exit(tell(problems))
        typer.echo(f"{len(folder.keys()):,} records, all whole.")

    @store_app.command(epilog="Example: intermezzo store du")
    def du(store: o.StoreOption = None, debug: o.DebugOption = False) -> None:
        """Show what takes how much room."""
        from intermezzo.store import Store, upkeep
        from intermezzo.store.faults import said

        sizes = upkeep.du(Store(o.store_folder(store), read_only=True))
        for kind, n_bytes in sorted(sizes.items(), key=lambda item: -item[1]):
            typer.echo(f"{said(n_bytes):>12}  {kind}")
        typer.echo(f"{said(sum(sizes.values())):>12}  all")

    @store_app.command(epilog="Example: intermezzo store gc quickstart --yes")
    def gc(
        studies: Annotated[
            list[str], typer.Argument(metavar="STUDY", help="Studies whose records are kept.")
        ],
        store: o.StoreOption = None,
        data: o.DataOption = None,
        yes: Annotated[
            bool, typer.Option("--yes", help="Remove; without it, only say what would go.")
        ] = False,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        debug: o.DebugOption = False,
    ) -> None:
        """Remove what the named studies do not need; says what first."""
        from intermezzo.cli._study import read_plan
        from intermezzo.store import Store, upkeep
        from intermezzo.store.faults import said

        folder = Store(o.store_folder(store))
        plans = [read_plan(each, changes=changes, seeds=seeds, scale=scale, data=data) for each in studies]
        keep = {(j.kind, j.key) for plan in plans for j in plan.jobs}
        sweep = upkeep.gc(folder, keep)
        for removal in sweep.removals:
            *kind, name = removal.name.split(" ")
            what = " ".join([removal.what, *kind, name[:KEY_DIGITS]])
            typer.echo(f"{said(removal.n_bytes):>12}  {what}: {removal.why}")
        if yes:
            typer.echo(f"{said(upkeep.remove(sweep)):>12}  removed")
        elif sweep.removals:
            typer.echo(f"{said(sweep.n_bytes):>12}  would go. Remove it with --yes.")
        else:
            typer.echo("Nothing to remove.")

    @store_app.command(epilog="Example: intermezzo store copy quickstart handed-over/")
    def copy(
        study: o.StudyArgument,
        target: Annotated[Path, typer.Argument(help="The folder of the other store.")],
        store: o.StoreOption = None,
        data: o.DataOption = None,
        changes: o.SetOption = None,
        seeds: o.SeedsOption = None,
        scale: o.ScaleOption = None,
        debug: o.DebugOption = False,
    ) -> None:
        """Copy a study with all it rests on, to hand to somebody."""
        from intermezzo.cli._study import read_plan
        from intermezzo.store import Store, upkeep

        planned = read_plan(study, changes=changes, seeds=seeds, scale=scale, data=data)
        folder = Store(o.store_folder(store), read_only=True)
        keys = [(j.kind, j.key) for j in planned.jobs if folder.has(j.kind, j.key)]
        absent = [j.key for j in planned.jobs if not folder.has(j.kind, j.key)]
        n = upkeep.copy(folder, Store(target), keys, studies=[planned.study.name], failed=absent)
        typer.echo(f"{n:,} records copied to {target}, {len(keys) - n:,} were there before.")
        if absent:
            typer.echo(f"{len(absent):,} of {len(planned.jobs):,} jobs are not done, so they have no record.")

    app.add_typer(store_app)
