"""The span loss against torch's own cross-entropy, and against what a row's neighbours could do to it."""

from __future__ import annotations

import itertools

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional as F

from intermezzo.train.losses.extractive_qa import span_nats

EQUAL = 1e-6  # sums in another order round otherwise; logits of about 1, rows of at most 30 tokens


@st.composite
def _batches(draw: st.DrawFn) -> tuple[Tensor, tuple[int, ...], Tensor, Tensor]:
    """Logits, row limits, labels."""
    lengths = draw(st.lists(st.integers(1, 30), min_size=1, max_size=6))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    logits = torch.randn(sum(lengths), 2, generator=generator) * draw(st.sampled_from((1.0, 5.0)))
    start, end = (torch.tensor([draw(st.integers(0, n - 1)) for n in lengths]) for _ in range(2))
    return logits, tuple(itertools.accumulate(lengths, initial=0)), start, end


def _masked_padded(logits: Tensor, limits: tuple[int, ...], start: Tensor, end: Tensor) -> Tensor:
    """The usual way: a rectangle, minus infinity on padding, cross-entropy of starts and of ends, their mean."""
    n = [b - a for a, b in itertools.pairwise(limits)]
    rectangle = torch.full((len(n), max(n), 2), float("-inf"))
    for row, (a, b) in enumerate(itertools.pairwise(limits)):
        rectangle[row, : b - a] = logits[a:b]
    first = F.cross_entropy(rectangle[..., 0], start, reduction="sum")
    last = F.cross_entropy(rectangle[..., 1], end, reduction="sum")
    return (first + last) / 2


@given(_batches())
def test_equals_the_masked_padded_cross_entropy(batch):
    """The sum over rows, to rounding."""
    loss, expected = span_nats(*batch), _masked_padded(*batch)
    torch.testing.assert_close(loss, expected, atol=EQUAL, rtol=EQUAL)


@given(_batches())
def test_its_gradient_is_that_of_the_masked_padded_cross_entropy(batch):
    """At every logit, to rounding."""
    logits, *rest = batch
    found, expected = logits.clone().requires_grad_(), logits.clone().requires_grad_()
    span_nats(found, *rest).backward()
    _masked_padded(expected, *rest).backward()
    torch.testing.assert_close(found.grad, expected.grad, atol=EQUAL, rtol=EQUAL)


@given(_batches())
def test_a_rows_loss_does_not_depend_on_its_batch(batch):
    """Each row alone, added up, gives the sum: to rounding, since the sum is taken in another order."""
    logits, limits, start, end = batch
    alone = [
        span_nats(logits[a:b], (0, b - a), start[row : row + 1], end[row : row + 1])
        for row, (a, b) in enumerate(itertools.pairwise(limits))
    ]
    torch.testing.assert_close(span_nats(*batch), torch.stack(alone).sum(), atol=EQUAL, rtol=EQUAL)


@given(_batches(), st.data())
def test_no_gradient_reaches_other_rows(batch, data):
    """Of one row's loss: exactly 0 at the logits of every other row, though they share the sum."""
    logits, limits, start, end = batch
    row = data.draw(st.integers(0, len(start) - 1))
    a, b = limits[row], limits[row + 1]
    noisy = logits.clone()
    noisy[:a] += 3
    noisy[b:] -= 3
    gradients = []
    for these in (logits, noisy):
        leaf = these.clone().requires_grad_()
        span_nats(leaf, limits, start, end).backward()
        gradients.append(leaf.grad[a:b])
    assert torch.equal(*gradients)


def test_gradients_are_right():
    """Against finite differences in double precision."""
    logits = torch.randn(
        11, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0)
    ).requires_grad_()
    limits, start, end = (0, 4, 5, 11), torch.tensor([1, 0, 5]), torch.tensor([3, 0, 5])

    def doubled(x: Tensor) -> Tensor:
        before = torch.get_default_dtype()
        torch.set_default_dtype(torch.float64)  # the loss keeps its sums in the default dtype
        try:
            return span_nats(x, limits, start, end)
        finally:
            torch.set_default_dtype(before)

    assert torch.autograd.gradcheck(doubled, (logits,))


def test_equal_logits_cost_the_logarithm_of_the_length():
    """A row of n tokens about which nothing is known costs log n nats; one of a single token costs none."""
    limits = (0, 1, 9)
    loss = span_nats(torch.zeros(9, 2), limits, torch.tensor([0, 3]), torch.tensor([0, 7]))
    torch.testing.assert_close(loss, torch.tensor(8.0).log())


def test_large_logits_do_not_overflow():
    """The highest logit of each row is taken off before exponents."""
    logits = torch.tensor([[1000.0, 1000.0], [0.0, 0.0], [-1000.0, -1000.0]])
    loss = span_nats(logits, (0, 2, 3), torch.tensor([0, 0]), torch.tensor([0, 0]))
    assert loss.item() == 0.0
