"""Rows: what the model reads, in flat arrays that map from disk.

A row is what a mixture draws. It is read as one piece, or as several where an example is several texts: each choice
with its question, a query and what it should find. Pieces go through the encoder apart from each other.

`arrays` hold an entry a token (`ids`, `types`, …), a piece (`piece_…`), a row (`start`, `label`, …) or an example;
`limits` [R + 1] cuts tokens into rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

BY_TOKEN = {"ids", "types", "char_start", "char_end", "inner", "word", "tag"}
BY_EXAMPLE = {"best_start", "best_end"}
LIMITS, PIECES, OF_ROWS = (
    "limits",
    "pieces",
    "row_pieces",
)  # where tokens of rows, tokens of pieces, pieces of rows end


@dataclass(frozen=True)
class Rows:
    """All rows of one source. ids int32 [T], types int8 [T], limits int64 [R + 1], and a format's own arrays.

    Where rows have several pieces: pieces int64 [P + 1], limits of tokens, and row_pieces int64 [R + 1].
    """

    arrays: dict[str, np.ndarray]

    @cached_property
    def limits(self) -> np.ndarray:
        """[R + 1] int64: row r is tokens limits[r] to limits[r + 1]."""
        return self.arrays[LIMITS]

    @cached_property
    def pieces(self) -> np.ndarray:
        """[P + 1] int64: piece p is tokens pieces[p] to pieces[p + 1]."""
        return self.arrays.get(PIECES, self.limits)

    @cached_property
    def of_rows(self) -> np.ndarray:
        """[R + 1] int64: row r has the pieces of_rows[r] to of_rows[r + 1]."""
        return self.arrays.get(OF_ROWS, np.arange(len(self.limits)))

    def __len__(self) -> int:
        return len(self.limits) - 1

    @property
    def n_tokens(self) -> int:
        """Tokens of all rows together."""
        return int(self.limits[-1])

    @property
    def longest(self) -> int:
        """Tokens of the longest piece; 0 where there is none."""
        return int(np.diff(self.pieces).max(initial=0))

    def tokens(self, name: str, row: int) -> np.ndarray:
        """One row of an array that has an entry a token."""
        return self.arrays[name][self.limits[row] : self.limits[row + 1]]

    def cuts(self, row: int) -> list[int]:
        """Where the pieces of a row begin and end, counted within the row: 0, …, its length."""
        first, last = self.of_rows[row], self.of_rows[row + 1]
        return (self.pieces[first : last + 1] - self.limits[row]).tolist()  # type: ignore[no-any-return]

    def among(self, numbers: Sequence[int], n: int) -> Rows:
        """The same rows, where their examples are some of `n` examples; `numbers` says which. The others have none."""
        at = np.array(numbers, np.int32)
        arrays = {**self.arrays, "example": at[self.arrays["example"]]}
        if "piece_example" in arrays:
            arrays["piece_example"] = at[self.arrays["piece_example"]]
        for name in BY_EXAMPLE & arrays.keys():
            arrays[name] = np.full(n, -1, np.int32)
            arrays[name][at] = self.arrays[name]
        return Rows(arrays)

    def first_examples(self, n: int) -> Rows:
        """The rows of the first `n` examples; rows stand in the order of their examples."""
        rows = int(np.searchsorted(self.arrays["example"], n))
        return Rows({name: array[: self._entries(name, rows, n)] for name, array in self.arrays.items()})

    def _entries(self, name: str, rows: int, examples: int) -> int:
        """Entries of an array that belong to the first rows."""
        if name in BY_TOKEN:
            return int(self.limits[rows])
        if name in BY_EXAMPLE:
            return examples
        if name in (LIMITS, OF_ROWS):
            return rows + 1
        n_pieces = int(self.of_rows[rows])
        if name == PIECES:
            return n_pieces + 1
        return n_pieces if name.startswith("piece_") else rows

    def save(self, folder: Path) -> None:
        """One `.npy` file an array."""
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    @staticmethod
    def load(files: dict[str, Path]) -> Rows:
        """From the files of a record; large arrays stay on disk and are mapped."""
        return Rows({name: np.load(path, mmap_mode="r", allow_pickle=False) for name, path in files.items()})


class Builder:
    """Puts rows together, text by text."""

    def __init__(self) -> None:
        self._tokens: dict[str, list[np.ndarray]] = {"ids": [], "types": []}
        self._pieces, self._limits, self._of_rows = [0], [0], [0]
        self._owners: list[int] = []

    def piece(
        self, parts: Sequence[np.ndarray | tuple[int, ...]], *, second_type: int = 0, second_from: int = 0
    ) -> None:
        """One more piece of the row under way: parts one after the other; from part `second_from` of the second type."""
        taken = [np.asarray(part, np.int32) for part in parts]
        for i, part in enumerate(taken):
            kind = second_type if second_from and i >= second_from else 0
            self._tokens["ids"].append(part)
            self._tokens["types"].append(np.full(len(part), kind, np.int8))
        self._pieces.append(self._pieces[-1] + sum(map(len, taken)))

    def row(self, example: int) -> None:
        """The row under way is whole; it is of this example."""
        self._owners.append(example)
        self._limits.append(self._pieces[-1])
        self._of_rows.append(len(self._pieces) - 1)

    def rows(self, **more: np.ndarray) -> Rows:
        """All rows, with more arrays beside."""
        arrays = {
            "ids": _joined(self._tokens["ids"], np.int32),
            "types": _joined(self._tokens["types"], np.int8),
            LIMITS: np.array(self._limits, np.int64),
            "example": np.array(self._owners, np.int32),
        }
        if self._pieces != self._limits:
            arrays |= {PIECES: np.array(self._pieces, np.int64), OF_ROWS: np.array(self._of_rows, np.int64)}
        return Rows(arrays | more)


def _joined(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0, kind)
