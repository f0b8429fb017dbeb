"""What a field admits beyond its type, written on the field: `steps: Annotated[int, Within(above=0)]`."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 2**63  # files of features and steps count in 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The range of a number."""

    above: float | None = None  # itself excluded
    least: float | None = None  # itself included
    most: float | None = None

    def admits(self, number: float) -> bool:
        return (
            -MOST < number < MOST  # and so neither nan nor beyond what a float holds
            and (self.above is None or number > self.above)
            and (self.least is None or number >= self.least)
            and (self.most is None or number <= self.most)
        )

    def __str__(self) -> str:
        if self.above is not None and self.most is not None:
            return f"above {self.above:g} and at most {self.most:g}"
        if self.above is not None:
            return f"above {self.above:g}"
        if self.least is not None and self.most is not None:
            return f"from {self.least:g} to {self.most:g}"
        if self.least is not None:
            return f"of at least {self.least:g}"
        return ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The words that a text field knows."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        *others, last = (f'"{word}"' for word in self.words)
        return f"{', '.join(others)} or {last}" if others else last


@dataclass(frozen=True, slots=True)
class About:
    """What a field is, in a few words, for the reference page and for editors."""

    text: str


ABOVE_0 = Within(above=0)
NOT_BELOW_0 = Within(least=0)
FRACTION = Within(least=0, most=1)
