"""Checkpoints: what is saved comes back, and heads depend on seed and format alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from intermezzo.models import checkpoint
from intermezzo.models.checkpoint import Model, new_head
from intermezzo.models.encoder import Encoder
from intermezzo.models.heads import HeadSpec
from models import tiny

FORMATS = ("extractive-qa", "masked-lm")


@pytest.mark.parametrize("name", ["xlm-roberta", "bert", "modernbert", "eurobert", "deberta-v2"])
@pytest.mark.parametrize("formats", [(), ("extractive-qa",), FORMATS])
def test_what_is_saved_comes_back_to_the_bit(name: str, formats: tuple[str, ...], tmp_path: Path):
    """Encoder and heads: the same names, the same bits, the same states; and saving again writes the same bytes."""
    model = Model(Encoder(tiny.model(name)))
    for seed, which in enumerate(formats):
        model.put(HeadSpec(which), new_head(HeadSpec(which), model.encoder, seed=seed))
    for place in ("first", "second"):
        (tmp_path / place).mkdir()
    checkpoint.save(model, tmp_path / "first")
    found = checkpoint.load(tmp_path / "first").eval()
    saved, loaded = model.state_dict(), found.state_dict()
    assert saved.keys() == loaded.keys()
    assert all(torch.equal(saved[key], loaded[key]) for key in saved)
    assert set(found.heads) == set(formats)
    assert found.encoder.is_packed == model.encoder.is_packed
    batch = model.encoder.pack(*tiny.rows(7, 12))
    with torch.no_grad():
        assert torch.equal(model.encoder(batch), found.encoder(batch))
    checkpoint.save(found, tmp_path / "second")
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_a_checkpoint_holds_no_pickle(tmp_path: Path):
    """JSON and safetensors only."""
    model = Model(Encoder(tiny.model("bert")))
    model.put(HeadSpec("extractive-qa"), new_head(HeadSpec("extractive-qa"), model.encoder, seed=0))
    checkpoint.save(model, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {
        "config.json",
        "model.safetensors",
        "heads.safetensors",
        "heads.json",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_new_head_depends_on_seed_and_format_alone(name: str):
    """Not on what torch has drawn before, nor does it draw from torch's stream; another seed gives another head."""
    encoder = Encoder(tiny.model("bert"))
    torch.manual_seed(3)
    first = new_head(HeadSpec(name), encoder, seed=1).state_dict()
    drawn = torch.rand(2)
    again, other = (new_head(HeadSpec(name), encoder, seed=seed).state_dict() for seed in (1, 2))
    torch.manual_seed(3)
    assert torch.equal(drawn, torch.rand(2))
    assert all(torch.equal(first[key], again[key]) for key in first)
    assert any(not torch.equal(first[key], other[key]) for key in first)


def test_a_format_without_a_head_is_a_bug():
    """No shelf leads here with such a name."""
    with pytest.raises(ValueError, match="no head for format singing"):
        new_head(HeadSpec("singing"), Encoder(tiny.model("bert")), seed=0)


@pytest.mark.parametrize("name", ["bert", "modernbert"])
def test_the_span_head_is_one_linear_layer(name: str):
    """Of the encoder's width, whatever the architecture's own class has before it."""
    head = new_head(HeadSpec("extractive-qa"), Encoder(tiny.model(name)), seed=0)
    assert [tuple(p.shape) for p in head.parameters()] == [(2, 32), (2,)]


def test_masked_tokens_are_predicted_from_the_encoders_own_embeddings():
    """The decoder is tied: logits are the norm of GELU of a dense layer, times the table, plus a bias."""
    encoder = Encoder(tiny.model("bert"))
    head = new_head(HeadSpec("masked-lm"), encoder, seed=0)
    table = encoder.model.get_input_embeddings().weight
    hidden = torch.randn(3, 32, generator=torch.Generator().manual_seed(0))
    expected = head.norm(torch.nn.functional.gelu(head.dense(hidden))) @ table.T + head.bias
    torch.testing.assert_close(head(hidden, table), expected)
    assert head(hidden, table).shape == (3, tiny.VOCABULARY)
