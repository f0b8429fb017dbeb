"""Unpadded against padded training of the same encoder on the same rows.

    python benchmarks/packed_and_padded.py
    python benchmarks/packed_and_padded.py --file train-v1.1.json --tokenizer FOLDER --layers 6 --width 384

Both train the same batches with the same loop, loss and optimiser; they differ in how rows meet the encoder: one
stream with our attention, or padded to the longest of the batch with the library's.
"""

from __future__ import annotations

import side_by_side  # first: sets the number of threads
from material import arguments, material, tell_rows
from training import ours, trainer


def main() -> None:
    given = arguments("Unpadded against padded training.").parse_args()
    side_by_side.about_this_machine("torch", "transformers")
    found = material(given)
    tell_rows(found)
    batches = found.batches(given.rows)
    ways = {
        name: trainer(found, ours(found, is_packed=is_packed), batches)
        for name, is_packed in (("unpadded", True), ("padded to the longest", False))
    }
    seconds = side_by_side.in_turn(ways, rounds=given.rounds)
    title = f"training, {len(batches)} steps of {given.rows} rows"
    side_by_side.tell(title, seconds, against="padded to the longest")


if __name__ == "__main__":
    main()
