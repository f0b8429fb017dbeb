"""The encoder that ships: what its card says of it is so."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from intermezzo.models import encoder
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.world.language import codes, load_language
from intermezzo.world.qa import questions

LARGEST = 8_000_000  # bytes of the whole folder: what everybody downloads with the package


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where it lies in the package."""
    with as_file(files("intermezzo.encoders") / "world-tiny") as path:
        return path


def test_it_is_small(folder: Path) -> None:
    """All of its files together."""
    assert sum(file.stat().st_size for file in folder.iterdir()) <= LARGEST


def test_its_card_names_the_weights(folder: Path) -> None:
    """Somebody who makes it again can compare."""
    told = re.findall(r"`([0-9a-f]{64})`", (folder / "README.md").read_text())
    assert told == [hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()]


def test_nothing_of_the_machine_is_in_it(folder: Path) -> None:
    """No path and no name of the folder it was made in."""
    told = json.loads((folder / "config.json").read_text())
    assert "/" not in str(told.get("_name_or_path", ""))


def test_it_takes_unpadded_rows(folder: Path) -> None:
    """The admission test lets it in, and it reads rows as long as its study made them."""
    loaded = encoder.load(folder)
    assert loaded.is_packed
    assert loaded.longest == 512


@pytest.mark.parametrize("code", codes())
def test_its_tokenizer_knows_every_language(folder: Path, code: str) -> None:
    """No unknown token in questions and contexts, and every answer begins and ends with a token."""
    tokenizer = FastTokenizer(folder)
    unknown = tokenizer.special["unk"]
    for example in questions(code, "test", 60):
        (ids, starts, ends), (asked, _, _) = tokenizer.encode([example.context, example.question])
        assert unknown not in ids
        assert unknown not in asked
        (answer,) = example.answers
        assert answer.start in starts, (load_language(code).name, answer)
        assert answer.start + len(answer.text) in ends, (load_language(code).name, answer)
