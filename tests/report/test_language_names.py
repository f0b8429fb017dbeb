"""What languages are called."""

from __future__ import annotations

import pytest

from intermezzo import tasks
from intermezzo.report.collect.language_names import NAMES, language_name
from intermezzo.tasks import Task


@pytest.mark.parametrize("name", tasks.names())
def test_every_language_of_a_task_has_a_name(name: str) -> None:
    """Readers of a table need not know codes."""
    task = tasks.find(name)
    assert isinstance(task, Task)
    assert [code for code in task.languages if language_name(code) == code] == []


def test_no_two_share_a_name() -> None:
    """Otherwise a table would have a row twice."""
    assert len(set(NAMES.values())) == len(NAMES)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("hi", "Hindi"),
        ("zh-hant", "Chinese (traditional)"),
        ("de-es", "German, asked in Spanish"),
        ("de-de", "German"),
        ("xx", "xx"),
        ("xx-de", "xx, asked in German"),
    ],
)
def test_pairs_and_unknown_codes(code: str, name: str) -> None:
    """A pair is told by what the text is in and what the question is in; a code nobody knows stays."""
    assert language_name(code) == name
