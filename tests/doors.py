"""The doors that people use: commands as they type them, with what is printed and the exit code."""

from __future__ import annotations

import io
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import miniature
from intermezzo.cli import main


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines for people."""
        return self.err.splitlines()


def typed(*arguments: str | Path, folder: Path = Path(), stdin: bytes = b"") -> Said:
    """A command, in this process: quick, and fit for whatever trains nothing."""
    out, err = io.StringIO(), io.StringIO()
    code: Any = 0
    with (
        chdir(folder),
        patch.object(sys, "argv", ["intermezzo", *map(str, arguments)]),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    return Said(code, out.getvalue(), err.getvalue())


def forked(*arguments: str | Path, said: Path) -> Said:
    """A command, in a process of its own that has torch already; its words go through files in `said`."""
    started = miniature.start([str(each) for each in arguments], said)
    code = started.end()
    return Said(code, started.out.read_text("utf-8"), started.err.read_text("utf-8"))


def run(place: miniature.Place, *more: str) -> Said:
    """`run` on the study of a place, to its end."""
    return forked(*miniature.run_arguments(place, *more), said=place.folder / "said")
