"""A job and its key: what could change the result, and nothing else. No path, no study, no arm, no axis."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# Raised by hand when the same settings would give another result; golden tests guard it.
RECIPES = {"source": 1, "tokenizer": 1, "features": 1, "phase": 2, "probe": 1, "predict": 1, "score": 2}

# Settings a job carries that do not change its key, with the reason. A test changes every field once.
NOT_IN_KEY = {
    "accept_ceiling": "decides whether a job may run, never what it leaves",
    "of": "a name for people; the data are known by what they are",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """One unit of work. `reads` are other jobs by role; `places` say where outside data lie on this machine."""

    kind: str
    settings: Mapping[str, Any]
    reads: Mapping[str, Job] = field(default_factory=dict)
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    what: str = ""  # for people: "phase target", "predict world-qa/hi@test"
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self))

    @property
    def short(self) -> str:
        """The beginning of the key, as messages show it."""
        return self.key[:6]

    def all_reads(self) -> Iterator[Job]:
        """Everything this job rests on, itself last; each once."""
        seen: set[str] = set()

        def walk(job: Job) -> Iterator[Job]:
            if job.key in seen:
                return
            seen.add(job.key)
            for role in sorted(job.reads):
                yield from walk(job.reads[role])
            yield job

        yield from walk(self)


def key_of(job: Job) -> str:
    """SHA-256 over kind, recipe, settings, fingerprints and the keys of what is read, by role."""
    return digest(
        {
            "kind": job.kind,
            "recipe": RECIPES[job.kind],
            "settings": keyed(job.settings),
            "fingerprints": dict(job.fingerprints),
            "reads": {role: read.key for role, read in job.reads.items()},
        }
    )


def keyed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that belong to a key. Names of mixtures' sources go: their roles carry the keys of the data."""
    return {name: value for name, value in settings.items() if name not in NOT_IN_KEY}


def digest(value: Any) -> str:
    """SHA-256 of canonical JSON: sorted keys, no white space, no NaN."""
    told = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(told.encode()).hexdigest()
