"""What a loss is given: the rows of one format in one step, and which of them are held now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from torch import Tensor

from intermezzo.models.checkpoint import Model
from intermezzo.models.packed import Batch
from intermezzo.models.reading import precision
from intermezzo.models.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows of a step, all for one head.

    `head`: its key in the model. `rows`: of the whole step, each the rows of a source and a number in them, for what is
    drawn once a step; `here`: which of `rows` go through the encoder now. `settings` are the phase's.
    """

    head: str
    rows: tuple[tuple[Rows, int], ...]
    here: tuple[int, ...]
    step: int
    settings: Mapping[str, Any]
    mask_id: int | None  # of the tokenizer, where it has one

    def tokens(self, name: str) -> list[Any]:
        """An array that has an entry a token, cut to each of the rows held now."""
        return [self.rows[k][0].tokens(name, self.rows[k][1]) for k in self.here]

    def labels(self, name: str) -> list[int]:
        """An array that has an entry a row, at each of the rows held now."""
        return [int(self.rows[k][0].arrays[name][self.rows[k][1]]) for k in self.here]

    def encoded(self, model: Model, ids: list[Any]) -> tuple[Tensor, Batch]:
        """Hidden states [T, H] of the rows held now with these token ids, in the phase's precision, and their batch.

        ids: of each row held now. A row of several pieces is as many rows of the batch.
        """
        pieces: list[Any] = []
        types: list[Any] = []
        for k, its_ids, its_types in zip(self.here, ids, self.tokens("types")):
            rows, number = self.rows[k]
            for a, b in pairwise(rows.cuts(number)):
                pieces.append(its_ids[a:b])
                types.append(its_types[a:b])
        batch = model.encoder.pack(pieces, types)
        with precision(self.settings["precision"]):
            return model.encoder(batch), batch


def suits_all(name: str, rows: Rows, settings: Mapping[str, Any]) -> None:
    """For losses that any rows of their format can be trained with."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss; a shelf file of this folder holds one as `LOSS`.

    `of`: the sum of the losses of the rows held now, in nats. `suits`: raises `Refused` before a phase where a source's
    rows, by its name, cannot be trained with it under the phase's settings.
    """

    of: Callable[[Model, Part], Tensor]
    suits: Callable[[str, Rows, Mapping[str, Any]], None] = suits_all
