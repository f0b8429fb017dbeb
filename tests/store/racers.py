"""Processes that race for leases. Apart from the tests, so that a racer starts without loading pytest."""

from __future__ import annotations

import fcntl
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path

from intermezzo.store import Store


def hold(root: Path, keys: list[str], ready: Path) -> None:
    """Take leases, say so, and never let go."""
    leases = [Store(root).lease(key) for key in keys]
    assert all(leases)
    ready.touch()
    while True:
        time.sleep(3600)


def take_all(root: Path, keys: list[str], start: Barrier) -> list[str]:
    """Try for each key at the same moment as the others; the keys won, held until all have tried."""
    store = Store(root)
    leases = []
    for key in keys:
        start.wait()
        leases.append(store.lease(key))
    start.wait()
    return [key for key, lease in zip(keys, leases) if lease and lease.still_ours()]


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
