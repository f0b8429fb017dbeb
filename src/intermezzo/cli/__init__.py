"""cli: the face. One command a file; here they are only named, so that help is fast.

In            arguments.
Out           lines for people, JSON for programs, exit codes.
Leaves alone  everything else: a command calls one function of the rooms below and prints what it returns.
Start at      run_command.py.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from intermezzo import __version__
from intermezzo.cli._ending import ending

COMMANDS = ("run", "plan", "report", "verify", "list", "show", "score", "predict", "export", "fetch", "store")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"intermezzo {__version__}")
        raise typer.Exit


def _face(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def build(names: tuple[str, ...] = COMMANDS) -> Any:
    """The command line with all commands hung in."""
    app = typer.Typer(
        name="intermezzo",
        help="Does the phase in the middle help? One study file in, one verdict out.\n\n"
        "Start with: intermezzo run quickstart",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_face)
    for name in names:
        import_module(f"intermezzo.cli.{name}_command").add(app)
    return app


def main() -> None:
    """The entry point: every refusal becomes its message and exit code, never a traceback unless --debug."""
    with ending(is_debug="--debug" in sys.argv):
        build()()
