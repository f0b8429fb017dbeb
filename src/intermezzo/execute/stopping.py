"""Stopping: the first Ctrl-C asks, the second insists.

An interrupt that is raised wherever the program happens to be can lose a message or a step; one that is noted is acted
on where nothing is lost.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Stop:
    """Whether somebody asked to stop."""

    is_asked: bool = False


@contextmanager
def asked_to_stop(tell: Callable[[], None]) -> Iterator[Stop]:
    """Inside the block the first Ctrl-C is noted and told; the second raises KeyboardInterrupt as ever."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():  # signals come to the main thread only
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def note(_number: int, _frame: FrameType | None) -> None:
        if stop.is_asked:
            raise KeyboardInterrupt
        stop.is_asked = True
        tell()

    signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
