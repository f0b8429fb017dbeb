"""The span head: one linear layer from each token's state to a start and an end logit. Kept in fp32."""

from __future__ import annotations

from torch import Tensor, nn


class ExtractiveQAHead(nn.Module):
    """Hidden states [T, H] to start and end logits [T, 2]."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.outputs = nn.Linear(width, 2)  # initialised as BERT does, see `train.heads`
        nn.init.normal_(self.outputs.weight, std=0.02)
        nn.init.zeros_(self.outputs.bias)

    def forward(self, hidden: Tensor) -> Tensor:
        """[T, H] fp32 to [T, 2] fp32."""
        return self.outputs(hidden)  # type: ignore[no-any-return]
