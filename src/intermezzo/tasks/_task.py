"""What a task is: one value that says where its examples come from and how its answers count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldSource:
    """Examples that the built-in world generates: `generator` is `questions` or a kind of text."""

    generator: str
    count: int  # examples of one language
    unanswerable: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """Files on disk. `patterns` may hold `{language}`; the first that matches is taken, compressed or not."""

    patterns: tuple[str, ...]
    reader: str
    misplaced: str = "error"  # "error", "repair", "drop"
    parallel: bool = False  # ids are shared between languages: they become groups


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSource:
    """A data set on the hub, pinned by revision; `revision = ""` is pinned by the study's lock at the first fetch."""

    repository: str
    revision: str = ""
    config: str = "{language}"
    split: str = "train"
    columns: Mapping[str, str] = field(default_factory=dict)  # our field -> its column
    parallel: bool = False


Source = WorldSource | FileSource | HubSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One split: where it comes from, tried in order, and which languages it has."""

    sources: tuple[Source, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task. `family` joins variants of one task (a language is seen if any task of the family trained on it).

    `accepts_ciphers`: languages of the form `cipher-…` are generated on demand.
    """

    name: str
    title: str
    about: str
    format: str  # a name on the shelf models/formats
    family: str
    splits: Mapping[str, Split]
    metrics: tuple[str, ...] = ()  # names on the shelf metrics; the first is the task's own
    profile: str = ""  # how answers are normalised for the official score
    may_abstain: bool = False  # an empty answer is an answer
    accepts_ciphers: bool = False
    licence: str = ""
    citation: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of any split, sorted."""
        return tuple(sorted({language for split in self.splits.values() for language in split.languages}))
