"""Two ways of doing the same thing, measured in turn in one process.

Cost is processor time of this thread and its children-free work (`time.process_time`), which other programs on the
machine disturb less than they disturb a clock. Ways take turns in every round, and every other round goes through
them backwards, so that what drifts (temperature, caches, neighbours) meets all of them alike. A first round is thrown
away. A ratio is taken within each round, and its median is told with its quartiles.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported: one thread is what a phase has
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

Seconds = dict[str, list[float]]


def in_turn(
    ways: Mapping[str, Callable[[], object]], *, rounds: int, clock: Callable[[], float] = time.process_time
) -> Seconds:
    """Seconds of each way in each round."""
    seconds: Seconds = {name: [] for name in ways}
    for number in range(rounds + 1):
        order = list(ways) if number % 2 else list(reversed(ways))
        for name in order:
            began = clock()
            ways[name]()
            if number:  # the first round warms up
                seconds[name].append(clock() - began)
    return seconds


def tell(title: str, seconds: Seconds, *, against: str) -> None:
    """Medians with their range, and each way's ratio to one of them: how many times as long that one takes."""
    print(f"\n{title}")
    for name, each in seconds.items():
        print(f"  {name:<28} {statistics.median(each):8.3f} s   ({min(each):.3f} to {max(each):.3f})")
    for name, each in seconds.items():
        if name == against:
            continue
        ratios = [b / a for a, b in zip(each, seconds[against])]
        low, middle, high = quartiles(ratios)
        print(f"  {against} / {name}: {middle:.2f} (quartiles {low:.2f} to {high:.2f}, {len(ratios)} rounds)")


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def about_this_machine(*libraries: str) -> None:
    """What numbers like these depend on."""
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    print(f"Python {platform.python_version()}, {versions}; {processor()}, one thread; load {load()}")


def processor() -> str:
    """The processor's name."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def load() -> str:
    """How busy the machine is with other things, mean over a minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
