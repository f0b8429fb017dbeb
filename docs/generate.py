"""Write docs/reference/ from the code: fields, shelves, commands, messages.

    python docs/generate.py            writes the pages
    python docs/generate.py --check    says which would change; exit code 1 if any

What a page lacks is added to the code (an `About` on a field, a docstring, a `help=`), never to the page.
Same code, same bytes: nothing here asks a clock, a network or a locale.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_origin

import typer

import intermezzo
from intermezzo import expression, problem, shelf
from intermezzo.cli import build, list_command
from intermezzo.metrics import _profiles
from intermezzo.plan import job as jobs
from intermezzo.study import arms, chain, resolve
from intermezzo.study.checkpoint import RULES
from intermezzo.study.data import OwnData
from intermezzo.study.describe import NOT_REQUIRED, schema
from intermezzo.study.fields import Kind, kinds
from intermezzo.study.model import (
    Batch,
    Budget,
    Claim,
    Encoder,
    Evaluation,
    Phase,
    Probe,
    Study,
    TokenizerSettings,
)
from intermezzo.tasks import FileSource, HubSource, Source, Task, WorldSource
from intermezzo.tasks import find as find_task
from intermezzo.tasks import names as task_names

SOURCE = Path(intermezzo.__file__).parent
REFERENCE = Path(__file__).parent / "reference"
SCHEMA = "study.schema.json"  # for editors that check TOML as it is written
MARK = "<!-- Made by docs/generate.py from the code. Change the code and run it again. -->"


def pages() -> dict[str, str]:
    """File name -> content, in the order of the navigation."""
    made = {
        "study.md": study_page(),
        "tasks.md": tasks_page(),
        "readers.md": readers_page(),
        "encoders.md": encoders_page(),
        "formats.md": formats_page(),
        "metrics.md": metrics_page(),
        "languages.md": languages_page(),
        "commands.md": commands_page(),
        "messages.md": messages_page(),
        "jobs.md": jobs_page(),
        "library.md": library_page(),
    }
    return {
        "index.md": index_page(made),
        **made,
        SCHEMA: json.dumps(schema(), indent=1, ensure_ascii=False) + "\n",
    }


def page(title: str, *parts: str) -> str:
    """A page with its mark; parts are blocks of Markdown."""
    return "\n\n".join([f"# {title}", MARK, *(part.strip("\n") for part in parts if part)]) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; a bar in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(text: object) -> str:
    """Text as code, "" where there is none."""
    return f"`{text}`" if text != "" else ""


def prose(doc: str | None) -> str:
    """A docstring as Markdown: indented lines get the empty line that makes them a block of code."""
    lines: list[str] = []
    for line in (doc or "").splitlines():
        if line.startswith("    ") and lines and lines[-1] and not lines[-1].startswith("    "):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def docstring(path: Path) -> str:
    """A module's docstring, read and not imported: no page needs torch."""
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


def on_shelf(folder: str) -> dict[str, str]:
    """The files of a shelf by name, each with its docstring."""
    return {
        path.stem: docstring(path)
        for path in sorted((SOURCE / folder).glob("*.py"))
        if not path.stem.startswith("_")
    }


def sections(described: Mapping[str, str]) -> str:
    """A section for each name."""
    return "\n\n".join(f"## {name}\n\n{prose(doc)}" for name, doc in described.items())


# Pages


def index_page(made: Mapping[str, str]) -> str:
    links = [f"* [{text.splitlines()[0].removeprefix('# ')}]({name})" for name, text in made.items()]
    return page(
        "Reference",
        "These pages are made from the code by `docs/generate.py`; a test holds that they are fresh.",
        "\n".join(links),
        f"[{SCHEMA}]({SCHEMA}) is the study file as JSON Schema, for editors.",
    )


