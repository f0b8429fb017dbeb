"""Events: what happened while a plan ran, for people (a table, lines) and for programs (JSON lines)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened. `job` is a short key, `what` the job in words.

    `name`: plan, begin, step, warning, stopping; and what became of a job: done, busy (another process has it; it is
    looked at again), failed, blocked (it needs a failed one), interrupted.
    """

    name: str
    job: str = ""
    kind: str = ""
    what: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


Listener = Callable[[Event], None]


def silent(event: Event) -> None:
    """Nobody listens."""
