"""Encoders: directories as transformers writes them, and encoders from nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import transformers as tf

from intermezzo.models import checkpoint, encoder
from intermezzo.models.encoder import Sizes
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.problem import Refused
from models import directories, tiny

SPECIAL = {"cls": 0, "pad": 1, "sep": 2, "unk": 3, "mask": 4}


@pytest.fixture(scope="module", params=directories.PAIRS)
def folder(
    request: pytest.FixtureRequest, world_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The directory of a tiny random encoder."""
    name = request.param
    return directories.write(name, world_folder, tmp_path_factory.mktemp(name) / "model")


# -- directories ---------------------------------------------------------------------------------------------


@torch.no_grad()
def test_a_directory_gives_the_states_its_own_class_gives(folder: Path):
    """Text through our tokenizer, rows and packed attention equals the library's own way with one padded pair."""
    found = encoder.load(folder).eval()
    tokenizer = FastTokenizer(folder)
    first, second = "Who drinks tea?", "Adam Lopez drinks tea. " * 6
    own = tf.AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    theirs = tokenizer.wrapped(first, second, return_tensors="pt", return_token_type_ids=True)
    if not found.takes_types:
        del theirs["token_type_ids"]
    layout = tokenizer.layout
    ids = [np.array(x, np.int32) for x in (layout.before, layout.between, layout.after)]
    (a, _, _), (b, _, _) = tokenizer.encode([first, second])
    row = np.concatenate([ids[0], a, ids[1], b, ids[2]])
    types = np.zeros(len(row), np.int8)
    types[len(row) - len(b) - len(ids[2]) :] = layout.second_type
    assert found.is_packed
    assert row.tolist() == theirs["input_ids"][0].tolist()
    hidden = found(found.pack([row, row[:9]], [types, types[:9]]))[: len(row)]
    torch.testing.assert_close(hidden, own(**theirs)[0][0], atol=1e-5, rtol=1e-5)


def test_a_directory_is_a_checkpoint_without_heads(folder: Path):
    """`checkpoint.load` reads what others wrote: fp32 weights, no head yet, limits from the configuration."""
    model = checkpoint.load(folder)
    assert dict(model.heads) == {}
    assert {p.dtype for p in model.parameters()} == {torch.float32}
    assert model.encoder.width == directories.WIDTH
    assert model.encoder.longest == 130 - model.encoder.first_position


def test_weights_in_half_precision_become_fp32(world_folder: Path, tmp_path: Path):
    """Training starts from fp32 master weights whatever the directory holds, with the values it holds."""
    folder = directories.write("bert", world_folder, tmp_path / "model")
    half = tf.AutoModel.from_pretrained(folder, dtype=torch.bfloat16, add_pooling_layer=False)
    half.save_pretrained(folder)
    found = encoder.load(folder).model
    assert {p.dtype for p in found.parameters()} == {torch.float32}
    for (_, mine), (_, theirs) in zip(found.named_parameters(), half.named_parameters(), strict=True):
        assert torch.equal(mine, theirs.float())


