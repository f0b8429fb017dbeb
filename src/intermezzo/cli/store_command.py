"""`intermezzo store`: looks after the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intermezzo.cli import _options as o


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

        sizes = upkeep.du(Store(o.store_folder(store), read_only=True))
        for kind, n_bytes in sorted(sizes.items(), key=lambda item: -item[1]):
            typer.echo(f"{n_bytes / 1e6:>12,.1f} MB  {kind}")
        typer.echo(f"{sum(sizes.values()) / 1e6:>12,.1f} MB  all")

    @store_app.command(epilog="Example: intermezzo store gc quickstart --yes")
    def gc(
        studies: Annotated[
            list[str], typer.Argument(metavar="STUDY...", help="Studies whose records are kept.")
        ],
        store: o.StoreOption = None,
        data: o.DataOption = None,
        yes: Annotated[
            bool, typer.Option("--yes", help="Remove; without it, only say what would go.")
        ] = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Remove what the named studies do not need; says what first."""
        from intermezzo.cli._study import read_plan
        from intermezzo.store import Store, upkeep

        folder = Store(o.store_folder(store))
        keep = {(j.kind, j.key) for name in studies for j in read_plan(name, data=data).jobs}
        sweep = upkeep.gc(folder, keep)
        for removal in sweep.removals:
            typer.echo(f"{removal.what}  {removal.path.name[:12]}  {removal.why}")
        if yes:
            typer.echo(f"{upkeep.remove(sweep) / 1e6:,.1f} MB removed.")
        else:
            typer.echo(f"{sweep.n_bytes / 1e6:,.1f} MB would go. Remove them with --yes.")

    @store_app.command(epilog="Example: intermezzo store copy quickstart handed-over/")
    def copy(
        study: o.StudyArgument,
        target: Annotated[Path, typer.Argument(help="The folder of the other store.")],
        store: o.StoreOption = None,
        data: o.DataOption = None,
        debug: o.DebugOption = False,
    ) -> None:
        """Copy a study with all it rests on, to hand to somebody."""
        from intermezzo.cli._study import read_plan
        from intermezzo.store import Store, upkeep

        planned = read_plan(study, data=data)
        folder = Store(o.store_folder(store), read_only=True)
        keys = [(j.kind, j.key) for j in planned.jobs if folder.has(j.kind, j.key)]
        n = upkeep.copy(folder, Store(target), keys, studies=[planned.study.name])
        typer.echo(f"{n:,} of {len(keys):,} records copied to {target}; the others were there.")

    app.add_typer(store_app)
