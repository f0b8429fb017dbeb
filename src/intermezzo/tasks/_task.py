"""What a task is: one value that says where its examples come from and how its answers count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldSource:
    """Examples that the built-in world generates; `generator` is one of `data/gather.py`, `options` are its own."""

    generator: str
    count: int  # examples of one language
    unanswerable: bool = False
    seed: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """Files on disk. `patterns` may hold `{language}`; the first that matches is taken, compressed or not.

    A pattern of several lines means all of its files together. `codes`: what the files call a language (`swa`).
    `contexts`: our language -> the language of its contexts, where that is another (questions across languages).
    """

    patterns: tuple[str, ...]
    reader: str
    misplaced: str = "error"  # "error", "repair", "drop"
    parallel: bool = False  # ids are shared between languages: they become groups
    columns: Mapping[str, str] = field(default_factory=dict)  # our field -> its column
    labels: Mapping[str, str] = field(default_factory=dict)  # the file's label -> ours
    codes: Mapping[str, str] = field(default_factory=dict)  # our language -> the file's
    contexts: Mapping[str, str] = field(default_factory=dict)  # our language -> that of its contexts
    into: Mapping[str, Any] = field(default_factory=dict)  # what passages become: settings of data/faq.py


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSource:
    """A data set on the hub, pinned by revision; `revision = ""` is pinned by the study's lock at the first fetch.

    Where several configurations belong together, `config` and `split` have a line each, and `reader` joins them.
    `files`: instead of configurations, files of the repository as a pattern of `FileSource` names them, for `reader`.
    """

    repository: str
    revision: str = ""
    config: str = "{language}"
    split: str = "train"
    columns: Mapping[str, str] = field(default_factory=dict)  # our field -> its column
    labels: Mapping[str, str] = field(default_factory=dict)  # its label -> ours
    codes: Mapping[str, str] = field(default_factory=dict)  # our language -> its own
    contexts: Mapping[str, str] = field(default_factory=dict)  # our language -> that of its contexts
    parallel: bool = False
    misplaced: str = "error"
    reader: str = ""  # of the rows of configurations, as of JSON lines, or of files
    files: str = ""
    into: Mapping[str, Any] = field(default_factory=dict)  # what passages become: settings of data/faq.py

    @property
    def tables(self) -> list[tuple[str, str]]:
        """Configurations and splits that are read, in the order of their lines; none where files are."""
        if self.files:
            return []
        return list(zip(self.config.split("\n"), self.split.split("\n"), strict=True))


Source = WorldSource | FileSource | HubSource


def named(source: FileSource | HubSource, text: str, language: str) -> str:
    """A pattern or a configuration with the language as its data call it."""
    return text.replace("{language}", source.codes.get(language, language))


def of_contexts(source: FileSource | HubSource, language: str) -> str:
    """The language an example is in, which decides how its answers are scored: that of its context."""
    return source.contexts.get(language, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One split: where it comes from, tried in order, and which languages it has."""

    sources: tuple[Source, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task. `family` joins variants of one task (a language is seen if any task of the family trained on it).

    `labels`: of a classification or tagging task; none there means those of its train split. Heads are handed over
    where format and labels agree. `accepts_ciphers`: languages of the form `cipher-…` are generated on demand.
    """

    name: str
    title: str
    about: str
    format: str  # a name in tasks/_format.py
    family: str
    splits: Mapping[str, Split]
    labels: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()  # names on the shelf metrics; the first is the task's own
    profile: str = ""  # how answers are normalised for the official score
    may_abstain: bool = False  # an empty answer is an answer
    accepts_ciphers: bool = False
    sizes: Mapping[str, int] = field(
        default_factory=dict
    )  # split -> examples, where `size` could not know them
    licence: str = ""
    citation: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of any split, sorted."""
        return tuple(sorted({language for split in self.splits.values() for language in split.languages}))

    def size(self, split: str) -> int | None:
        """Examples of a split in all its languages together; None where that is not known."""
        if split in self.sizes:
            return self.sizes[split]
        of_world = [each for each in self.splits[split].sources if isinstance(each, WorldSource)]
        return of_world[0].count * len(self.splits[split].languages) if of_world else None
