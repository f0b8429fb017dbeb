"""losses: one format a file, under the format's own name.

In            a model and the part of a step that is of this format.
Out           the sum of the losses of its rows, in nats.
Start at      extractive_qa.py; _part.py says what a loss is given.

A loss of another format is one more file here, found by its name.
"""

from __future__ import annotations

from intermezzo import shelf
from intermezzo.problem import Problem, Refused
from intermezzo.train.losses._part import Loss, Part

__all__ = ["Loss", "Part", "load"]


def load(format_name: str) -> Loss:
    """The loss of a format.

    Errors: `Refused` where the shelf has none.
    """
    found = shelf.load(__name__, format_name, "LOSS")
    if isinstance(found, Problem):
        raise Refused(found)
    return found  # type: ignore[no-any-return]