def study_page() -> str:
    """Every table of a study file."""
    axis_rules = (
        f"A table of lists; the cross product of the lists, less what `[[exclude]]` takes out, gives the arms "
        f"(at most {arms.MAX_ARMS:,}). A value is a number, or a text without `,` `=` `@`. Names of axes are "
        "letters, digits and `_`, as expressions use them."
    )
    choices = (
        "Wherever a value stands, a table `{ by = AXIS, VALUE = … }` may stand in its place, with an entry for "
        "each value of that axis. Wherever a number stands, a text is read as an expression over the axes; in a "
        f"mixture also over `{expression.TIME}`, which runs from 0 to 1 through the phase."
    )
    signs = [sign for sign, _ in (*expression.ARITHMETIC.values(), *expression.COMPARISONS.values())]
    allowed = (
        f"Numbers, strings, names of axes, `{' '.join(signs)}`, `and or not`, and the functions "
        f"{', '.join(code(name) for name in expression.FUNCTIONS)}. At most {expression.MAX_CHARACTERS} "
        f"characters, {expression.MAX_NODES} parts, {expression.MAX_DEPTH} deep. Nothing else exists in them."
    )
    data_note = (
        "`TASK/LANGUAGE`, `TASK/{sw,te}` or `TASK/all`, with `@SPLIT` where another split is meant than the "
        "one of the place: train in a phase and for a tokenizer, dev in a probe and a checkpoint rule, test in "
        "an evaluation. A source of `[data.NAME]` is referred to by its name in the same way."
    )
    return page(
        "Study files",
        "A study is one TOML file. A field that is not on this page is refused, with the nearest one named. "
        "`intermezzo plan STUDY` prints the phases with every default spelled out.",
        "## `[study]`",
        about(Study),
        fields(Study, only=resolve.STUDY_FIELDS),
        "## `[axes]`",
        axis_rules,
        "## `[[exclude]]`",
        table(
            ["field", "holds", "default", "meaning"],
            [["`when`", "a condition", "required", "arms for which it is true are left out"]],
        ),
        "## `[encoder]`",
        about(Encoder),
        fields(Encoder),
        "## `[encoder.tokenizer]`",
        about(TokenizerSettings),
        fields(TokenizerSettings),
        "## `[data.NAME]`",
        about(OwnData),
        fields(OwnData),
        "## `[phase.NAME]`",
        about(Phase),
        fields(Phase, hidden=("name",), beside=chain.FIELDS),
        f"`checkpoint` is {RULES}.",
        "### `budget`",
        about(Budget),
        fields(Budget, has_defaults=False),
        "### `batch`",
        about(Batch),
        fields(Batch),
        "### `probe`",
        about(Probe),
        fields(Probe),
        "## `[evaluate.NAME]`",
        about(Evaluation),
        fields(Evaluation, hidden=("name",), beside={"when": chain.FIELDS["when"]}),
        "## `[[claim]]`",
        about(Claim),
        fields(Claim, hidden=("line",)),
        "## References to data",
        data_note,
        "## Choices and expressions",
        choices,
        allowed,
    )


def about(cls: type) -> str:
    return prose(inspect.getdoc(cls))


REQUIRED = {
    (Evaluation, "task"),
    (Probe, "on"),
    (TokenizerSettings, "text"),
}  # that the door asks for though the value has a default
WRITTEN = {
    (Study, "seeds"): "a whole number above 0, or a list of seeds",
    (Phase, "mixture"): "a table",
    (Claim, "compare"): "a table",
    (Claim, "over"): "text or a list",
    (Evaluation, "languages"): '"all" or a list',
    (OwnData, "path"): "text, a list or a table",
}  # how a file writes what the value holds otherwise


def fields(
    cls: type,
    *,
    only: Sequence[str] = (),
    hidden: Sequence[str] = (),
    beside: Mapping[str, str] | None = None,
    has_defaults: bool = True,
) -> str:
    """A table of a dataclass's fields; `beside` are fields of the file that the dataclass does not keep."""
    known = {each.name: each for each in dataclasses.fields(cls)}
    rows = []
    for name, kind in kinds(cls).items():
        if name in hidden or (only and name not in only):
            continue
        default = shown_default(cls, known[name]) if has_defaults else ""
        rows.append([code(name), WRITTEN.get((cls, name)) or holds(kind), default, kind.about])
    rows += [[code(name), "text", "", text] for name, text in (beside or {}).items()]
    head = ["field", "holds", "default", "meaning"]
    if not has_defaults:
        head, rows = [h for h in head if h != "default"], [[a, b, d] for a, b, _, d in rows]
    return table(head, rows)


def holds(kind: Kind) -> str:
    """What a field may hold, in words."""
    if kind.one_of is not None and get_origin(kind.type) is tuple:
        return f"a list of {kind.one_of}"
    if kind.one_of is not None or kind.type in (int, float, str, bool):
        return kind.words
    if get_origin(kind.type) is tuple:
        return "a list"
    return "a table"


