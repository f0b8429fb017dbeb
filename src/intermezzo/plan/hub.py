"""What a study takes from a hub: pinned by its task or by the lock beside the study, and on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from intermezzo.data import lock
from intermezzo.data.lock import Pinned
from intermezzo.data.sources import hub
from intermezzo.problem import Problem
from intermezzo.study.model import Study
from intermezzo.study.read import LOCK
from intermezzo.tasks import HubSource


def lock_path(study: Study) -> Path:
    """STUDY.lock beside the study; in this folder for a study without a file."""
    return study.path.with_suffix(LOCK) if study.path else Path(study.name).with_suffix(LOCK)


@dataclass(slots=True)
class Hub:
    """The data sets that a study asked a hub for; nothing here goes to the network.

    `met`: all of them so far, here or not, for whoever fetches them. `takes_what_is_here`: without a pin, the revision
    that lies on this machine; for looking at data, never for a study.
    """

    study: Study
    takes_what_is_here: bool = False
    met: list[HubSource] = field(default_factory=list)
    _known: dict[tuple[str, str], str | Problem] = field(default_factory=dict)
    _lock: dict[str, Pinned] | Problem | None = None

    def revision(self, source: HubSource) -> str | Problem:
        """The commit of a data set, which lies on this machine as it was pinned."""
        if source not in self.met:
            self.met.append(source)
        at = (source.repository, source.revision)
        if at not in self._known:
            self._known[at] = self._found(source)
        return self._known[at]

    def is_pinned(self, source: HubSource) -> bool:
        """Whether its task or the lock says which commit is meant; a lock that cannot be read says something."""
        locked = self._locked()
        return bool(source.revision) or isinstance(locked, Problem) or f"hub:{source.repository}" in locked

    def _locked(self) -> dict[str, Pinned] | Problem:
        if self._lock is None:
            self._lock = lock.read_lock(lock_path(self.study))
        return self._lock

    def _found(self, source: HubSource) -> str | Problem:
        if source.revision:  # a commit says what its files are
            folder = hub.located(source.repository, revision=source.revision)
            return folder if isinstance(folder, Problem) else source.revision
        name, entries = f"hub:{source.repository}", self._locked()
        if isinstance(entries, Problem):
            return entries
        if name not in entries and self.takes_what_is_here:
            return hub.cached_revision(source.repository)
        if name not in entries:
            return hub.not_here(source.repository)
        locked = entries[name]
        folder = hub.located(source.repository, revision=locked.revision)
        if isinstance(folder, Problem):
            return folder
        found = hub.pinned(folder, revision=locked.revision, rows=locked.rows)
        changes = lock.differences(name, locked, found)
        return changes[0] if changes else locked.revision
