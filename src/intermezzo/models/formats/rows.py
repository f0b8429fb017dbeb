"""Rows: what the model reads, in flat arrays that map from disk.

`arrays` hold one entry a token (`ids`, `types`, …) or one a row (`start`, `end`, …); `limits` [R + 1] cuts the former.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

BY_EXAMPLE = {"best_start", "best_end"}  # arrays with an entry an example


@dataclass(frozen=True)
class Rows:
    """All rows of one source. ids int32 [T], types int8 [T], limits int64 [R + 1], and a format's own arrays."""

    arrays: dict[str, np.ndarray]

    @cached_property
    def limits(self) -> np.ndarray:
        """[R + 1] int64: row r is tokens limits[r] to limits[r + 1]."""
        return self.arrays["limits"]

    def __len__(self) -> int:
        return len(self.limits) - 1

    @property
    def n_tokens(self) -> int:
        """Tokens of all rows together."""
        return int(self.limits[-1])

    def tokens(self, name: str, row: int) -> np.ndarray:
        """One row of an array that has an entry a token."""
        return self.arrays[name][self.limits[row] : self.limits[row + 1]]

    def among(self, numbers: Sequence[int], n: int) -> Rows:
        """The same rows, where their examples are some of `n` examples; `numbers` says which. The others have none."""
        at = np.array(numbers, np.int32)
        arrays = {**self.arrays, "example": at[self.arrays["example"]]}
        for name in BY_EXAMPLE & arrays.keys():
            arrays[name] = np.full(n, -1, np.int32)
            arrays[name][at] = self.arrays[name]
        return Rows(arrays)

    def first_examples(self, n: int) -> Rows:
        """The rows of the first `n` examples; rows stand in the order of their examples."""
        last = int(np.searchsorted(self.arrays["example"], n))
        cut = int(self.limits[last])
        by_token = ("ids", "types", "char_start", "char_end", "inner")
        return Rows(
            {
                name: a[:cut]
                if name in by_token
                else a[:n]
                if name in BY_EXAMPLE
                else a[: last + 1]
                if name == "limits"
                else a[:last]
                for name, a in self.arrays.items()
            }
        )

    def save(self, folder: Path) -> None:
        """One `.npy` file an array."""
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    @staticmethod
    def load(files: dict[str, Path]) -> Rows:
        """From the files of a record; large arrays stay on disk and are mapped."""
        return Rows({name: np.load(path, mmap_mode="r", allow_pickle=False) for name, path in files.items()})
