"""What the store's tests share: a record like any other, other processes, and processes that die."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from intermezzo.store import Record, Store

KEY = "ab" * 20
OTHER = "cd" * 20
SPAWN = multiprocessing.get_context("spawn")  # as users on macOS have it; nothing is inherited by accident

CHANGES = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.utime"}

WEIGHTS = "model.safetensors"


def commit(store: Store, kind: str = "phase", key: str = KEY, weights: bytes = b"weights") -> Record:
    """A record with a file, a file in a folder, and something in every field."""
    with store.draft(kind, key) as draft:
        (draft.folder / WEIGHTS).write_bytes(weights)
        (draft.folder / "curves").mkdir()
        (draft.folder / "curves" / "loss.json").write_text("[2.0, 1.5]")
        return draft.commit(
            settings={"rate": 3e-5, "languages": ["en", "日本語"]},
            reads={"features": OTHER},
            environment={"torch": "2.6.0"},
            started=1000.0,
            seconds=2.5,
            facts={"ledger": {"read": 4, "dropped": 1}},
        )


def elsewhere(work: Callable[..., Any], *args: Any) -> Any:
    """The result of a function run in another process, or its exception."""
    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        return pool.submit(work, *args).result()


def die_at_every_step(root: Path, work: Callable[[Path], None], check: Callable[[Path], None]) -> int:
    """Run `work` on fresh stores and kill it at its first, second, third … step, until one runs through.

    A step is a change to the disk that Python reports to audit hooks. After every death `check` looks at what
    is left. Runs in a process of its own, which forks.

    Returns:
        number of deaths.
    """
    gc.collect()
    gc.disable()  # what a child collects would be among its steps
    n = 0
    while True:
        store = root / str(n)
        if _ran_through(lambda at=store: work(at), n):  # type: ignore[misc]
            return n
        check(store)
        n += 1


def _ran_through(work: Callable[[], None], n_steps: int) -> bool:
    pid = os.fork()
    if pid == 0:
        left = [n_steps]

        def count(event: str, args: Any) -> None:
            if event in CHANGES or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)):
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1

        code = 1
        try:
            sys.addaudithook(count)
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the work failed by itself"
    return True
