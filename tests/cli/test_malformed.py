"""Malformed studies and files through the command line: the place, what is wrong, exit code 2, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.test_malformed import CASES as FILES
from doors import typed
from study.test_malformed import CASES as STUDIES

ONLY_READ = """\
[study]
question = "Can it be read?"
seeds = 1

[encoder]
name = "scratch"
tokenizer = { text = ["nothing/en"] }

[data.nothing]
reader = "text"
language = "en"
path = "nothing.txt"

[data.mine]
reader = "READER"
language = "en"
path = "PATH"

[phase.target]
task = "mine"
budget = { steps = 1 }
mixture = { en = 1 }
"""


def test_there_are_thirty_of_each() -> None:
    """The lists are the doors' rule books."""
    assert len(STUDIES) >= 30
    assert len(FILES) >= 30


@pytest.mark.parametrize("case", STUDIES)
def test_studies(case: str, tmp_path: Path) -> None:
    """Each malformed study is refused by `plan` with the line that is wrong."""
    text, message = STUDIES[case]
    (tmp_path / "study.toml").write_text(text, "utf-8")
    said = typed("plan", "study.toml", folder=tmp_path)
    assert (said.code, said.out) == (2, "")
    assert message.replace("study:", "study.toml:", 1) in said.lines
    assert not (tmp_path / ".intermezzo").exists()


@pytest.mark.parametrize(("name", "content", "reader", "message"), FILES[::5], ids=[c[0] for c in FILES[::5]])
def test_files(name: str, content: bytes, reader: str, message: str, tmp_path: Path) -> None:
    """A malformed file is refused by `run` with the place in the file: where its bytes are read, or when its job fails.

    The tokenizer's text is blank, so that whatever is not about this file has an end soon.
    """
    (tmp_path / name).write_bytes(content)
    (tmp_path / "nothing.txt").write_text("\n")
    study = ONLY_READ.replace("READER", reader).replace("PATH", name)
    (tmp_path / "study.toml").write_text(study, "utf-8")
    said = typed("run", "study.toml", "--executor", "inline", folder=tmp_path)
    assert said.code == 2
    told = message.replace("FILE", name).replace(": no labels", ": split 'train' has no labels")
    assert any(line.endswith(told) for line in said.lines)
    assert "Traceback" not in said.err
