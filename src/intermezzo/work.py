"""Work: what a job is given. It knows neither the study nor the executor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intermezzo.store import Record
from intermezzo.store.partial import Partial

SAVE_EVERY_SECONDS = 20.0  # what a kill may cost; when a state is saved changes no number


class Interrupted(Exception):
    """The work was asked to stop; what was reached is saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A record made on the side of the work (a probe): its settings, what it reads, and where its files go."""

    settings: Mapping[str, Any]
    reads: Mapping[str, Record]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One job: settings as plain values, the records it reads by role, and the folder its files go to.

    `places` says where outside data lie on this machine (they are known by fingerprint in the job's key).
    `sides` are records to be made along the way. `tell(event, facts)` reports progress; `is_stopped()` asks
    whether to save and leave. Long work saves a state every so many seconds.
    """

    settings: Mapping[str, Any]
    reads: Mapping[str, Record]
    places: Mapping[str, str]
    folder: Path
    partial: Partial
    sides: tuple[Side, ...]
    tell: Callable[[str, Mapping[str, Any]], None]
    is_stopped: Callable[[], bool]
    save_every_seconds: float = SAVE_EVERY_SECONDS