def shown_default(cls: type, each: dataclasses.Field[Any]) -> str:
    if (cls, each.name) in REQUIRED:
        return "required"
    if each.default is dataclasses.MISSING:
        made = each.default_factory() if callable(each.default_factory) else dataclasses.MISSING
        if made is dataclasses.MISSING:
            return "" if (cls, each.name) in NOT_REQUIRED else "required"
        return "see below" if made else ""
    if each.default is None or each.default == () or each.default == "":
        return ""
    if isinstance(each.default, bool):
        return code(str(each.default).lower())
    return code(f'"{each.default}"' if isinstance(each.default, str) else f"{each.default:g}")


def tasks_page() -> str:
    parts = []
    for name in task_names():
        task = find_task(name)
        assert isinstance(task, Task), task
        facts = [
            ["format", code(task.format)],
            ["family", f"{code(task.family)} (a language is seen if any task of the family trained on it)"],
            ["metrics", ", ".join(code(m) for m in task.metrics) or "none; it is only trained on"],
            *([["labels", " ".join(code(label) for label in task.labels)]] if task.labels else []),
            *([["official profile", code(task.profile)]] if task.profile else []),
            *([["may abstain", "yes"]] if task.may_abstain else []),
            *([["cipher languages", "yes"]] if task.accepts_ciphers else []),
            ["licence", task.licence],
            *([["citation", task.citation]] if task.citation else []),
        ]
        rows = [
            [
                code(split),
                "" if (size := task.size(split)) is None else f"{size:,}",
                " ".join(its.languages),
                "; ".join(origin(source) for source in its.sources),
            ]
            for split, its in task.splits.items()
        ]
        parts += [
            f"## {name}",
            prose(docstring(SOURCE / "tasks" / f"{name.replace('-', '_')}.py")),
            table(["of the task", ""], facts),
            table(["split", "examples", "languages", "where it comes from, tried in order"], rows),
        ]
    return page(
        "Tasks", "A task is one file in `src/intermezzo/tasks/`. Also: `intermezzo list tasks`.", *parts
    )


def origin(source: Source) -> str:
    """Where examples come from, in a phrase."""
    if isinstance(source, WorldSource):
        return f"the built-in world, {source.count:,} {source.generator} a language"
    if isinstance(source, FileSource):
        patterns = (" and ".join(map(code, pattern.split("\n"))) for pattern in source.patterns)
        return f"files {' or '.join(patterns)}, reader {code(source.reader)}"
    assert isinstance(source, HubSource)
    name = f"hub data set {code(source.repository)}"
    reader = f", reader {code(source.reader)}" if source.reader else ""
    if source.files:
        return f"{name}, files {' and '.join(map(code, source.files.splitlines()))}{reader}"
    tables = " and ".join(
        f"configuration {code(config)}, split {code(split)}" if config else f"split {code(split)}"
        for config, split in source.tables
    )
    return f"{name}, {tables}{reader}"


def readers_page() -> str:
    """Dialects."""
    from intermezzo.data.reader import ReadOptions

    return page(
        "Readers",
        "A reader is one dialect of file, one file in `src/intermezzo/data/readers/`. Files may be plain or "
        "`.gz`, `.xz`, `.bz2`, `.zst`, in UTF-8.",
        sections({name.replace("_", "-"): doc for name, doc in on_shelf("data/readers").items()}),
        "## Options of every reader",
        f"```text\n{inspect.getdoc(ReadOptions)}\n```",
    )


def encoders_page() -> str:
    rows = [[code(row["name"]), row["about"]] for row in list_command.encoders()]
    return page(
        "Encoders",
        table(["name in `[encoder]`", "what it is"], rows),
        "Weights are read from safetensors only, code of a model is never run, and a fast tokenizer "
        "(`tokenizer.json`) must be there.",
        "## How an encoder takes its rows",
        prose(docstring(SOURCE / "models" / "packed.py")),
    )


def formats_page() -> str:
    return page(
        "Formats and losses",
        "A format says how examples become rows and how answers are read from a model; a loss is what a step "
        "makes small.",
        sections({name.replace("_", "-"): doc for name, doc in on_shelf("models/formats").items()}),
        "## Losses",
        "\n\n".join(
            f"### {name.replace('_', '-')}\n\n{prose(doc)}" for name, doc in on_shelf("train/losses").items()
        ),
        "## Which weights a phase leaves",
        prose(docstring(SOURCE / "train" / "selection.py")),
        "## Which row comes next",
        prose(docstring(SOURCE / "train" / "mixture.py")),
        "## Other people's decoders",
        prose(docstring(SOURCE / "models/formats/_decoders/__init__.py").partition("\n\n")[0]),
        "\n\n".join(
            f"### {name}\n\n{prose(doc)}" for name, doc in on_shelf("models/formats/_decoders").items()
        ),
    )


