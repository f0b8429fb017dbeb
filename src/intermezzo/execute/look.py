"""Look: examples of a task as a person reads them, without a study."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from intermezzo import shelf, tasks
from intermezzo.data import gather
from intermezzo.data.ledger import Ledger
from intermezzo.data.shown import shown
from intermezzo.example import Example, PassageExample
from intermezzo.plan.build import Builder
from intermezzo.plan.hub import Hub
from intermezzo.problem import Problem, Refused
from intermezzo.study.model import TEST, Reference, Study
from intermezzo.study.reference import is_served

NAMES = {"asked": "question", "context": "context", "gold": "gold"}  # how a person calls what is shown
OF_FORMAT = {
    "sequence-classification": {"context": "text", "asked": "second", "gold": "label"},
    "multiple-choice": {"context": "context", "asked": "question", "choices": "choices", "gold": "answer"},
    "token-tagging": {"context": "words", "gold": "tags"},
    "retrieval": {"asked": "text", "context": "context", "gold": "finds"},
    "masked-lm": {"context": "text"},
}
WIDTH = 9  # of the names before a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found: queries for retrieval, all examples otherwise."""

    reference: Reference
    format: str
    examples: list[Example]
    passages: dict[str, str]
    ledger: Ledger
    hub: str = ""  # the data set and its revision, where it was read from there

    def lines(self, example: Example) -> Iterator[str]:
        """An example, each part after its name."""
        found = asdict(shown(example, self.passages))
        yield f"[{example.id}]"
        for field, name in OF_FORMAT.get(self.format, NAMES).items():
            if found[field]:
                text = found[field].replace("\n", "\n" + " " * (WIDTH + 1))
                yield f"{name:<{WIDTH}} {text}"

    def as_json(self, example: Example) -> dict[str, Any]:
        """An example for programs."""
        return asdict(example)

    def told(self) -> str:
        """What was read, in a line."""
        books = self.ledger
        dropped = "".join(f"; {n:,} dropped: {why}" for why, n in books.dropped.items())
        notes = "".join(f"; {n:,} {what}" for what, n in books.notes.items())
        origin = f", {self.hub}" if self.hub else ""
        return f"{self.reference}{origin}: {books.kept:,} of {books.read:,} examples{dropped}{notes}"


def look(task_name: str, *, language: str, split: str, data: Path | None) -> Looked:
    """The examples of one language and split of a task.

    Args:
        language: "" is the first that the split has.
        split: "" is test, or the last of the task.
        data: the folder that files are looked for in; where one stands otherwise.

    Errors: `Refused` where there is no such task, language or split, its data are not on this machine, or they cannot
    be read.
    """
    task = tasks.find(task_name)
    if isinstance(task, Problem):
        raise Refused(task)
    split = split or (TEST if TEST in task.splits else list(task.splits)[-1])
    if split not in task.splits:
        what = f"task '{task.name}' has no split '{split}'."
        raise Refused(Problem(what=what, remedy=f"It has: {', '.join(task.splits)}"))
    there = task.splits[split].languages
    language = language or there[0]
    if not is_served(task, split, language):
        near = shelf.nearest(language, list(there))
        hint = f"Did you mean '{near}'? " if near else ""
        what = f"task '{task.name}' has no '{language}'."
        raise Refused(Problem(what=what, remedy=f"{hint}It has: {', '.join(there)}"))
    reference = Reference(task=task.name, language=language, split=split)
    study = Study(
        name="show", path=None, question="", seeds=(0,), axes={}, arms=(), claims=(), data_folder=data
    )
    builder = Builder(study, Hub(study, takes_what_is_here=True))
    job = builder.source(reference)
    if builder.problems:
        raise Refused(builder.problems)
    examples, ledger = gather.read(job.settings, job.places)
    passages = {e.id: e.text for e in examples if isinstance(e, PassageExample)}
    asked = [e for e in examples if not isinstance(e, PassageExample) or e.role == "query"]
    settings = job.settings
    origin = f"hub:{settings['repository']}@{settings['revision']}" if settings["source"] == "hub" else ""
    return Looked(
        reference=reference,
        format=task.format,
        examples=asked,
        passages=passages,
        ledger=ledger,
        hub=origin,
    )
