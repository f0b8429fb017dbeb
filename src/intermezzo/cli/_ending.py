"""How a command ends: problems printed, the exit code chosen."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator

import typer

from intermezzo.problem import JOB_FAILED, Problem, Refused

INTERRUPTED = 130
OUT_OF_MEMORY = Problem(
    what="out of memory.",
    remedy="What is in the store stays there; give the command more memory.",
    exit_code=JOB_FAILED,
)


@contextlib.contextmanager
def ending(*, is_debug: bool) -> Iterator[None]:
    """Turn refusals into lines and exit codes."""
    try:
        yield
    except Refused as refused:
        if is_debug:
            raise
        sys.exit(tell(refused.problems))
    except KeyboardInterrupt:
        typer.echo("Interrupted. Run the same command again to go on.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(0)
    except MemoryError:
        if is_debug:
            raise
        sys.exit(tell([OUT_OF_MEMORY]))
    except Exception as error:
        if is_debug:
            raise
        sys.exit(tell([unexpected(error)]))


def unexpected(error: Exception) -> Problem:
    """A mistake of ours, told without a traceback."""
    return Problem(
        what=f"{type(error).__name__}: {error}.",
        remedy="This is a mistake in Intermezzo; run with --debug for the whole story.",
        exit_code=JOB_FAILED,
    )


def tell(problems: Iterable[Problem]) -> int:
    """Print every problem; the exit code of the gravest."""
    found = list(problems)
    for problem in found:
        typer.echo(str(problem), err=True)
    return max((p.exit_code for p in found), default=0)
