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
from intermezzo.models.export import export
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
    export(
        record(model, tmp_path / "store"),
        tmp_path / "encoder",
        out,
        heads=["extractive-qa"],
        card="# A model\n",
    )
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
        export(
            record(Model(Encoder(tiny.model("bert"))), tmp_path / "store"),
            tmp_path,
            tmp_path,
            heads=[],
            card="",
        )


def test_a_phase_without_a_span_head_is_refused(tmp_path: Path):
    """Say, one of pretraining."""
    with pytest.raises(Refused, match="has no head extractive-qa"):
        export(
            record(Model(Encoder(tiny.model("bert"))), tmp_path / "store"),
            tmp_path,
            tmp_path / "out",
            heads=["extractive-qa"],
            card="",
        )
    assert not (tmp_path / "out").exists()


def test_an_architecture_without_such_a_class_is_refused(tmp_path: Path):
    """EuroBERT has none in transformers; the remedy is our own command."""
    model = Model(Encoder(tiny.model("eurobert")))
    model.put(HeadSpec("extractive-qa"), new_head(HeadSpec("extractive-qa"), model.encoder, seed=0))
    with pytest.raises(Refused, match=r"eurobert: .*no class for extractive-qa.*intermezzo predict"):
        export(
            record(model, tmp_path / "store"), tmp_path, tmp_path / "out", heads=["extractive-qa"], card=""
        )
    assert not (tmp_path / "out").exists()


LABELS = ("one", "two", "three")


@pytest.mark.parametrize("name", directories.PAIRS)
@pytest.mark.parametrize(
    ("spec", "auto"),
    [
        (HeadSpec("sequence-classification", LABELS), tf.AutoModelForSequenceClassification),
        (HeadSpec("token-tagging", LABELS), tf.AutoModelForTokenClassification),
        (HeadSpec("multiple-choice"), tf.AutoModelForMultipleChoice),
        (HeadSpec("masked-lm"), tf.AutoModelForMaskedLM),
    ],
    ids=lambda each: each.format if isinstance(each, HeadSpec) else "",
)
@torch.no_grad()
def test_every_head_computes_what_ours_does(
    name: str, spec: HeadSpec, auto: type, world_folder: Path, tmp_path: Path
):
    """Logits of transformers' class on a row equal ours, to rounding, with the names of the labels."""
    model = checkpoint.load(directories.write(name, world_folder, tmp_path / "encoder")).eval()
    model.put(spec, new_head(spec, model.encoder, seed=3))
    for norm in (m for m in model.modules() if isinstance(m, torch.nn.LayerNorm)):
        norm.weight.uniform_(0.5, 2.0)
    saved, out = record(model, tmp_path / "store"), tmp_path / "exported"
    if (name, spec.format) == ("modernbert", "masked-lm"):
        with pytest.raises(
            Refused, match="its class for masked-lm does not have the layers this run trained"
        ):
            export(saved, tmp_path / "encoder", out, heads=[spec.key], card="")
        return
    written = export(saved, tmp_path / "encoder", out, heads=[spec.key], card="")
    assert written == {out: auto.__name__}
    own = auto.from_pretrained(out, attn_implementation="eager").eval()
    if spec.labels:
        assert own.config.id2label == dict(enumerate(LABELS))
    row = np.array(tf.AutoTokenizer.from_pretrained(out)("Adam Lopez drinks tea.")["input_ids"], np.int32)
    ids = torch.tensor(row.astype(np.int64))[None]
    hidden = model.encoder(model.encoder.pack([row], [np.zeros(len(row), np.int8)]))
    head = model.heads[spec.key]
    if spec.format == "masked-lm":
        theirs, ours = own(ids).logits[0], head(hidden, model.encoder.model.get_input_embeddings().weight)
    elif spec.format == "multiple-choice":
        theirs, ours = own(ids[None]).logits[0], head(hidden[:1])[0]
    elif spec.format == "sequence-classification":
        theirs, ours = own(ids).logits, head(hidden[:1])
    else:
        theirs, ours = own(ids).logits[0], head(hidden)
    torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)


def test_several_heads_are_a_folder_each(world_folder: Path, tmp_path: Path):
    """Each whole, with its tokenizer; without heads the encoder is written alone."""
    model = checkpoint.load(directories.write("bert", world_folder, tmp_path / "encoder")).eval()
    specs = [HeadSpec("extractive-qa"), HeadSpec("token-tagging", LABELS)]
    for spec in specs:
        model.put(spec, new_head(spec, model.encoder, seed=3))
    saved = record(model, tmp_path / "store")
    written = export(saved, tmp_path / "encoder", tmp_path / "both", heads=[s.key for s in specs], card="")
    assert {place.name for place in written} == {spec.key for spec in specs}
    assert all((place / "tokenizer.json").exists() for place in written)
    alone = export(saved, tmp_path / "encoder", tmp_path / "alone", heads=[], card="")
    assert list(alone.values()) == ["AutoModel"]
    found = tf.AutoModel.from_pretrained(tmp_path / "alone")
    state = model.encoder.model.state_dict()
    assert all(torch.equal(found.state_dict()[key], state[key]) for key in state)
