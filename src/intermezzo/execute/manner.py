"""The manner in which jobs are done. Nothing here moves a number, so nothing here is in a key."""

from __future__ import annotations

from dataclasses import dataclass

from intermezzo.work import SAVE_EVERY_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How many jobs at a time, how often long ones save a state, whether mistakes of ours are told whole."""

    workers: int = 1
    save_every_seconds: float = SAVE_EVERY_SECONDS
    is_debug: bool = False
