"""Tasks of the shelf, each looked up once: a shelf asks all installed packages for entry points, every time."""

from __future__ import annotations

from functools import cache

from intermezzo import tasks
from intermezzo.problem import Problem
from intermezzo.tasks import Task


@cache
def on_shelf(name: str) -> Task | Problem:
    """The task of that name."""
    return tasks.find(name)


@cache
def task_names() -> tuple[str, ...]:
    """Names of all tasks."""
    return tuple(tasks.names())


@cache
def metric_names() -> tuple[str, ...]:
    """Names of all metrics. Brings numpy along, so it is for messages only."""
    from intermezzo import shelf

    return tuple(shelf.names("intermezzo.metrics"))
