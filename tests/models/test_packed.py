"""Unpadded batches: rows must not see each other, whatever encoder they go through."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import Tensor

from intermezzo.models import packed
from intermezzo.models.encoder import Encoder
from intermezzo.models.packed import Batch, CallCount, WrongBatch
from models import tiny

# Products of other shapes round otherwise: measured 1e-7 to 2e-6 at values of about 4 (performance.md, 12).
EQUAL = 1e-5
LENGTHS = (5, 37, 1, 60, 23)  # 37 and 60 are far longer than ModernBERT's window of 4 to either side


@pytest.fixture(scope="module", params=tiny.PACKED)
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """One encoder of each kind that is admitted."""
    return Encoder(tiny.model(request.param))


@pytest.fixture(scope="module")
def deberta() -> Encoder:
    """Its attention cannot be replaced."""
    return Encoder(tiny.model("deberta-v2"))


@torch.no_grad()
def _states(encoder: Encoder, ids: list[np.ndarray], types: list[np.ndarray]) -> list[Tensor]:
    batch = encoder.pack(ids, types)
    return list(encoder(batch).split(np.diff(batch.limits).tolist()))


@torch.no_grad()
def _unguarded(encoder: Encoder, batch: Batch) -> Tensor:
    """The forward pass without the count of calls."""
    return packed.forward(
        encoder.model, batch, takes_types=encoder.takes_types, takes_positions=encoder.takes_positions
    )


# -- rows apart ----------------------------------------------------------------------------------------------


def test_packed_equals_row_by_row(encoder: Encoder):
    """Five rows in one stream come out as each does alone, to rounding."""
    ids, types = tiny.rows(*LENGTHS)
    assert encoder.is_packed
    together = torch.cat(_states(encoder, ids, types))
    alone = torch.cat([_states(encoder, [i], [t])[0] for i, t in zip(ids, types)])
    torch.testing.assert_close(together, alone, atol=EQUAL, rtol=EQUAL)


def test_packed_equals_padded_with_the_encoders_own_attention(encoder: Encoder):
    """The same rows, padded and masked, through transformers' eager attention: to rounding.

    For ModernBERT this holds the window against transformers' own, on rows longer than it.
    """
    ids, types = tiny.rows(*LENGTHS)
    together = torch.cat(_states(encoder, ids, types))
    own = copy.deepcopy(encoder)
    own.model.set_attn_implementation("eager")
    padded = packed.pack(ids, types, first_position=own.first_position, padded=True, pad_id=0)
    torch.testing.assert_close(together, _unguarded(own, padded), atol=EQUAL, rtol=EQUAL)


def test_an_attention_that_was_not_replaced_differs(encoder: Encoder):
    """Positive control: the encoder's own attention over the stream is far off, so the tests above can see a leak."""
    ids, types = tiny.rows(*LENGTHS)
    together = torch.cat(_states(encoder, ids, types))
    own = copy.deepcopy(encoder)
    own.model.set_attn_implementation("eager")
    leaked = _unguarded(own, own.pack(ids, types))
    assert (leaked - together).abs().max() > 1000 * EQUAL


@pytest.mark.parametrize("change", ["permuted", "shortened"])
def test_a_row_does_not_see_what_becomes_of_another(encoder: Encoder, change: str):
    """Permute or halve one row: all others are equal to the bit, and that row is not."""
    ids, types = tiny.rows(*LENGTHS)
    before = _states(encoder, ids, types)
    ids[1], types[1] = (ids[1][::-1], types[1]) if change == "permuted" else (ids[1][:18], types[1][:18])
    after = _states(encoder, ids, types)
    for row in (0, 2, 3, 4):
        assert torch.equal(before[row], after[row])
    assert not torch.equal(before[1][:18], after[1][:18])


