"""The job `features`: examples and a tokenizer in, rows in flat arrays out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from intermezzo.data import table
from intermezzo.data.leaks import given_away, marks_of, questions
from intermezzo.example import QAExample, TextExample
from intermezzo.models.formats import extractive_qa, masked_lm
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Problem, Refused
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
    """Leave one `.npy` an array; facts say what the rows hold and the tokenizer's ceiling."""
    settings = work.settings
    examples = table.read(work.reads["source"].file("examples.parquet"))
    held, n_examples = held_by_others(work), len(examples)
    excluded = {i for numbers in held.values() for i in numbers}
    kept = [i for i in range(n_examples) if i not in excluded]
    tokenizer = tokenizer_of(work)
    facts: dict[str, Any] = {"mask_id": tokenizer.special.get("mask")}
    if held:
        n_held = {role: len(numbers) for role, numbers in held.items()}
        facts["without"] = {"examples": n_examples, "excluded": len(excluded), "held": n_held}
    if settings["format"] == "extractive-qa":
        asked = [e for i in kept if isinstance(e := examples[i], QAExample)]
        windows = extractive_qa.Windows(
            length=settings["length"], stride=settings["stride"], question_length=settings["question_length"]
        )
        rows, counts = extractive_qa.features(asked, tokenizer, windows)
        ceiling = extractive_qa.Ceiling(n_answers=counts["answers"], n_exact=counts["answers exact"])
        facts["ceiling"] = ceiling.percent
        if ceiling.percent < settings["accept_ceiling"]:
            raise Refused(too_low(settings["of"], ceiling, settings["accept_ceiling"]))
        if ceiling.percent < WARN_BELOW:
            work.tell("warning", {"text": f"{settings['of']}: {told(ceiling)}"})
    else:
        lines = [e for i in kept if isinstance(e := examples[i], TextExample)]
        if facts["mask_id"] is None:
            raise Refused(no_mask(settings["of"]))
        rows, counts = masked_lm.features(lines, tokenizer, length=settings["length"])
    if excluded:
        rows = rows.among(kept, n_examples)
    rows.save(work.folder)
    return facts | {"counts": counts, "rows": len(rows), "tokens": rows.n_tokens}


def held_by_others(work: Work) -> dict[str, list[int]]:
    """By role of each source that is excluded: the numbers of the examples that hold one of its questions."""
    roles = sorted(role for role in work.reads if role.startswith("without:"))
    if not roles:
        return {}
    own, *others = (questions(work.reads[role].file("examples.parquet")) for role in ("source", *roles))
    return {role: given_away(own, marks_of(some)) for role, some in zip(roles, others)}


def told(ceiling: extractive_qa.Ceiling) -> str:
    """What the ceiling means, in words."""
    return (
        f"{ceiling.n_answers - ceiling.n_exact:,} of {ceiling.n_answers:,} gold answers do not survive text -> tokens "
        f"-> text with this tokenizer (ceiling {ceiling.percent:.1f} %)."
    )


def no_mask(of: str) -> Problem:
    """A tokenizer without a mask token cannot hide anything."""
    return Problem(
        place=of,
        what="the tokenizer has no mask token, which masked language modelling needs.",
        remedy="Take an encoder that was pretrained with one.",
    )


def too_low(of: str, ceiling: extractive_qa.Ceiling, accepted: float) -> Problem:
    """A ceiling so low that scores would measure the tokenizer."""
    return Problem(
        place=of,
        what=told(ceiling),
        remedy=f"Take a tokenizer that cuts at words, or set accept_ceiling below {accepted:g} in [study].",
    )
