"""tasks: what is asked of a text, one task a file.

In            nothing: a task names its sources, format and metrics as words.
Out           `Task` values; `find(name)` for one, `names()` for all.
Leaves alone  data, torch, the network.
Start at      world_qa.py, xquad.py.
"""

from __future__ import annotations

from intermezzo import shelf
from intermezzo.problem import Problem
from intermezzo.tasks._format import FORMATS, Format
from intermezzo.tasks._task import FileSource, HubSource, Source, Split, Task, WorldSource, named, of_contexts

__all__ = [
    "FORMATS",
    "FileSource",
    "Format",
    "HubSource",
    "Source",
    "Split",
    "Task",
    "WorldSource",
    "find",
    "named",
    "names",
    "of_contexts",
]


def names() -> list[str]:
    """Every task there is, by name."""
    return shelf.names(__name__)


def find(name: str) -> Task | Problem:
    """The task of that name, or a problem that names the nearest one."""
    found: Task | Problem = shelf.load(__name__, name, "TASK")
    return found
