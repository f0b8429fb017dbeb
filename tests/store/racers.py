"""Processes that race for leases. Apart from the tests, so that a racer starts without loading pytest."""

from __future__ import annotations

import fcntl
import sys
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from intermezzo.store import Store


def hold(root: Path, keys: list[str], ready: Path) -> None:
    """Take leases, say so, and never let go."""
    leases = [Store(root).lease(key) for key in keys]
    assert all(leases)
    ready.touch()
    while True:
        time.sleep(3600)


def take_all(root: Path, keys: list[str], moment: str, together: Barrier, won: Path) -> None:
    """Try for each key, and write down the keys won, all held until all have tried.

    Racers that merely start together seldom meet. So each, on its first `moment` of a key (an event Python
    reports to audit hooks), waits until all have come that far.
    """
    store = Store(root)
    waits = [False]

    def meet(event: str, _args: Any) -> None:
        if waits[0] and event == moment:
            waits[0] = False
            together.wait()

    sys.addaudithook(meet)
    leases = []
    for key in keys:
        waits[0] = True
        leases.append(store.lease(key))
        assert not waits[0], "the racers did not meet"
    together.wait()
    won.write_text(" ".join(key for key, lease in zip(keys, leases) if lease))


def work_alone(root: Path, key: str, witness: Path, n_turns: int) -> None:
    """Take turns at one lease. The kernel bears witness: its lock is free if the last holder left or died."""
    store = Store(root)
    done = 0
    while done < n_turns:
        lease = store.lease(key)
        if lease is None:
            continue
        with lease, witness.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                witness.with_suffix(".broken").touch()
                raise
            file.write("turn\n")
            done += 1