def metrics_page() -> str:
    profiles = {
        name: docstring(SOURCE / "metrics/_profiles" / f"{name.replace('-', '_').replace('.', '_')}.py")
        for name in _profiles.names()
    }
    return page(
        "Metrics and profiles",
        "A metric counts; a profile says how answers are read before they are compared. Each evaluation is "
        "scored by its task's official profile, and by `script-aware` beside it.",
        sections({name.replace("_", "-"): doc for name, doc in on_shelf("metrics").items()}),
        "## Profiles",
        "\n\n".join(f"### {name}\n\n{prose(doc)}" for name, doc in profiles.items()),
        "## SQuAD's own normalisation, which three profiles start from",
        prose(docstring(SOURCE / "metrics/_profiles/_squad.py")),
        "## Averages over tasks, languages and groups of them",
        prose(docstring(SOURCE / "metrics/_aggregates.py")),
        "## How entities and runs of tags are found",
        prose(docstring(SOURCE / "metrics/_chunks.py")),
        "## How sentence pairs are mined",
        prose(docstring(SOURCE / "metrics/_mining.py")),
        "## XTREME and XTREME-R as a whole",
        prose(docstring(SOURCE / "metrics/_xtreme/__init__.py")),
    )


def languages_page() -> str:
    rows = [[code(row["code"]), *list(row.values())[1:]] for row in list_command.languages()]
    return page(
        "Languages of the built-in world",
        table(["code", "name", "script", "own name"], rows),
        "## Cipher languages",
        prose(docstring(SOURCE / "world/cipher.py")),
    )


def commands_page() -> str:
    """Every command with its arguments and options, as `--help` tells them."""
    app: Any = typer.main.get_command(build())
    parts = []
    for name, command in walk(app, "intermezzo"):
        context = command.make_context(name, [], resilient_parsing=True)
        given = [(p, p.get_help_record(context)) for p in command.get_params(context)]
        arguments = [record for p, record in given if p.param_type_name == "argument"]
        options = [record for p, record in given if p.param_type_name == "option"]
        words = [record[0].split(" ")[0] for record in arguments]
        parts += [f"## `{' '.join([name, *words])}`", command.help or ""]
        for title, records in (("argument", arguments), ("option", options)):
            if records:
                parts.append(table([title, "meaning"], [[code(r[0]), plain(r[1])] for r in records]))
        if command.epilog:
            parts.append(f"```sh\n{command.epilog.removeprefix('Example: ')}\n```")
    return page(
        "Commands",
        "`intermezzo COMMAND --help` says the same. STUDY is a file, or the name of a study that ships: "
        + ", ".join(code(row["name"]) for row in list_command.studies())
        + ".",
        *parts,
    )


def walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    for word, each in getattr(command, "commands", {}).items():
        if hasattr(each, "commands"):
            yield from walk(each, f"{name} {word}")
        else:
            yield f"{name} {word}", each


def plain(text: str) -> str:
    return " ".join(text.split())


def messages_page() -> str:
    """What the program says when something is wrong."""
    codes = [[code(number), text] for number, text in problem.EXIT_CODES.items()]
    rooms: dict[str, list[list[str]]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE)
        room = inside.parts[0].removesuffix(".py")
        for what, remedy in messages(ast.parse(path.read_text("utf-8"))):
            row = [code(what), code(remedy)]
            if row not in rooms.setdefault(room, []):
                rooms[room].append(row)
    told = [
        f"### {room}\n\n{table(['what is said', 'and what to do'], rows)}"
        for room, rows in rooms.items()
        if rows
    ]
    return page(
        "Messages and exit codes",
        "## Exit codes",
        table(["code", "meaning"], codes),
        "## Messages",
        "A message is one line, `PLACE: WHAT REMEDY`. A study's mistakes come all at once, each with its line. "
        "Words in capitals are filled in; … stands for what is put together from parts. A traceback is shown "
        "with `--debug` only.",
        *told,
    )


