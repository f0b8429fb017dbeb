"""Help: every command has an example that is true, and what is light stays light."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import miniature
from doors import typed
from intermezzo import __version__
from intermezzo.cli import COMMANDS, build

COMMAND_LINE: Any = get_command(build())
STORE = tuple(COMMAND_LINE.commands["store"].commands)
PATHS = [(name,) for name in COMMANDS if name != "store"] + [("store", name) for name in STORE]
HEAVY = ("torch", "transformers", "tokenizers", "scipy", "pyarrow", "polars", "vl_convert")


def command_of(path: tuple[str, ...]) -> Any:
    found = COMMAND_LINE
    for name in path:
        found = found.commands[name]
    return found


def test_all_commands_are_listed_in_whole_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page names every command, and no description is cut off at the usual 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    for path in ((), ("store",)):
        said = typed(*path, "--help")
        assert said.code == 0
        for name in COMMANDS if not path else STORE:
            (told,) = re.findall(rf"^  {name} +(\w.*)$", said.out, re.MULTILINE)
            assert re.fullmatch(r".*[^.]\.", told)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_has_an_example_that_parses(path: tuple[str, ...]) -> None:
    """The example is one a person can type: its options and arguments are the command's own."""
    _, example = typed(*path, "--help").out.split("Example: ")  # the last of the page, over several lines
    program, *arguments = shlex.split(example)
    assert [program, *arguments[: len(path)]] == ["intermezzo", *path]
    command_of(path).make_context(path[-1], arguments[len(path) :])  # raises where one is not known


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_option_is_explained(path: tuple[str, ...]) -> None:
    """No option or argument without a word about it."""
    silent = [p.name for p in command_of(path).params if not getattr(p, "help", None) and p.name != "help"]
    assert [name for name in silent if name != "study"] == []


def test_version() -> None:
    """`--version` prints the version and nothing else."""
    said = typed("--version")
    assert (said.code, said.out, said.err) == (0, f"intermezzo {__version__}\n", "")


def test_nothing_typed_is_answered_with_help() -> None:
    """Who types the name alone is shown where to start; so is who stops at `store`."""
    assert "Start with: intermezzo run quickstart" in typed().err
    assert "Verify every file" in typed("store").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rum"], "No such command 'rum'."),
        (["plan"], "Missing argument 'STUDY'."),
        (["plan", "quickstart", "--sede", "3"], "No such option: --sede"),
        (["plan", "quickstart", "--seeds", "0"], "Invalid value for '--seeds'"),
        (["plan", "quickstart", "--seeds", "many"], "Invalid value for '--seeds'"),
        (["run", "quickstart", "--data", "nowhere"], "Invalid value for '--data'"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_wrong_arguments(arguments: list[str], said: str) -> None:
    """Arguments that do not parse exit with 2 and name what is wrong, without a traceback."""
    found = typed(*arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert "Traceback" not in found.err


def loaded(*arguments: str | Path) -> set[str]:
    """Which heavy libraries a command loads, in a process of its own."""
    code = """if True:
        import sys
        heavy, sys.argv = sys.argv[1].split(","), ["intermezzo", *sys.argv[2:]]
        from intermezzo.cli import main
        try:
            main()
        except SystemExit as end:
            assert not end.code, end.code
        print("loaded:", *(name for name in heavy if name in sys.modules))
    """
    done = subprocess.run(
        [sys.executable, "-c", code, ",".join(HEAVY), *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["run", "--help"], ["list"], ["list", "tasks", "--json"]],
    ids=" ".join,
)
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    """Help and lists are there at once because nothing heavy is imported for them."""
    assert loaded(*arguments) == set()


def test_plan_loads_nothing_heavy(finished: miniature.Place) -> None:
    """Neither does a plan, with its costs from what the store has shown."""
    assert loaded("plan", finished.study, "--store", finished.store) == set()


@pytest.mark.parametrize("command", ["report", "verify"])
def test_reading_the_store_loads_no_torch(command: str, finished: miniature.Place, tmp_path: Path) -> None:
    """A report and its numbers come from stored statistics: who has no torch can still read and check them."""
    page = ["--out", tmp_path / "page.html"] if command == "report" else ["--report", finished.page]
    assert not {"torch", "transformers"} & loaded(command, finished.study, "--store", finished.store, *page)