def test_no_gradient_crosses_rows(encoder: Encoder):
    """The gradient of one row's states is exactly 0 at every other row's embeddings, and not at its own."""
    ids, types = tiny.rows(*LENGTHS)
    batch = encoder.pack(ids, types)
    table = encoder.model.get_input_embeddings()
    seen: list[Tensor] = []

    def hold(_module: torch.nn.Module, _inputs: object, output: Tensor) -> None:
        output.retain_grad()
        seen.append(output)

    # T5 looks up in its stack's own table, which is not the module `get_input_embeddings` of the whole gives.
    modules = [m for m in encoder.modules() if getattr(m, "weight", None) is table.weight]
    hooks = [m.register_forward_hook(hold) for m in modules]
    try:
        hidden = encoder(batch)
    finally:
        for hook in hooks:
            hook.remove()
    first, last = batch.limits[3], batch.limits[4]
    hidden[first:last].square().sum().backward()
    gradient = seen[0].grad
    assert len(seen) == 1
    assert gradient is not None
    other = torch.cat([gradient[0, :first], gradient[0, last:]])
    assert torch.count_nonzero(other) == 0
    assert (gradient[0, first:last].abs().sum(-1) > 0).all()
    encoder.zero_grad()


def test_training_with_dropout_keeps_rows_apart():
    """The explicit products of a training step: with dropout of 0 on one side and none on the other, equal."""
    encoder = Encoder(tiny.model("modernbert"))
    query, key, value = torch.randn(3, 1, 4, 30, 8, generator=torch.Generator().manual_seed(0)).unbind()
    query.requires_grad_()
    keywords = {packed.LIMITS: (0, 7, 30), "sliding_window": tiny.WINDOW + 1}
    fused, _ = packed.attend(encoder, query, key, value, None, **keywords)
    torch.manual_seed(0)
    almost, _ = packed.attend(encoder, query, key, value, None, dropout=1e-9, **keywords)
    torch.testing.assert_close(fused, almost, atol=EQUAL, rtol=EQUAL)


def test_attention_dropout_drops_its_share():
    """Values that are an identity show the weights: a tenth of them are 0 (within 3 standard errors), row by row."""
    n = 40
    query = torch.zeros(1, 8, 2 * n, n, requires_grad=True)  # all scores equal: every weight is 1 / n
    value = torch.eye(n).repeat(2, 1).expand(1, 8, 2 * n, n)
    torch.manual_seed(0)
    out, _ = packed.attend(
        torch.nn.Identity(), query, query, value, None, dropout=0.1, **{packed.LIMITS: (0, n, 2 * n)}
    )
    weights = out.detach()[0].flatten()  # [2 n, 8, n]
    dropped = (weights == 0).float().mean().item()
    assert abs(dropped - 0.1) < 3 * (0.09 / weights.numel()) ** 0.5
    torch.testing.assert_close(weights[weights > 0].mean().item(), 1 / n / 0.9)


# -- windows, groups, biases ---------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 4, 5, 6, 30])
def test_a_window_of_w_plus_one_sees_w_tokens_to_either_side(n: int):
    """Equal to a softmax over |i - j| <= w by hand, for rows shorter than, as long as and longer than the window."""
    w = 4
    query, key, value = torch.randn(3, 1, 2, n, 8, generator=torch.Generator().manual_seed(n)).unbind()
    out, _ = packed.attend(
        torch.nn.Identity(), query, key, value, None, sliding_window=w + 1, **{packed.LIMITS: (0, n)}
    )
    scores = query @ key.transpose(-1, -2) / 8**0.5
    at = torch.arange(n)
    far = (at[:, None] - at[None, :]).abs() > w
    expected = scores.masked_fill(far, float("-inf")).softmax(-1) @ value
    torch.testing.assert_close(out, expected.transpose(1, 2), atol=EQUAL, rtol=EQUAL)


