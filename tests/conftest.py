"""What all rooms' tests may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
