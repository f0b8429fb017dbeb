"""The reference is what the code says."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from docs.written import ROOT
from intermezzo import shelf
from intermezzo.cli import COMMANDS
from intermezzo.metrics import _profiles

REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(generate: ModuleType) -> dict[str, str]:
    pages: dict[str, str] = generate.pages()
    return pages


def test_pages_are_fresh(made: dict[str, str]):
    """Each page is, byte for byte, what `python docs/generate.py` writes now."""
    there = {path.name: path.read_text("utf-8") for path in REFERENCE.iterdir()}
    stale = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    assert not stale, f"run: python docs/generate.py ({', '.join(stale)})"


def test_pages_do_not_depend_on_the_moment(generate: ModuleType, made: dict[str, str]):
    """Made twice, the pages are equal."""
    assert generate.pages() == made


@pytest.mark.parametrize(
    ("page", "name"),
    [
        *(("tasks.md", name) for name in shelf.names("intermezzo.tasks")),
        *(("readers.md", name) for name in shelf.names("intermezzo.data.readers")),
        *(("metrics.md", name) for name in shelf.names("intermezzo.metrics")),
        *(("metrics.md", name) for name in _profiles.names()),
    ],
)
def test_every_file_on_a_shelf_has_a_section(made: dict[str, str], page: str, name: str):
    """What can be written in a study can be looked up by that word."""
    assert any(line.lstrip("#") == f" {name}" and line[0] == "#" for line in made[page].splitlines() if line)


@pytest.mark.parametrize("name", [n for n in shelf.names("intermezzo.tasks") if n.startswith("world-")])
def test_every_task_of_the_world_is_told(name: str):
    """The page on the world says what each of its tasks is."""
    page = ROOT / "docs" / "explanation" / "world.md"
    assert f"| `{name}` |" in page.read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section(made: dict[str, str], command: str):
    """What can be typed can be looked up."""
    assert f"## `intermezzo {command}" in made["commands.md"]


@pytest.mark.parametrize("page", ["study.md", "commands.md"])
def test_no_description_is_missing(made: dict[str, str], page: str):
    """Every field and option says what it is; the text stands on its definition in the code."""
    rows = [line for line in made[page].splitlines() if line.startswith("| `")]
    silent = [row for row in rows if not row.rstrip(" |").count("|") or row.endswith("|  |")]
    assert not silent
