"""What the pages show can be done: studies are read and planned, commands exist with their options."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

import intermezzo
from docs.written import Block, blocks, commands, name_of, pages
from intermezzo.cli import build
from intermezzo.study.chain import FIELDS
from intermezzo.study.data import OwnData
from intermezzo.study.model import Claim, Encoder, Evaluation, Phase, Study
from intermezzo.tasks import Task, find

TOML = [block for page in pages() for block in blocks(page) if block.language == "toml"]
STUDIES = [block for block in TOML if "study" in tomllib.loads(block.text)]
FRAGMENTS = [block for block in TOML if block not in STUDIES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the pages' studies name. A plan knows them by their bytes and does not read them."""
    root = tmp_path_factory.mktemp("data")
    xquad = find("xquad")
    assert isinstance(xquad, Task)
    names = ["mine.json", "mine-hi.json", "notes.txt", "squad/train-v1.1.json", "squad/dev-v1.1.json"]
    names += [f"xquad/xquad.{language}.json" for language in xquad.languages]
    names += [f"qa/{language}.json" for language in ("en", "sw", "te")]
    model = "models/xlm-roberta-base"
    names += [f"{model}/{name}" for name in ("model.safetensors", "tokenizer.json")]
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / model / "config.json").write_text(json.dumps({"hidden_size": 768}))
    return root


@pytest.mark.parametrize("block", STUDIES, ids=str)
def test_studies_are_read_and_planned(block: Block, folder: Path):
    """A whole study on a page has no mistake, and its plan has jobs."""
    study = intermezzo.read(block.text, data=folder)
    assert intermezzo.plan(study).jobs


def test_there_are_studies():
    """The pages that begin with one's own file show one."""
    assert {name_of(block.page) for block in STUDIES} >= {"README.md", "docs/tutorial/first-study.md"}


KNOWN: dict[str, set[str]] = {
    section: {each.name for each in fields(cls)} | set(beside)
    for section, cls, beside in (
        ("study", Study, ()),
        ("encoder", Encoder, ()),
        ("data", OwnData, ()),
        ("phase", Phase, FIELDS),
        ("evaluate", Evaluation, ("when",)),
        ("claim", Claim, ()),
    )
}


@pytest.mark.parametrize("block", FRAGMENTS, ids=str)
def test_fragments_use_fields_there_are(block: Block):
    """Part of a study is TOML, and its tables and fields exist."""
    read = tomllib.loads(block.text)
    for section, content in read.items():
        if section in ("axes", "exclude"):
            continue
        assert section in KNOWN
        tables: list[dict[str, Any]] = content if isinstance(content, list) else [content]
        if section in ("data", "phase", "evaluate"):
            tables = list(content.values())
        for table in tables:
            assert table.keys() <= KNOWN[section]


@pytest.fixture(scope="module")
def app() -> Any:
    return typer.main.get_command(build())


@pytest.mark.parametrize("page", [page for page in pages() if page.parent.name != "reference"], ids=name_of)
def test_commands_exist(page: Path, app: Any):
    """Every line with `intermezzo` names a command there is, with options and as many arguments as it has."""
    for words in commands(page):
        command = app
        while words and words[0] in getattr(command, "commands", {}):
            command, words = command.commands[words[0]], words[1:]
        wrong = f"intermezzo {' '.join(words)}"
        assert not hasattr(command, "commands") or not words or words[0].startswith("-"), wrong
        options = {name: p for p in command.params for name in (*p.opts, *p.secondary_opts) if name[0] == "-"}
        n_arguments = 0
        while words:
            word, words = words[0], words[1:]
            if word.startswith("-") and word != "-":
                name, has_value, _ = word.partition("=")
                assert name in options or name in ("--help", "-h"), wrong
                is_flag = name in ("--help", "-h") or getattr(options[name], "is_flag", False)
                words = words if has_value or is_flag else words[1:]
            else:
                n_arguments += 1
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        if not hasattr(command, "commands") and not any(p.nargs == -1 for p in arguments):
            assert n_arguments <= len(arguments), wrong


def test_metric_on_the_page_works():
    """The metric that a page shows is one, and passes the test it shows."""
    from intermezzo.metrics._profiles.squad_1_1 import PROFILE

    page = next(page for page in pages() if page.name == "add-a-metric-or-task.md")
    shown = [block.text for block in blocks(page) if block.language == "python"]
    names: dict[str, Any] = {"PROFILE": PROFILE, "__name__": "word_jaccard"}
    for text in shown:
        exec(compile(text, str(page), "exec"), names)
    names["test_worked_item"]()
