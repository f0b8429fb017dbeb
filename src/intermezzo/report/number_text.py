"""Numbers as people read them: true minus signs, thousands apart, units written out."""

from __future__ import annotations

import math

from intermezzo.analysis.words import MINUS, number

NONE = "—"  # a figure that is not there
KEY_CHARACTERS = 12  # of a key, where a short one is enough to find the record


def signed(points: float) -> str:
    """An effect with its sign: `+2.3`, `−0.4`, `0`."""
    shown = number(points)
    return shown if shown == "0" or shown.startswith(MINUS) else f"+{shown}"


def score(points: float) -> str:
    """A score in points, one decimal: `61.2`."""
    return f"{points:.1f}".replace("-", MINUS)


def whole(n: int) -> str:
    """`14,280`."""
    return f"{n:,}".replace("-", MINUS)


def count(n: int, thing: str, plural: str = "") -> str:
    """`1 seed`, `14,280 examples`, `2 batches`."""
    return f"{whole(n)} {thing if n == 1 else plural or thing + 's'}"


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def nats(x: float) -> str:
    """A loss, three decimals."""
    return NONE if math.isnan(x) else f"{x:.3f}".replace("-", MINUS)


def share(x: float) -> str:
    """A share of 1 in percent: `33.3 %`."""
    return f"{100 * x:.1f} %"


def p_value(p: float) -> str:
    """Three decimals, `< 0.001` below."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def duration(seconds: float) -> str:
    """`0.4 s`, `41 s`, `3 min 12 s`, `2 h 05 min`."""
    if math.isnan(seconds):
        return NONE
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    hours, minutes_left = divmod(minutes, 60)
    return f"{hours} h {minutes_left:02d} min" if hours else f"{minutes} min {rest:02d} s"
