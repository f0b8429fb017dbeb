"""The house: imports run one way, from the face down to the ground, and heavy imports stay where they are needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import pytest

import intermezzo

ROOT = Path(intermezzo.__file__).parent

# What all share: small files beside the rooms, which import nothing but each other.
GROUND = {"__init__", "example", "expression", "one_thread", "problem", "randomness", "shelf"}

# Who may import whom when it is imported itself. Rooms, and the two files beside them that stand above rooms:
# `library`, the doors for programs, and `work`, what a job is given.
AT_IMPORT = {
    "__main__": {"cli"},
    "cli": {"execute", "plan", "report", "store", "study"},
    "library": {"execute", "plan", "report", "store", "study"},
    # analysis, data and report for `verify`; study and train (lengths, without torch) for checks before a run
    "execute": {"analysis", "data", "plan", "report", "store", "study", "tasks", "train", "work"},
    # data to read examples again; world: whether a code is a cipher's
    "report": {"analysis", "data", "metrics", "plan", "store", "study", "world"},
    "train": {"data", "metrics", "models", "store", "work"},
    "models": {"data", "metrics", "store", "work"},  # metrics: mining is part of what is said
    "analysis": {"data", "metrics", "work"},
    "plan": {"data", "store", "study", "tasks"},  # data: fingerprints of outside files; store: what is done
    "study": {"tasks", "world"},  # world: whether a code is a cipher's
    "data": {"work", "world"},
    "tasks": {"world"},
    "work": {"store"},
    "world": set(),
    "store": set(),
    "metrics": set(),
    "encoders": set(),
}
# Who may import whom besides, inside a function: when it is used, or never.
WHEN_USED = {
    "__init__": {"library"},
    "cli": {"metrics", "models", "tasks", "work", "world"},
    "library": {"analysis", "report"},
    # to read an expectation, and the names of profiles and decoders
    "study": {"analysis", "metrics", "models"},
}
TORCH_FREE = ("study", "plan", "store", "data", "world", "tasks", "metrics", "analysis", "report", "cli")
HEAVY = ("torch", "transformers", "tokenizers", "scipy", "pyarrow", "polars", "vl_convert")


@dataclass(frozen=True)
class Import:
    """One import in the source: from which room, of which, and whether it happens at once."""

    of: str
    room: str
    is_late: bool
    place: str


def room_of(path: Path) -> str:
    """`metrics/f1.py` is of metrics; `shelf.py` is a file by itself."""
    return path.parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[Import]:
    """Every import of our own in a file."""
    yield from _within(ast.parse((ROOT / path).read_text("utf-8")), path, is_late=False)


def _within(node: ast.AST, path: Path, *, is_late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            assert not getattr(child, "level", 0), f"{path}:{child.lineno}: write imports from intermezzo on"
            for name in names(child):
                room = name.split(".")[1] if "." in name else "__init__"
                yield Import(room_of(path), room, is_late, f"{path}:{child.lineno}: imports {name}")
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        is_for_types = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        yield from _within(child, path, is_late=is_late or is_function or is_for_types)


def names(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        found = [alias.name for alias in node.names]
    elif node.module == "intermezzo":  # a room or a file, or a name of the package itself
        found = [f"intermezzo.{a.name}" if is_ours(a.name) else "intermezzo" for a in node.names]
    else:
        found = [node.module or ""]
    return [name for name in found if name.split(".")[0] == "intermezzo"]


def is_ours(name: str) -> bool:
    return (ROOT / name).is_dir() or (ROOT / f"{name}.py").is_file()


FILES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
IMPORTS = [each for path in FILES for each in imports(path)]


def test_every_room_is_in_the_table() -> None:
    """A new room, or a new file beside the rooms, has to say here what it may import."""
    assert {room_of(path) for path in FILES} == AT_IMPORT.keys() | GROUND
    assert WHEN_USED.keys() <= AT_IMPORT.keys() | GROUND


def test_the_table_runs_one_way() -> None:
    """Late imports counted or not, no chain of allowed imports comes back to where it began."""
    edges = {
        of: AT_IMPORT.get(of, set()) | WHEN_USED.get(of, set()) for of in AT_IMPORT.keys() | WHEN_USED.keys()
    }
    order = list(TopologicalSorter(edges).static_order())  # raises at a circle
    assert order.index("cli") > order.index("execute") > order.index("analysis") > order.index("data")
    assert order.index("data") > order.index("world")
    assert order.index("plan") > order.index("study") > order.index("tasks")


def test_imports_are_those_of_the_table() -> None:
    """No import in the source goes from one room to another in a way the table does not have."""
    strangers = [
        each.place
        for each in IMPORTS
        if each.of != each.room
        and each.room not in GROUND
        and each.room not in AT_IMPORT.get(each.of, set())
        and not (each.is_late and each.room in WHEN_USED.get(each.of, set()))
    ]
    assert strangers == []


def test_the_ground_is_the_ground() -> None:
    """What all share imports no room and nothing heavy; the package's own door names the library only."""
    for each in IMPORTS:
        if each.of in GROUND - {"__init__"}:
            assert each.room in GROUND, each.place


def test_nobody_above_is_named_below() -> None:
    """Only the face knows the face: no room imports cli, and only cli and library import execute."""
    assert [e.place for e in IMPORTS if e.room == "cli" and e.of not in ("cli", "__main__")] == []
    assert {e.of for e in IMPORTS if e.room == "execute"} <= {"cli", "execute", "library"}


def test_words_name_modules() -> None:
    """Where source names a module or a folder of modules as a word, to import it later, there is such a one."""
    for path in FILES:
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if (
                isinstance(text, str)
                and text.startswith("intermezzo.")
                and text.replace(".", "").isidentifier()
            ):
                assert find_spec(text.removesuffix(".")), f"{path}:{node.lineno}: {text}"


def fresh(code: str, *arguments: str) -> str:
    """What a new process prints; warnings are errors there too."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("room", TORCH_FREE)
def test_torch_free(room: str) -> None:
    """All modules of the room, imported together in a fresh process, load nothing heavy, directly or through others."""
    code = """if True:
        import pkgutil, sys
        from importlib import import_module
        room = import_module(sys.argv[1])
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            import_module(module.name)
        print(*(name for name in sys.argv[2:] if name in sys.modules))
    """
    assert fresh(code, f"intermezzo.{room}", *HEAVY).split() == []


def test_import_intermezzo_costs_nothing() -> None:
    """The package alone loads no room: its doors are opened when somebody goes through one."""
    code = "import sys, intermezzo; print(*(n for n in sys.modules if n.startswith('intermezzo.') or n in sys.argv))"
    assert fresh(code, *HEAVY, "numpy").split() == []
