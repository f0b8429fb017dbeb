"""Unknown names: what may have been meant, and what there is."""

from __future__ import annotations

from collections.abc import Sequence

from intermezzo import shelf


def did_you_mean(name: object, known: Sequence[str], *, all_of: str = "") -> str:
    """`Did you mean 'budget'?`, and with `all_of` the whole list: `Axes: share, order.`"""
    near = shelf.nearest(name, list(known)) if isinstance(name, str) and known else None
    hint = f"Did you mean '{near}'?" if near else ""
    if not all_of:
        return hint
    there = f"{all_of}: {', '.join(known)}." if known else f"There are no {all_of.lower()}."
    return f"{hint} {there}".lstrip()
