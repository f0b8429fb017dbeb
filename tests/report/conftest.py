"""A browser for the pages, where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from intermezzo.report.findings import Findings
from intermezzo.report.page import write
from report import scenes

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SCENES = {
    "whole": scenes.whole_study,
    "hostile": scenes.hostile_study,
    "unfinished": scenes.unfinished_study,
    "empty": scenes.empty_study,
}


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """The system's Chromium without a window."""
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(CHROMIUMS)} is on the path")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"], timeout=0)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of each scene."""
    folder = tmp_path_factory.mktemp("pages")

    def page(name: str, findings: Findings) -> Path:
        path = folder / f"{name}.html"
        write(findings, path)
        return path

    return {name: page(name, scene()) for name, scene in SCENES.items()}
