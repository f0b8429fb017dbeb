"""Outside data: found on this machine and known by fingerprint.

Encoders are directories as transformers writes them; files are the user's own; what the hub has must have been
fetched. Nothing here reads data beyond their bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from intermezzo.data import opening
from intermezzo.data.sources import file as file_source
from intermezzo.data.sources import hub
from intermezzo.problem import Problem
from intermezzo.study.model import Study
from intermezzo.tasks import FileSource, named

ENCODER_FILES = (
    "config.json",
    "heads.json",
    "heads.safetensors",
    "model.safetensors",
    "model.safetensors.index.json",
    "sentencepiece.bpe.model",
    "special_tokens_map.json",
    "spiece.model",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
)
SHARDS = "model-*.safetensors"  # of weights in several files
ENCODER_PATTERNS = (*ENCODER_FILES, SHARDS)
COMPRESSED = ("", ".gz", ".xz", ".bz2", ".zst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Outside data: where they lie here, and what they are."""

    place: str
    fingerprint: str


def folder_of(study: Study) -> Path:
    """What a study's paths are relative to."""
    return study.data_folder or (study.path.parent if study.path else Path.cwd())


def encoder(study: Study, name: str) -> tuple[Found, Found] | Problem:
    """Weights and tokenizer of an encoder that is not from scratch."""
    if name.startswith("dir:"):
        folder = folder_of(study) / name.removeprefix("dir:")
    elif name.startswith("hub:"):
        found = hub_folder(name)
        if isinstance(found, Problem):
            return found
        folder = found
    else:
        folder = Path(str(files("intermezzo.encoders").joinpath(name)))
    if not (folder / "config.json").exists():
        return Problem(place="encoder.name", what=f"no encoder in {folder}: it has no config.json.",
                       remedy="All encoders: intermezzo list encoders")  # fmt: skip
    if not any(folder.glob("model*.safetensors")):
        return Problem(place="encoder.name", what=f"{name} has no model.safetensors; pickled weights are not read.",
                       remedy="Convert it once with transformers' save_pretrained.")  # fmt: skip
    if not (folder / "tokenizer.json").exists():
        return Problem(
            what=f"{name} has no fast tokenizer, which exact answer positions need.",
            remedy="Use a model that has one.",
        )
    place = str(folder.absolute())
    tokenizer = [n for n in ENCODER_FILES if "token" in n or "piece" in n or n == "vocab.txt"]
    return (
        Found(place=place, fingerprint=fingerprint_folder(folder, ENCODER_FILES)),
        Found(place=place, fingerprint=fingerprint_folder(folder, tuple(tokenizer))),
    )


def hub_folder(name: str) -> Path | Problem:
    """The snapshot of `hub:OWNER/NAME@REVISION` in this machine's cache."""
    repository, _, revision = name.removeprefix("hub:").partition("@")
    return hub.snapshot(repository, revision=revision, kind="model", patterns=ENCODER_PATTERNS)


def fingerprint_folder(folder: Path, names: tuple[str, ...]) -> str:
    """SHA-256 over the named files that are there, and the shards of the weights."""
    total = hashlib.sha256()
    shards = [p.name for p in folder.glob(SHARDS)] if "model.safetensors" in names else []
    for name in sorted({*names, *shards}):
        path = folder / name
        if path.exists():
            stat = path.stat()
            total.update(f"{name} {_file_digest(str(path), stat.st_mtime_ns, stat.st_size)}\n".encode())
    return total.hexdigest()


@cache
def _file_digest(path: str, changed: int, size: int) -> str:
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def data_files(study: Study, source: FileSource, language: str) -> Found | Problem | None:
    """The user's files for one language; None where no pattern matches anything."""
    folder = folder_of(study)
    for pattern in source.patterns:
        # A list of the user's is one pattern, a path a line, and means all of them.
        each = [expand(one, folder) for one in named(source, pattern, language).split("\n")]
        if all(each):
            paths = [path for paths in each for path in paths]
            found = file_source.fingerprint(paths, folder=folder)
            if isinstance(found, Problem):
                return found
            return Found(place="\n".join(str((folder / p).absolute()) for p in paths), fingerprint=found)
    return None


def expand(patterns: str, folder: Path) -> list[str]:
    """Files that patterns, a line each, mean together: each itself, compressed, or what it matches, by name."""
    return [path for pattern in patterns.split("\n") for path in _expand(pattern, folder)]


def _expand(pattern: str, folder: Path) -> list[str]:
    for ending in COMPRESSED:
        if (folder / (pattern + ending)).is_file():
            return [pattern + ending]
    matches = file_source.matching(pattern, folder)
    return matches or [m for e in COMPRESSED[1:] for m in file_source.matching(pattern + e, folder)]


__all__ = ["Found", "data_files", "encoder", "expand", "folder_of", "opening"]
