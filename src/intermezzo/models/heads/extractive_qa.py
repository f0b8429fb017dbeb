"""The span head: from each token's state to a start and an end logit. Kept in fp32.

One linear layer, as BERT and XLM-R have it; where transformers' own question-answering class of an architecture puts
a dense layer, GELU and a norm before it (ModernBERT), so do we, and an exported model is that class to the bit.
"""

from __future__ import annotations

from torch import Tensor, nn

from intermezzo.models.encoder import Encoder

DEEP = frozenset({"modernbert"})  # architectures whose question-answering class has the layers before
INITIAL_STD = 0.02  # BERT's initializer_range
NORM_EPS = 1e-5  # ModernBERT's norm_eps


class ExtractiveQAHead(nn.Module):
    """Hidden states [T, H] to start and end logits [T, 2]."""

    def __init__(self, width: int, *, is_deep: bool) -> None:
        super().__init__()
        self.before = nn.Sequential(
            *(
                (
                    nn.Linear(width, width, bias=False),
                    nn.GELU(),
                    nn.LayerNorm(width, eps=NORM_EPS, bias=False),
                )
                if is_deep
                else ()
            )
        )
        self.outputs = nn.Linear(width, 2)
        for layer in self.modules():
            if isinstance(layer, nn.Linear):
                nn.init.normal_(layer.weight, std=INITIAL_STD)
        nn.init.zeros_(self.outputs.bias)

    def forward(self, hidden: Tensor) -> Tensor:
        """[T, H] fp32 to [T, 2] fp32."""
        return self.outputs(self.before(hidden))  # type: ignore[no-any-return]


def new(encoder: Encoder) -> ExtractiveQAHead:
    """A head with random weights, in the shape the encoder's architecture has it."""
    return ExtractiveQAHead(encoder.width, is_deep=encoder.model.config.model_type in DEEP)


HEAD = new
