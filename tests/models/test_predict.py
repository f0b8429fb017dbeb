"""The job `predict`: the same answers however rows are held at once, by our search or by a script of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import torch

from intermezzo.data import table
from intermezzo.example import QAExample
from intermezzo.models import checkpoint, predict, reading
from intermezzo.models.checkpoint import Model, new_head
from intermezzo.models.formats.extractive_qa import Windows, features
from intermezzo.models.heads import HeadSpec
from intermezzo.models.heads import extractive_qa as span_head
from intermezzo.models.rows import Rows
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Refused
from intermezzo.store import Store
from intermezzo.work import Work
from intermezzo.world import qa
from models import directories

SETTINGS: dict[str, Any] = {
    "precision": "fp32",
    "max_answer_tokens": 30,
    "may_abstain": False,
    "null_threshold": 0.0,
    "threads": 1,
    "limit": 0,
    "format": "extractive-qa",
    "decoder": "exact",
}
EXAMPLES = [e for code in ("en", "hi", "zh") for e in qa.questions(code, "test", 6)]


@pytest.fixture(scope="module")
def folder(world_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return directories.write("xlm-roberta", world_folder, tmp_path_factory.mktemp("encoder") / "model")


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    found = checkpoint.load(folder)
    found.put(HeadSpec("extractive-qa"), new_head(HeadSpec("extractive-qa"), found.encoder, seed=1))
    return found


@pytest.fixture(scope="module")
def rows(folder: Path) -> Rows:
    """Several windows an example."""
    return features(EXAMPLES, FastTokenizer(folder), Windows(length=48, stride=12, question_length=16))[0]


@pytest.mark.parametrize("at_once", [1, 100, 10**6])
def test_what_is_held_at_once_changes_nothing(
    model: Model, rows: Rows, monkeypatch: pytest.MonkeyPatch, at_once: int
):
    """One row at a time, some, or all: rounding apart, since products of other shapes may add in another order."""
    usual = span_head.outputs(model, "extractive-qa", rows, SETTINGS)
    monkeypatch.setattr(reading, "TOKENS_AT_ONCE", at_once)
    again = span_head.outputs(model, "extractive-qa", rows, SETTINGS)
    np.testing.assert_allclose(usual, again, atol=1e-5)


def done(
    tmp_path: Path, model: Model, rows: Rows, tokenizer: Path, **changed: Any
) -> tuple[dict[str, Any], Any]:
    """The job on records of its own: facts and the table it leaves."""
    store = Store(tmp_path / "store")
    told: dict[str, Any] = {"settings": {}, "reads": {}, "environment": {}, "started": 0.0, "seconds": 0.0}
    reads = {}
    for kind, role in (("phase", "phase"), ("source", "source"), ("features", "features")):
        with store.draft(kind, "ab" * 32) as draft:
            if kind == "phase":
                checkpoint.save(model, draft.folder)
            elif kind == "source":
                table.write(draft.folder / "examples.parquet", EXAMPLES, unit="qa")
            else:
                rows.save(draft.folder)
            reads[role] = draft.commit(**told)
    predict._loaded.clear()
    (out := tmp_path / "out").mkdir()
    places = {} if changed.get("decoder", "exact") == "exact" else {"tokenizer": str(tokenizer)}
    work = Work(
        settings={**SETTINGS, **changed},
        reads=reads,
        places=places,
        folder=out,
        partial=store.partial("ef" * 32),
        sides=(),
        tell=lambda event, facts: None,
        is_stopped=lambda: False,
    )
    return predict.run(work), pq.read_table(out / "predictions.parquet").to_pydict()


def test_predictions_are_slices_with_their_scores(tmp_path: Path, model: Model, rows: Rows, folder: Path):
    """One line an example, in order; the signature says how answers were read."""
    facts, left = done(tmp_path, model, rows, folder)
    assert left["id"] == [e.id for e in EXAMPLES]
    for example, answer, start, end in zip(EXAMPLES, left["answer"], left["start"], left["end"]):
        assert answer == example.context[start:end] != ""
    assert facts["decoder"] == "decoder:exact|max_answer_tokens:30|may_abstain:False|null_threshold:0.0"
    assert facts["examples"] == len(EXAMPLES)


def test_a_limit_takes_the_first(tmp_path: Path, model: Model, rows: Rows, folder: Path):
    """And answers them as it would among all."""
    _, all_of_them = done(tmp_path / "all", model, rows, folder)
    facts, left = done(tmp_path / "few", model, rows, folder, limit=4)
    assert facts["examples"] == 4
    assert left["answer"] == all_of_them["answer"][:4]


@pytest.mark.parametrize("name", ["utils_qa", "mucot", "bert"])
def test_a_script_of_others_reads_the_same_logits(
    tmp_path: Path, model: Model, rows: Rows, folder: Path, name: str
):
    """Its answers, no spans of ours, and its rules in the signature."""
    facts, left = done(tmp_path, model, rows, folder, decoder=name)
    assert all(left["answer"])
    assert set(left) == {"id", "answer"}
    assert facts["decoder"].startswith(f"decoder:{name}|n_best:20|max_answer_tokens:30")
    if name != "bert":  # whose answers are words put together again
        assert all(answer in e.context for e, answer in zip(EXAMPLES, left["answer"]))


def test_a_beam_as_wide_as_a_window_finds_our_answers(model: Model, folder: Path):
    """Where 20 starts and ends are all there are, utils_qa and we say the same."""
    short = [
        QAExample(id=str(i), language="en", question="Who?", context="Adam Lopez drinks tea.", answers=())
        for i in range(2)
    ]
    its_rows, _ = features(short, FastTokenizer(folder), Windows())
    assert max(np.diff(its_rows.limits)) <= 20
    ours = predict.predictions(model, its_rows, [*short], SETTINGS)
    theirs = predict.predictions(
        model, its_rows, [*short], {**SETTINGS, "decoder": "utils_qa"}, FastTokenizer(folder)
    )
    assert ours.answers == theirs.answers


@pytest.mark.parametrize("decoder", ["exact", "utils_qa"])
def test_a_model_that_gives_no_numbers_is_refused(tmp_path: Path, folder: Path, rows: Rows, decoder: str):
    """Whoever reads the logits."""
    broken = checkpoint.load(folder)
    broken.put(HeadSpec("extractive-qa"), new_head(HeadSpec("extractive-qa"), broken.encoder, seed=1))
    with torch.no_grad():
        broken.heads["extractive-qa"].outputs.weight.fill_(float("nan"))
    with pytest.raises(Refused, match="the model gives no finite number at"):
        done(tmp_path, broken, rows, folder, decoder=decoder)
