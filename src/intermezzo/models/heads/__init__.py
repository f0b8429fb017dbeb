"""heads: what stands on an encoder, one format a file, under the format's own name.

In            hidden states of the tokens of a batch, [T, H], fp32.
Out           logits, fp32. `HEAD(encoder, labels)` makes a new head, `outputs(…)` reads rows with it.

Labels are part of what a head is: heads are handed over where format and labels agree. A format without a head of its
own (retrieval) has only `outputs`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

KEY_DIGITS = 8  # of the digest of labels in a key; a checkpoint holds a handful of heads


@dataclass(frozen=True, slots=True)
class HeadSpec:
    """Which head: a format, and the labels it tells apart."""

    format: str
    labels: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in a checkpoint: the format's, with a digest of the labels where there are some."""
        if not self.labels:
            return self.format
        digest = hashlib.sha256("\n".join(self.labels).encode()).hexdigest()[:KEY_DIGITS]
        return f"{self.format}-{digest}"

    @staticmethod
    def of(format_name: str, labels: Sequence[str] | None) -> HeadSpec:
        """Of a features record: its format and the labels in its facts."""
        return HeadSpec(format_name, tuple(labels or ()))