def test_grouped_heads_share_keys():
    """Two heads of keys for four of queries (EuroBERT): head i reads keys i // 2."""
    module = torch.nn.Identity()
    module.num_key_value_groups = 2
    query = torch.randn(1, 4, 6, 8, generator=torch.Generator().manual_seed(0))
    key, value = torch.randn(2, 1, 2, 6, 8, generator=torch.Generator().manual_seed(1)).unbind()
    out, _ = packed.attend(module, query, key, value, None, **{packed.LIMITS: (0, 2, 6)})
    for head in range(4):
        one = slice(head // 2, head // 2 + 1)
        expected, _ = packed.attend(
            torch.nn.Identity(), query[:, head : head + 1], key[:, one], value[:, one], None,
            **{packed.LIMITS: (0, 2, 6)},
        )  # fmt: skip
        torch.testing.assert_close(out[:, :, head], expected[:, :, 0], atol=EQUAL, rtol=EQUAL)


# -- what is refused -----------------------------------------------------------------------------------------


def test_a_batch_with_a_mask_is_wrong(encoder: Encoder):
    """A mask beside limits raises, as does padding in packed attention: nothing is dropped in silence."""
    ids, types = tiny.rows(6, 6)
    batch = encoder.pack(ids, types)
    mask = torch.ones(1, 12, dtype=torch.long)
    limits = torch.tensor(batch.limits, dtype=torch.int32)
    with pytest.raises(WrongBatch):
        encoder.model(input_ids=batch.ids, attention_mask=mask, **{packed.LIMITS: limits})
    padded = packed.pack(ids, types, first_position=encoder.first_position, padded=True, pad_id=0)
    with pytest.raises(WrongBatch):
        _unguarded(encoder, padded)


def test_a_mask_of_four_dimensions_is_wrong():
    """Such a mask skips transformers' mask function and is caught by the attention function."""
    encoder = Encoder(tiny.model("xlm-roberta"))
    batch = encoder.pack(*tiny.rows(6, 6))
    mask = torch.zeros(1, 1, 12, 12)
    limits = torch.tensor(batch.limits, dtype=torch.int32)
    with pytest.raises(WrongBatch):
        encoder.model(input_ids=batch.ids, attention_mask=mask, **{packed.LIMITS: limits})


def test_a_batch_without_limits_is_wrong(encoder: Encoder):
    """Packed attention that is not told where rows end raises."""
    batch = encoder.pack(*tiny.rows(6, 6))
    with pytest.raises(WrongBatch):
        encoder.model(input_ids=batch.ids)


@pytest.mark.parametrize("name", ["xlm-roberta", "modernbert"])
def test_a_layer_that_was_not_replaced_is_counted(name: str):
    """One layer with its own attention: the step that used to leak raises, with both numbers."""
    encoder = Encoder(tiny.model(name))
    layer = (encoder.model.encoder.layer if name == "xlm-roberta" else encoder.model.layers)[1]
    stray = [m for m in layer.modules() if hasattr(m, "config")]
    own = copy.deepcopy(encoder.model.config)
    own._attn_implementation = "sdpa"
    for module in stray:
        module.config = own
    n = encoder.n_attention
    assert stray
    with pytest.raises(WrongBatch, match=f"ran {n - 1} times, not {n}"):
        encoder(encoder.pack(*tiny.rows(6, 6)))


def test_an_admitted_encoder_counts_one_call_a_layer(encoder: Encoder):
    """One forward pass runs packed attention once a layer."""
    before = CallCount.calls
    _states(encoder, *tiny.rows(6, 6))
    assert CallCount.calls - before == encoder.n_attention == encoder.model.config.num_hidden_layers


# -- padded rows ---------------------------------------------------------------------------------------------


def test_deberta_is_not_admitted_and_takes_padded_rows(deberta: Encoder):
    """Its attention cannot be replaced: a batch is a rectangle with a mask, and packed attention never runs."""
    before = CallCount.calls
    batch = deberta.pack(*tiny.rows(*LENGTHS))
    deberta(batch)
    assert not deberta.is_packed
    assert batch.ids.shape == (5, 60)
    assert batch.mask is not None
    assert batch.mask.sum(1).tolist() == list(LENGTHS)
    assert CallCount.calls == before


def test_padded_equals_row_by_row(deberta: Encoder):
    """States of the real tokens, in the order of the stream, as each row gives them alone; to rounding."""
    ids, types = tiny.rows(*LENGTHS)
    together = torch.cat(_states(deberta, ids, types))
    alone = torch.cat([_states(deberta, [i], [t])[0] for i, t in zip(ids, types)])
    torch.testing.assert_close(together, alone, atol=EQUAL, rtol=EQUAL)


def test_deberta_leaks_if_it_is_packed_all_the_same(deberta: Encoder):
    """Positive control: its own attention over a stream is far off, which is why it is not admitted."""
    ids, types = tiny.rows(*LENGTHS)
    stream = packed.pack(ids, types, first_position=0, padded=False, pad_id=0)
    together = torch.cat(_states(deberta, ids, types))
    assert (_unguarded(deberta, stream) - together).abs().max() > 1000 * EQUAL


# -- positions and types -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first"), [("xlm-roberta", 2), ("bert", 0), ("distilbert", 0), ("modernbert", 0)]
)
def test_positions_start_anew_in_every_row(name: str, first: int):
    """At 2 for XLM-R, whose table begins behind its padding position, at 0 for the others; packed or padded."""
    encoder = Encoder(tiny.model(name))
    ids, types = tiny.rows(3, 5)
    assert encoder.first_position == first
    stream = encoder.pack(ids, types)
    counted = [*range(first, first + 3), *range(first, first + 5)]
    assert stream.positions.tolist() == [counted]
    padded = packed.pack(ids, types, first_position=first, padded=True, pad_id=1)
    assert padded.positions[padded.mask].tolist() == counted