def messages(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Problems that a module makes, with what they say."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        given = {k.arg: k.value for k in node.keywords}
        what = remedy = ""
        if name == "Problem" and "what" in given:
            what, remedy = told(given["what"]), told(given.get("remedy"))
        elif name == "mismatch" and "expected" in given:
            what, remedy = f"expected {told(given['expected'])}, found FOUND", told(given.get("remedy"))
        elif name == "say" and node.args:
            what, remedy = told(node.args[0]), told(node.args[1]) if len(node.args) > 1 else ""
        elif name == "expected" and isinstance(node.func, ast.Attribute) and node.args:
            words, remedy = told(node.args[0]), told(node.args[1]) if len(node.args) > 1 else ""
            what = f"expected {words}, found FOUND" if words else ""
        if any(letter.islower() for letter in what):  # else all of it is filled in
            yield what, remedy.strip("…")


def told(node: ast.expr | None) -> str:
    """A text in the source, with names in capitals where values are filled in; "" or … where it is no text."""
    if node is None:
        return ""
    if isinstance(node, ast.Constant):
        return " ".join(str(node.value).split()) if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else filled(part.value)  # type: ignore[attr-defined]
            for part in node.values
        ]
        return " ".join("".join(parts).split())
    return told(node.body) if isinstance(node, ast.IfExp) else "…"


def filled(node: ast.expr) -> str:
    """The name of a value that is filled in."""
    if isinstance(node, ast.Name):
        return node.id.upper()
    if isinstance(node, ast.Attribute):
        return node.attr.upper()
    return "…"


def jobs_page() -> str:
    recipes = [[code(kind), str(recipe)] for kind, recipe in jobs.RECIPES.items()]
    passed = [[code(name), reason] for name, reason in jobs.NOT_IN_KEY.items()]
    shelves = [
        [code(f"intermezzo.{name}"), constant]
        for name, constant in (
            ("tasks", "`TASK`"),
            ("data.readers", "`READER`"),
            ("metrics", "`METRIC`"),
            ("metrics._profiles", "`PROFILE`"),
            ("models.formats", "`FORMAT`"),
            ("models.heads", "`HEAD` and `outputs`"),
            ("train.losses", "`LOSS`"),
            ("models.formats._decoders", "`DECODER`"),
        )
    ]
    return page(
        "Jobs, keys and shelves",
        "## Kinds of jobs",
        prose(docstring(SOURCE / "plan/job.py")),
        table(["kind", "recipe number"], recipes),
        "The recipe number of a kind is raised by hand when the same settings would give another result.",
        "## Settings that change no key",
        table(["setting", "why not"], passed),
        "## Shelves and entry points",
        prose(ast.get_docstring(ast.parse(Path(shelf.__file__).read_text("utf-8")))),
        table(["shelf, and entry-point group", "constant of a file on it"], shelves),
    )


def library_page() -> str:
    """The doors for programs."""
    tree = ast.parse((SOURCE / "library.py").read_text("utf-8"))
    parts = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            parts.append(function(node, "intermezzo."))
        elif isinstance(node, ast.ClassDef):
            parts += [f"## intermezzo.{node.name}", ast.get_docstring(node) or ""]
            parts += [function(each, "", "###") for each in node.body if isinstance(each, ast.FunctionDef)]
    example = docstring(SOURCE / "__init__.py").partition("As a library:")[2]
    return page("Library", "The functions that the command line calls.", prose(example.strip("\n")), *parts)


def function(node: ast.FunctionDef, prefix: str, level: str = "##") -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    signature = f"{node.name}({ast.unparse(node.args)}){returns}"
    doc = ast.get_docstring(node) or ""
    return f"{level} {prefix}{node.name}\n\n```python\n{signature}\n```\n\n```text\n{doc}\n```"


def main() -> int:
    """Write the pages, or say which are stale."""
    made = pages()
    there = {path.name: path.read_text("utf-8") for path in REFERENCE.iterdir()}
    stale = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    if "--check" in sys.argv[1:]:
        print("\n".join(f"stale: docs/reference/{name}" for name in stale) or "docs/reference is fresh.")
        return 1 if stale else 0
    REFERENCE.mkdir(exist_ok=True)
    for name in there.keys() - made.keys():
        (REFERENCE / name).unlink()
    for name, text in made.items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages, {len(stale)} of them changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
