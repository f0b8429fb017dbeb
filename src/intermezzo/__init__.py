"""Intermezzo: does the phase in the middle help?

The folders follow the way of the data: study -> plan -> execute -> store -> analysis -> report.
Start at `docs/design.md`; every folder's own docstring says what goes in and what comes out.

As a library:

    study = intermezzo.read("study.toml")
    plan = intermezzo.plan(study)
    result = intermezzo.run(plan, store="store")
    result.scores()
    result.verdicts()
    result.report("report.html")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from intermezzo.library import Result, plan, read, run

__all__ = ["Result", "__version__", "plan", "read", "run"]


def __getattr__(name: str) -> Any:
    """The library's doors, imported when one is used: `import intermezzo` alone costs nothing."""
    if name in ("Result", "plan", "read", "run"):
        from intermezzo import library

        return getattr(library, name)
    raise AttributeError(f"module 'intermezzo' has no attribute '{name}'")