def test_pickled_weights_are_refused(world_folder: Path, tmp_path: Path):
    """A directory with pytorch_model.bin alone is not read; the message says what to do."""
    folder = directories.write("bert", world_folder, tmp_path / "model")
    torch.save(tf.AutoModel.from_pretrained(folder).state_dict(), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(Refused) as caught:
        checkpoint.load(folder)
    assert str(caught.value) == (
        f"{folder}: has no model.safetensors; pickled weights are not read. "
        "Convert it once with transformers' save_pretrained."
    )


@pytest.mark.parametrize("lost", ["tokenizer.json", "all"])
def test_a_directory_without_fast_tokenizer_is_refused(world_folder: Path, tmp_path: Path, lost: str):
    """DESIGN's message. transformers would make an empty tokenizer of the model's type, without a word."""
    folder = directories.write("bert", world_folder, tmp_path / "model")
    for path in folder.glob("tokenizer*") if lost == "all" else [folder / lost]:
        path.unlink()
    with pytest.raises(Refused) as caught:
        FastTokenizer(folder, name="hub:somebody/model@abc")
    assert str(caught.value) == (
        "hub:somebody/model@abc has no fast tokenizer, which exact answer positions need. Use a model that has one."
    )


def test_a_tokenizer_that_is_not_fast_is_refused(world_folder: Path, tmp_path: Path):
    """A class without a fast form (CANINE reads characters) is not taken for one because a file lies beside it."""
    folder = directories.write("bert", world_folder, tmp_path / "model")
    (folder / "config.json").write_text('{"model_type": "canine"}')
    directories.tell_tokenizer_class(folder, "CanineTokenizer")
    with pytest.raises(Refused, match="has no fast tokenizer"):
        FastTokenizer(folder)


# -- from nothing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("architecture", ["xlm-roberta", "bert", "modernbert", "eurobert"])
def test_an_encoder_from_nothing_depends_on_the_seed_alone(architecture: str):
    """Equal seeds give equal bits whatever was drawn before, others do not, and nothing is drawn from torch's stream."""
    sizes = Sizes(architecture=architecture, layers=1, width=32, heads=2, inner=48, positions=40, dropout=0.2)

    def made(seed: int) -> encoder.Encoder:
        return encoder.scratch(sizes, vocabulary=60, special=SPECIAL, seed=seed)

    torch.manual_seed(1)
    first = made(5)
    drawn = torch.rand(3)
    torch.manual_seed(1)
    assert torch.equal(drawn, torch.rand(3))
    again, other = made(5), made(6)
    weights, same = first.state_dict(), again.state_dict()
    assert all(torch.equal(weights[name], same[name]) for name in weights)
    assert any(not torch.equal(weights[name], tensor) for name, tensor in other.state_dict().items())
    assert first.is_packed
    assert (first.width, first.longest) == (32, 40)


def test_an_unknown_architecture_is_refused():
    """The message names some there are."""
    with pytest.raises(Refused) as caught:
        encoder.scratch(Sizes(architecture="berd"), vocabulary=60, special=SPECIAL, seed=0)
    assert str(caught.value) == (
        "encoder.architecture: transformers has no 'berd'. Take for example xlm-roberta, bert, modernbert."
    )


@pytest.mark.parametrize("name", [*tiny.PACKED, "deberta-v2"])
def test_dropout_can_be_set_everywhere(name: str):
    """At 0 a training step's states are those of evaluation: to rounding, since training multiplies otherwise."""
    found = encoder.Encoder(tiny.model(name))
    batch = found.pack(*tiny.rows(6, 20))
    quiet = found.eval()(batch)
    found.train()
    torch.manual_seed(0)
    noisy = found(batch)
    encoder.set_dropout(found, 0.0)
    silenced = found(batch)
    torch.testing.assert_close(silenced, quiet, atol=1e-5, rtol=1e-5)
    drops = name not in {"modernbert", "eurobert"}  # theirs is 0 to begin with
    assert torch.allclose(noisy, quiet, atol=1e-5, rtol=1e-5) != drops


# -- encoder-decoders ----------------------------------------------------------------------------------------


SEQUENCES = {
    "bart": lambda: tf.BartConfig(
        vocab_size=60, d_model=32, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4,
        decoder_attention_heads=4, encoder_ffn_dim=48, decoder_ffn_dim=48, max_position_embeddings=64,
    ),
    "t5": lambda: tf.T5Config(vocab_size=60, d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4),
}  # fmt: skip


@pytest.mark.parametrize("name", SEQUENCES)
@torch.no_grad()
def test_an_encoder_decoder_gives_its_encoder(name: str, tmp_path: Path):
    """Rows of several lengths come out as each does alone through the library's own encoder, packed or padded."""
    torch.manual_seed(0)
    whole = tf.AutoModel.from_config(SEQUENCES[name]()).eval()
    whole.save_pretrained(tmp_path)
    found = encoder.load(tmp_path).eval()
    rng = np.random.default_rng(0)
    rows = [rng.integers(5, 60, n).astype(np.int32) for n in (3, 11, 7)]
    hidden = found(found.pack(rows, [np.zeros(len(row), np.int8) for row in rows]))
    alone = [whole.get_encoder()(torch.from_numpy(row.astype(np.int64))[None])[0][0] for row in rows]
    torch.testing.assert_close(hidden, torch.cat(alone), atol=1e-5, rtol=1e-5)
    assert found.width == 32
