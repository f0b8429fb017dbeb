"""What the tests of models may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from intermezzo.models import tokenizer as tokenizers_of_ours
from intermezzo.models.tokenizer import FastTokenizer
from intermezzo.world import qa
from intermezzo.world.language import codes

EXAMPLES = 20  # questions of each language


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Bits depend on the number of threads; everything here is stated for one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tokenizer trained on questions of all thirteen languages."""
    folder: Path = tmp_path_factory.mktemp("world") / "tokenizer"
    asked = [e for code in codes() for e in qa.questions(code, "train", EXAMPLES)]
    texts = [text for e in asked for text in (e.question, e.context)]
    tokenizers_of_ours.train(texts, folder, vocabulary=1500, isolate_han=True)
    return folder


@pytest.fixture(scope="session")
def world_tokenizer(world_folder: Path) -> FastTokenizer:
    """The same, loaded."""
    return FastTokenizer(world_folder)
