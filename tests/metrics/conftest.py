"""Golden values for this room: the short ones that ship, the long ones beside the repository."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHIPPED = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="session")
def extract() -> Any:
    """Cases of the official scripts with our own strings; its meta names scripts, commits and commands."""
    return json.loads((SHIPPED / "extract.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def extract_of_metrics() -> Any:
    """The same for words, labels, tags, rankings and sentence pairs."""
    return json.loads((SHIPPED / "extract_metrics.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def golden(shared: Path) -> Callable[[str], Any]:
    """Reads a file of golden/ by its path there."""

    def read(path: str) -> Any:
        raw = (shared / "golden" / path).read_bytes()
        return json.loads(gzip.decompress(raw) if path.endswith(".gz") else raw)

    return read
