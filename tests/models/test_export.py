"""Export: a directory that transformers' own question-answering class loads and answers from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import transformers as tf

from intermezzo.models import checkpoint
from intermezzo.models.answer import Answerer
from intermezzo.models.checkpoint import Model, new_head
from intermezzo.models.encoder import Encoder
from intermezzo.models.export import export_qa
from intermezzo.models.heads import HeadSpec
from intermezzo.problem import Refused
from intermezzo.store import Record, Store
from models import directories, tiny

KEY = "ab" * 32


def record(model: Model, folder: Path) -> Record:
    """What a phase would leave of a model."""
    with Store(folder).draft("phase", KEY) as draft:
        checkpoint.save(model, draft.folder)
        return draft.commit(settings={}, reads={}, environment={}, started=0.0, seconds=0.0)


@pytest.mark.parametrize("name", directories.PAIRS)
@torch.no_grad()
def test_transformers_answers_as_we_do(name: str, world_folder: Path, tmp_path: Path):
    """Logits of `AutoModelForQuestionAnswering` on a padded pair equal ours on the packed row; tokens are the same."""
    model = checkpoint.load(directories.write(name, world_folder, tmp_path / "encoder")).eval()
    model.put(HeadSpec("extractive-qa"), new_head(HeadSpec("extractive-qa"), model.encoder, seed=3))
    for norm in (m for m in model.encoder.modules() if isinstance(m, torch.nn.LayerNorm)):
        norm.weight.uniform_(0.5, 2.0)  # as training leaves them; at 1 much would look right that is not
    out = tmp_path / "exported"
    export_qa(record(model, tmp_path / "store"), tmp_path / "encoder", out, card="# A model\n")
    own = tf.AutoModelForQuestionAnswering.from_pretrained(out, attn_implementation="eager").eval()
    tokenizer = tf.AutoTokenizer.from_pretrained(out)
    question, context = "Who drinks tea?", "Adam Lopez drinks tea. Maria Nguyen comes from Dubai."
    pair = tokenizer(question, context, return_tensors="pt", return_token_type_ids=True)
    types = pair["token_type_ids"] if model.encoder.takes_types else torch.zeros_like(pair["input_ids"])
    if not model.encoder.takes_types:
        del pair["token_type_ids"]
    theirs = own(**pair)
    rows = [pair["input_ids"][0].numpy().astype(np.int32)] * 2
    hidden = model.encoder(model.encoder.pack(rows, [types[0].numpy().astype(np.int8)] * 2))
    ours = model.heads["extractive-qa"](hidden)[: len(rows[0])]
    torch.testing.assert_close(ours[:, 0], theirs.start_logits[0], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(ours[:, 1], theirs.end_logits[0], atol=1e-5, rtol=1e-5)
    assert (out / "README.md").read_text() == "# A model\n"
    (best,) = Answerer(out).answer(question, context)
    assert best.text == context[best.start : best.end] != ""


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path):
    """It is named, and nothing is written."""
    (tmp_path / "mine").write_text("dear to me")
    with pytest.raises(Refused, match=r"is there and not empty. Name another folder."):
        export_qa(record(Model(Encoder(tiny.model("bert"))), tmp_path / "store"), tmp_path, tmp_path, card="")


def test_a_phase_without_a_span_head_is_refused(tmp_path: Path):
    """Say, one of pretraining."""
    with pytest.raises(Refused, match="has no head for extractive QA"):
        export_qa(
            record(Model(Encoder(tiny.model("bert"))), tmp_path / "store"),
            tmp_path,
            tmp_path / "out",
            card="",
        )
    assert not (tmp_path / "out").exists()


def test_an_architecture_without_such_a_class_is_refused(tmp_path: Path):
    """EuroBERT has none in transformers; the remedy is our own command."""
    model = Model(Encoder(tiny.model("eurobert")))
    model.put(HeadSpec("extractive-qa"), new_head(HeadSpec("extractive-qa"), model.encoder, seed=0))
    with pytest.raises(Refused, match=r"eurobert: .*question-answering class.*intermezzo predict"):
        export_qa(record(model, tmp_path / "store"), tmp_path, tmp_path / "out", card="")
    assert not (tmp_path / "out").exists()