def test_positions_matter_and_agree_with_transformers_own():
    """XLM-R makes the same positions of one row itself; counted from 0 the states are far off."""
    encoder = Encoder(tiny.model("xlm-roberta"))
    ids, types = tiny.rows(9)
    found = _states(encoder, ids, types)[0]
    own = copy.deepcopy(encoder)
    own.model.set_attn_implementation("eager")
    with torch.no_grad():
        theirs = own.model(input_ids=torch.from_numpy(ids[0].astype(np.int64))[None])[0][0]
    torch.testing.assert_close(found, theirs, atol=EQUAL, rtol=EQUAL)
    from_0 = packed.pack(ids, types, first_position=0, padded=False, pad_id=1)
    assert (_unguarded(encoder, from_0) - theirs).abs().max() > 1000 * EQUAL


def test_token_types_reach_encoders_that_have_them():
    """BERT reads the types of each row; XLM-R, which has one type, is not given any."""
    ids, types = tiny.rows(9, 4)
    others = [1 - t for t in types]
    bert, xlmr = (Encoder(tiny.model(name)) for name in ("bert", "xlm-roberta"))
    assert bert.takes_types
    assert not xlmr.takes_types
    assert bert.pack(ids, types).types[0].tolist() == np.concatenate(types).tolist()
    assert not torch.equal(_states(bert, ids, types)[1], _states(bert, ids, others)[1])
    assert torch.equal(_states(xlmr, ids, types)[1], _states(xlmr, ids, others)[1])


def test_padding_is_made_of_the_pad_id():
    """Cells behind a row hold the pad id, type 0 and no mask."""
    ids, types = tiny.rows(2, 4)
    batch = packed.pack(ids, types, first_position=2, padded=True, pad_id=1)
    assert batch.ids[0].tolist() == [*ids[0].tolist(), 1, 1]
    assert batch.types[0].tolist() == [*types[0].tolist(), 0, 0]
    assert batch.limits == (0, 2, 6)
    assert (batch.n_rows, batch.n_tokens) == (2, 6)
