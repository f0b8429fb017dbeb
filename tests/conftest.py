"""What all rooms' tests may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import miniature

# No test times anything: how long an example takes says something about the machine only.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

BESIDE_THE_REPOSITORY = Path(__file__).parents[1] / ".." / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of golden values, too large to ship; INTERMEZZO_SHARED names it."""
    folder = Path(os.environ.get("INTERMEZZO_SHARED", BESIDE_THE_REPOSITORY))
    if not (folder / "golden").is_dir():
        pytest.skip(f"no golden values in {folder}; set INTERMEZZO_SHARED to the folder that holds golden/")
    return folder


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> miniature.Place:
    """The miniature study, run to its end once. To look at; who changes something takes a copy."""
    place = miniature.put(tmp_path_factory.mktemp("finished"))
    run = miniature.start(miniature.run_arguments(place, "--json"), place.folder / "said")
    assert run.end() == 0, run.err.read_text()
    return place
