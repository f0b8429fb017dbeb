"""The job `features`: what the tokenizer loses is counted, told, and refused where it is too much."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from intermezzo.data import table
from intermezzo.example import Answer, QAExample, TextExample
from intermezzo.models import make_features
from intermezzo.models.formats.extractive_qa import Ceiling
from intermezzo.models.formats.rows import Rows
from intermezzo.problem import Refused
from intermezzo.store import Record, Store
from intermezzo.work import Work

CONTEXT = "Adam Lopez drinks tea. Maria Nguyen comes from Dubai."
QA = {
    "of": "mine/en@train",
    "format": "extractive-qa",
    "length": 64,
    "stride": 8,
    "question_length": 16,
    "accept_ceiling": 80.0,
}


def source(folder: Path, examples: list[Any]) -> Record:
    unit = "qa" if isinstance(examples[0], QAExample) else "text"
    with Store(folder).draft("source", "cd" * 32) as draft:
        table.write(draft.folder / "examples.parquet", examples, unit=unit)
        return draft.commit(settings={}, reads={}, environment={}, started=0.0, seconds=0.0)


def asked(n: int, n_lost: int) -> list[QAExample]:
    """Questions of which some have an answer inside a token: `d` of `drinks`, which tokens cannot express."""
    return [
        QAExample(
            id=str(i),
            language="en",
            question="Who?",
            context="Adam drinks.",
            answers=(Answer(text="rin", start=6) if i < n_lost else Answer(text="Adam", start=0),),
        )
        for i in range(n)
    ]


def made(
    folder: Path, tokenizer: Path, examples: list[Any], **settings: Any
) -> tuple[dict[str, Any], Path, list[str]]:
    """Facts, the folder of arrays, and the warnings."""
    out = folder / "out"
    out.mkdir()
    warned: list[str] = []

    def tell(event: str, facts: Mapping[str, Any]) -> None:
        assert event == "warning"
        warned.append(facts["text"])

    facts = make_features.run(
        Work(
            settings={**QA, **settings},
            reads={"source": source(folder / "store", examples)},
            places={"tokenizer": str(tokenizer)},
            folder=out,
            partial=Store(folder / "store").partial("ef" * 32),
            sides=(),
            tell=tell,
            is_stopped=lambda: False,
        )
    )
    return facts, out, warned


@pytest.mark.parametrize(("n_lost", "percent"), [(0, 100.0), (2, 99.0)])
def test_a_ceiling_of_99_percent_is_no_news(world_folder: Path, tmp_path: Path, n_lost: int, percent: float):
    """Counted, and in the record's facts, without a word."""
    facts, out, warned = made(tmp_path, world_folder, asked(200, n_lost))
    assert facts["ceiling"] == percent
    assert facts["counts"]["answers exact"] == 200 - n_lost
    assert warned == []
    rows = Rows.load({path.stem: path for path in out.iterdir()})
    assert (facts["rows"], facts["tokens"]) == (len(rows), rows.n_tokens) == (200, int(rows.limits[-1]))


@pytest.mark.parametrize("n_lost", [3, 40])
def test_below_99_percent_it_warns(world_folder: Path, tmp_path: Path, n_lost: int):
    """80 % is still accepted; the warning names the data and both numbers."""
    facts, _, warned = made(tmp_path, world_folder, asked(200, n_lost))
    (warning,) = warned
    assert warning == (
        f"mine/en@train: {n_lost} of 200 gold answers do not survive text -> tokens -> text with this tokenizer "
        f"(ceiling {facts['ceiling']:.1f} %)."
    )


def test_below_80_percent_it_stops(world_folder: Path, tmp_path: Path):
    """With what to do about it."""
    with pytest.raises(Refused) as caught:
        made(tmp_path, world_folder, asked(200, 41))
    assert str(caught.value) == (
        "mine/en@train: 41 of 200 gold answers do not survive text -> tokens -> text with this tokenizer "
        "(ceiling 79.5 %). Take a tokenizer that cuts at words, or set accept_ceiling below 80 in [study]."
    )


def test_a_study_may_accept_less(world_folder: Path, tmp_path: Path):
    """It is warned all the same."""
    facts, _, warned = made(tmp_path, world_folder, asked(200, 200), accept_ceiling=0.0)
    assert facts["ceiling"] == 0.0
    assert len(warned) == 1


def test_without_answers_there_is_no_ceiling():
    """Nothing asked is nothing lost."""
    assert Ceiling(n_answers=0, n_exact=0).percent == 100.0


def test_lines_become_rows(world_folder: Path, tmp_path: Path):
    """Masked language modelling: rows, their tokens, and the id that hides them."""
    lines = [TextExample(id=str(i), language="en", text=CONTEXT) for i in range(3)]
    facts, out, _ = made(tmp_path, world_folder, lines, format="masked-lm")
    assert facts["rows"] == 3
    assert facts["mask_id"] is not None
    assert (out / "inner.npy").exists()
