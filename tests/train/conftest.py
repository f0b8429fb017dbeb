"""What the tests of training may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from intermezzo.models import predict
from train import scenes


@pytest.fixture(autouse=True)
def _as_a_fresh_process() -> Iterator[None]:
    """One thread, since bits depend on their number; and what a phase sets for its process does not stay behind."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    predict._loaded.clear()
    yield
    torch.set_num_threads(before)
    torch.use_deterministic_algorithms(False)


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> scenes.Scene:
    """A study with all data read and its first phase trained. To look at."""
    return scenes.ready(tmp_path_factory.mktemp("training"))
