"""`intermezzo list`: what there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intermezzo.cli import _options as o

if TYPE_CHECKING:
    from intermezzo.tasks import Task

Rows = list[dict[str, str]]
MAX_LANGUAGES, MAX_SPLITS = 6, 3  # of a task in a line for people


def add(app: typer.Typer) -> None:
    """Hang the command in."""

    @app.command(name="list", epilog="Example: intermezzo list tasks")
    def list_(
        what: Annotated[
            str,
            typer.Argument(
                metavar="WHAT",
                help="tasks, encoders, languages, formats, metrics, profiles, readers, studies.",
            ),
        ] = "",
        data: o.DataOption = None,
        as_json: o.JsonOption = False,
        debug: o.DebugOption = False,
    ) -> None:
        """Show which tasks, encoders, languages, metrics, … there are."""
        from intermezzo.problem import Problem, Refused
        from intermezzo.shelf import nearest

        if what and what not in LISTS:
            near = nearest(what, list(LISTS))
            hint = f"Did you mean '{near}'? " if near else ""
            raise Refused(Problem(what=f"no list '{what}'.", remedy=f"{hint}Lists: {', '.join(LISTS)}"))
        for name in [what] if what else LISTS:
            rows = tasks(data, is_whole=as_json) if name == "tasks" else LISTS[name]()
            if as_json:
                typer.echo(json.dumps({name: rows}, ensure_ascii=False))
                continue
            if not what:
                typer.echo(name)
            for line in aligned(rows):
                typer.echo(line if what else f"  {line}")


def aligned(rows: Rows) -> list[str]:
    """Columns under each other; the last is as long as it likes."""
    if not rows:
        return ["(none)"]
    widths = [max(len(row[column]) for row in rows) for column in rows[0]]
    return ["  ".join(v.ljust(w) for v, w in zip(row.values(), widths)).rstrip() for row in rows]


def tasks(data: Path | None = None, *, is_whole: bool = True) -> Rows:
    """Every task, and whether its data are on this machine; not `is_whole`: long lists are cut."""
    from intermezzo import tasks as shelf
    from intermezzo.plan.here import where

    rows = []
    for name in shelf.names():
        task = shelf.find(name)
        if isinstance(task, shelf.Task):
            rows.append(
                {
                    "name": name,
                    "format": task.format,
                    "splits": few(sized(task), MAX_SPLITS, is_whole=is_whole, between=", "),
                    "languages": few(task.languages, MAX_LANGUAGES, is_whole=is_whole, between=" "),
                    "here": where(task, data or Path()),
                    "licence": task.licence,
                    **({"about": task.about} if is_whole else {}),
                }
            )
    return rows


def sized(task: Task) -> list[str]:
    """`train 4,000` for each split."""
    sizes = {split: task.size(split) for split in task.splits}
    return [split if size is None else f"{split} {size:,}" for split, size in sizes.items()]


def few(all_of_them: Sequence[str], most: int, *, is_whole: bool, between: str) -> str:
    """`ar de en es fi fr … (33)`."""
    if is_whole or len(all_of_them) <= most:
        return between.join(all_of_them)
    return f"{between.join(all_of_them[:most])} … ({len(all_of_them)})"


def encoders() -> Rows:
    """Every encoder that ships, and how others are named."""
    from importlib.resources import files

    shipped = sorted(p.name for p in files("intermezzo.encoders").iterdir() if (p / "config.json").is_file())
    rows = [{"name": n, "about": "built in; stands in for a public pretrained encoder"} for n in shipped]
    return [
        *rows,
        {"name": "dir:PATH", "about": "a directory as transformers writes it, with a fast tokenizer"},
        {"name": "hub:OWNER/NAME@REVISION", "about": "an encoder of the hub, pinned by revision"},
        {"name": "scratch", "about": "random weights, sizes and tokenizer from the study"},
    ]


def languages() -> Rows:
    """Every language of the built-in world."""
    from intermezzo.world.language import codes, load_language

    found = [load_language(code) for code in codes()]
    return [
        *({"code": x.code, "name": x.name, "script": x.script, "own name": x.own_name} for x in found),
        {
            "code": "cipher-N",
            "name": "English in cipher, N % of words kept",
            "script": "Armenian",
            "own name": "",
        },
    ]


def formats() -> Rows:
    """Every format."""
    from intermezzo import shelf
    from intermezzo.tasks import FORMATS

    return [
        {
            "name": each.name,
            "metrics": ", ".join(each.metrics) or "(none)",
            "about": shelf.about("intermezzo.models.formats", each.name),
        }
        for each in FORMATS.values()
    ]


def on_shelf(name: str) -> Rows:
    """Everything on a shelf, each with a line about it."""
    from intermezzo import shelf

    return [{"name": each, "about": shelf.about(name, each)} for each in shelf.names(name)]


def metrics() -> Rows:
    """Every metric."""
    return on_shelf("intermezzo.metrics")


def profiles() -> Rows:
    """Every profile by which answers are normalised."""
    from intermezzo import shelf
    from intermezzo.metrics import _profiles

    return [
        {"name": each, "about": shelf.about(_profiles.__name__, each.replace(".", "-"))}
        for each in _profiles.names()
    ]


def readers() -> Rows:
    """Every reader."""
    return on_shelf("intermezzo.data.readers")


def studies() -> Rows:
    """Every study that ships."""
    import tomllib
    from importlib.resources import files

    found = sorted(
        (p for p in files("intermezzo.studies").iterdir() if p.name.endswith(".toml")), key=lambda p: p.name
    )
    return [
        {
            "name": p.name.removesuffix(".toml"),
            "question": tomllib.loads(p.read_text("utf-8"))["study"]["question"],
        }
        for p in found
    ]


LISTS: dict[str, Callable[[], Rows]] = {
    "tasks": tasks,
    "encoders": encoders,
    "languages": languages,
    "formats": formats,
    "metrics": metrics,
    "profiles": profiles,
    "readers": readers,
    "studies": studies,
}
