"""The job `features`: what the tokenizer loses is counted, told, and refused where it is too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from intermezzo.data import table
from intermezzo.example import Answer, QAExample, TextExample
from intermezzo.models import make_features
from intermezzo.models.rows import Rows
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
    "whole_words": False,
}


def source(folder: Path, examples: list[Any], key: str = "cd" * 32) -> Record:
    unit = "qa" if isinstance(examples[0], QAExample) else "text"
    with Store(folder).draft("source", key) as draft:
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
    folder: Path, tokenizer: Path, examples: list[Any], *, without: Sequence[list[Any]] = (), **settings: Any
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
            reads={"source": source(folder / "store", examples)}
            | {
                f"without:{i}": source(folder / "store", others, f"{i:02x}" * 32)
                for i, others in enumerate(without)
            },
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
    assert make_features.ceiling(0, 0) == 100.0


def test_lines_become_rows(world_folder: Path, tmp_path: Path):
    """Masked language modelling: rows, their tokens, and the id that hides them."""
    lines = [TextExample(id=str(i), language="en", text=CONTEXT) for i in range(3)]
    facts, out, _ = made(tmp_path, world_folder, lines, format="masked-lm")
    assert facts["rows"] == 3
    assert facts["mask_id"] is not None
    assert (out / "inner.npy").exists()


def numbered(folder: Path, format: str) -> tuple[list[Any], list[list[Any]]]:
    """Seven examples, and two other sources that hold 1, 4 and 5 of them between them, 4 both."""
    said = [f"{CONTEXT} It was so on day {i}." for i in range(7)]
    of = (
        [QAExample(id=str(i), language="en", question="Who?", context=text,
                   answers=(Answer(text="Adam Lopez", start=0),)) for i, text in enumerate(said)]
        if format == "extractive-qa"
        else [TextExample(id=str(i), language="en", text=text) for i, text in enumerate(said)]
    )  # fmt: skip
    other = [
        TextExample(id="a", language="de", text=said[4].upper()),
        TextExample(id="b", language="de", text="c"),
    ]
    return of, [other, [TextExample(id=str(i), language="en", text=said[i]) for i in (5, 1, 4)]]


@pytest.mark.parametrize("format", ["extractive-qa", "masked-lm"])
def test_rows_without_what_others_hold(world_folder: Path, tmp_path: Path, format: str):
    """The rows are those of the other examples, to the bit, with the numbers these have among all; how many went, and
    for whose questions, is in the facts."""
    examples, others = numbered(tmp_path, format)
    facts, out, _ = made(tmp_path, world_folder, examples, without=others, format=format)
    assert facts["without"] == {"examples": 7, "excluded": 3, "held": {"without:0": 1, "without:1": 3}}

    rest = [examples[i] for i in (0, 2, 3, 6)]
    (tmp_path / "rest").mkdir()
    its_facts, its_out, _ = made(tmp_path / "rest", world_folder, rest, format=format)
    assert its_facts == {name: told for name, told in facts.items() if name != "without"}
    rows, its_rows = (Rows.load({path.stem: path for path in o.iterdir()}).arrays for o in (out, its_out))
    assert rows.keys() == its_rows.keys()
    assert rows["example"].tolist() == [(0, 2, 3, 6)[i] for i in its_rows["example"]]
    assert rows["example"].dtype == its_rows["example"].dtype
    for name in rows.keys() - {"example"}:
        kept = rows[name][[0, 2, 3, 6]] if name in ("best_start", "best_end") else rows[name]
        assert (kept == its_rows[name]).all(), name
        assert kept.dtype == its_rows[name].dtype
    if format == "extractive-qa":
        assert rows["best_start"][[1, 4, 5]].tolist() == [-1, -1, -1]


@pytest.mark.parametrize("format", ["extractive-qa", "masked-lm"])
def test_nothing_is_left(world_folder: Path, tmp_path: Path, format: str):
    """All of it may go; there are no rows then."""
    examples, _ = numbered(tmp_path, format)
    facts, _, warned = made(tmp_path, world_folder, examples, without=[examples], format=format)
    assert (facts["rows"], facts["tokens"], warned) == (0, 0, [])
    assert facts["without"] == {"examples": 7, "excluded": 7, "held": {"without:0": 7}}
