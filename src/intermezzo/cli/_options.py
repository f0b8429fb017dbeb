"""Options that several commands share, each spelled once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

StudyArgument = Annotated[
    str, typer.Argument(metavar="STUDY", help="A study file, or the name of one that ships.")
]
StoreOption = Annotated[
    Path | None,
    typer.Option("--store", help="The store's folder. [default: $INTERMEZZO_STORE or .intermezzo]"),
]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder that the study's paths are relative to.", exists=True)
]
SetOption = Annotated[
    list[str] | None, typer.Option("--set", help="Change a field: phase.target.budget.steps=20 (repeatable).")
]
SeedsOption = Annotated[
    int | None, typer.Option("--seeds", min=1, help="How many repetitions, instead of the study's.")
]
ScaleOption = Annotated[
    float | None, typer.Option("--scale", help="Multiply budgets and limits of examples.")
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show tracebacks.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def store_folder(given: Path | None) -> Path:
    """`--store`, else the environment's, else beside where one stands."""
    return given or Path(os.environ.get("INTERMEZZO_STORE") or ".intermezzo")
