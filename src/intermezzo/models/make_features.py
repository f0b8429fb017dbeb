"""The job `features`: examples and a tokenizer in, rows in flat arrays out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from intermezzo.data import table
from intermezzo.data.leaks import given_away, marks_of, questions
from intermezzo.example import LabelExample, TagExample
from intermezzo.models import format as formats
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused
from intermezzo.store import Record
from intermezzo.work import Work

WARN_BELOW = 99.0  # points of gold answers that survive text -> tokens -> text


def tokenizer_of(work: Work) -> FastTokenizer:
    """The tokenizer a job reads: of the plan, or of an encoder's own folder."""
    if "tokenizer" in work.reads:
        record = work.reads["tokenizer"]
        for name in record.files:
            record.file(name)
        return FastTokenizer(record.folder)
    return FastTokenizer(Path(work.places["tokenizer"]))


def run(work: Work) -> dict[str, Any]:
    """Leave one `.npy` an array; facts say what the rows hold, the labels they are of, and the tokenizer's ceiling."""
    settings = dict(work.settings)
    examples = table.read(work.reads["source"].file("examples.parquet"))
    held, n_examples = held_by_others(work), len(examples)
    excluded = {i for numbers in held.values() for i in numbers}
    kept = [i for i in range(n_examples) if i not in excluded]
    tokenizer = tokenizer_of(work)
    facts: dict[str, Any] = {"mask_id": tokenizer.special.get("mask")}
    if held:
        n_held = {role: len(numbers) for role, numbers in held.items()}
        facts["without"] = {"examples": n_examples, "excluded": len(excluded), "held": n_held}
    if "labels" in settings:
        found = settings["labels"] or labels_in(
            r for role, r in work.reads.items() if role.startswith("labels:")
        )
        facts["labels"] = settings["labels"] = list(found)
    cut = formats.load(settings["format"]).cut([examples[i] for i in kept], tokenizer, settings)
    if cut.exact:
        facts["ceiling"] = ceiling(*cut.exact)
        if facts["ceiling"] < settings["accept_ceiling"]:
            raise Refused(too_low(settings["of"], *cut.exact, settings["accept_ceiling"]))
        if facts["ceiling"] < WARN_BELOW:
            work.tell("warning", {"text": f"{settings['of']}: {told(*cut.exact)}"})
    rows = cut.rows.among(kept, n_examples) if excluded else cut.rows
    rows.save(work.folder)
    return facts | {"counts": cut.counts, "rows": len(rows), "tokens": rows.n_tokens}


def labels_in(sources: Iterable[Record]) -> list[str]:
    """All labels or tags of some sources, in order of their names."""
    found: set[str] = set()
    for source in sources:
        for example in table.read(source.file("examples.parquet")):
            if isinstance(example, LabelExample):
                found.add(example.label)
            elif isinstance(example, TagExample):
                found.update(example.tags)
    return sorted(found)


def held_by_others(work: Work) -> dict[str, list[int]]:
    """By role of each source that is excluded: the numbers of the examples that hold one of its questions."""
    roles = sorted(role for role in work.reads if role.startswith("without:"))
    if not roles:
        return {}
    own, *others = (questions(work.reads[role].file("examples.parquet")) for role in ("source", *roles))
    return {role: given_away(own, marks_of(some)) for role, some in zip(roles, others)}


def ceiling(n_exact: int, n_answers: int) -> float:
    """Share of gold answers that survive text -> tokens -> text, in points; 100 where there are none."""
    return 100.0 * n_exact / n_answers if n_answers else 100.0


def told(n_exact: int, n_answers: int) -> str:
    """What the ceiling means, in words."""
    return (
        f"{n_answers - n_exact:,} of {n_answers:,} gold answers do not survive text -> tokens -> text with this "
        f"tokenizer (ceiling {ceiling(n_exact, n_answers):.1f} %)."
    )


def too_low(of: str, n_exact: int, n_answers: int, accepted: float) -> Problem:
    """A ceiling so low that scores would measure the tokenizer."""
    return Problem(
        place=of,
        what=told(n_exact, n_answers),
        remedy=f"Take a tokenizer that cuts at words, or set accept_ceiling below {accepted:g} in [study].",
    )
