"""The rows a phase trains on, and which of them a step has of each format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intermezzo.models.heads import HeadSpec
from intermezzo.models.rows import Rows
from intermezzo.problem import Problem, Refused
from intermezzo.store import Record
from intermezzo.train.length import Feed
from intermezzo.train.loop import Row
from intermezzo.train.losses import Part
from intermezzo.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """By source, in the order of the mixture: name, rows, key of its features, the head it trains."""

    names: tuple[str, ...]
    rows: tuple[Rows, ...]
    keys: tuple[str, ...]
    heads: tuple[HeadSpec, ...]
    mask_id: int | None
    settings: Mapping[str, Any]  # the phase's

    @staticmethod
    def read(work: Work) -> Sources:
        """From the features records.

        Errors: `Refused` where a source has no rows.
        """
        names = tuple(work.settings["of"])
        records = [work.reads[f"rows:{i}"] for i in range(len(names))]
        for name, record in zip(names, records):
            if not record.facts["rows"]:
                raise Refused(Problem(place=name, what="no rows to train on.", remedy="Look at its ledger."))
        return Sources(
            names=names,
            rows=tuple(rows_of(r) for r in records),
            keys=tuple(r.key for r in records),
            heads=tuple(
                HeadSpec.of(share["format"], record.facts.get("labels"))
                for share, record in zip(work.settings["mixture"], records)
            ),
            mask_id=records[0].facts["mask_id"],
            settings=work.settings,
        )

    def feed(self, cursors: Mapping[str, int]) -> Feed:
        """What the mixture draws from, going on where earlier phases stopped."""
        limits = tuple(rows.limits for rows in self.rows)
        return Feed(settings=self.settings, keys=self.keys, limits=limits, cursors=cursors)

    def n_tokens(self, row: Row) -> int:
        """Tokens of one row."""
        source, number = row
        limits = self.rows[source].limits
        return int(limits[number + 1] - limits[number])

    def parts(self, rows: Sequence[Row], some: slice, step: int) -> Iterator[tuple[HeadSpec, Part]]:
        """`rows[some]` of a step by head, so that rows for one head go through the encoder together."""
        here = set(range(len(rows))[some])
        for spec in sorted({self.heads[rows[i][0]] for i in here}, key=lambda each: each.key):
            mine = [i for i, (source, _) in enumerate(rows) if self.heads[source] == spec]
            yield (
                spec,
                Part(
                    head=spec.key,
                    rows=tuple((self.rows[source], number) for source, number in (rows[i] for i in mine)),
                    here=tuple(k for k, i in enumerate(mine) if i in here),
                    step=step,
                    settings=self.settings,
                    mask_id=self.mask_id,
                ),
            )


def rows_of(record: Record) -> Rows:
    """The rows of a features record."""
    return Rows.load({n.removesuffix(".npy"): record.file(n) for n in record.files if n.endswith(".npy")})
