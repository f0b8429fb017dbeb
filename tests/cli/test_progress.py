"""Progress: a live table for a terminal, lines for a log, JSON for programs."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

import miniature
from intermezzo.cli._progress import progress
from intermezzo.execute.events import Event
from intermezzo.plan import Plan

PROBLEM = "job phase aaaaaa: the loss is not a number at step 3. [bold]Lower it.[/]"
EVENTS = (
    Event(name="plan", facts={"jobs": 9, "present": 4, "missing": 5}),
    Event(name="begin", job="aaaaaa", kind="phase", what="phase target, seed 0"),
    Event(
        name="step",
        job="aaaaaa",
        kind="phase",
        what="phase target, seed 0",
        facts={"step": 2, "steps": 8, "loss": 1.5, "rows": 4, "seconds": 0.5},
    ),
    Event(name="warning", job="aaaaaa", kind="phase", facts={"text": "3 of 9 answers do not survive"}),
    Event(name="failed", job="aaaaaa", kind="phase", what="phase target, seed 0", facts={"problems": [PROBLEM]}),
    Event(name="blocked", job="bbbbbb", kind="phase", what="phase last, seed 0", facts={"by": "phase aaaaaa"}),
    Event(name="blocked", job="cccccc", kind="score", what="score x", facts={"by": "phase aaaaaa"}),
    Event(name="done", job="dddddd", kind="tokenizer", what="train a tokenizer", facts={"seconds": 1.25}),
    Event(name="stopping"),
)  # fmt: skip
COLOUR = re.compile(r"\x1b\[[0-9;]*3\dm")


class Terminal(io.StringIO):
    """What looks like a person's screen."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return miniature.put(tmp_path_factory.mktemp("plan")).plan()


def shown(plan: Plan, monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, *, as_json: bool = False) -> str:
    monkeypatch.setattr(sys, "stderr", screen)
    with progress(plan, as_json=as_json) as listen:
        for event in EVENTS:
            listen(event)
    return screen.getvalue()


def test_lines(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log gets plain lines: what there is to do, what was done, what failed and why."""
    assert shown(plan, monkeypatch, io.StringIO()).splitlines() == [
        "9 jobs, 4 of them done before, 5 to do",
        "phase target, seed 0: step 2 of 8, loss 1.500",
        "warning: 3 of 9 answers do not survive",
        "failed: phase target, seed 0",
        f"  {PROBLEM}",
        "not begun: phase last, seed 0 (it needs phase aaaaaa)",
        "train a tokenizer: 1.2 s",
        "finishing the step, saving …",
    ]


def test_json(plan: Plan, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get every event as one JSON line on standard output, and nothing between them."""
    assert shown(plan, monkeypatch, io.StringIO(), as_json=True) == ""
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["event"] for each in told] == [event.name for event in EVENTS]
    assert told[2] == {"event": "step", "job": "aaaaaa", "kind": "phase", "what": "phase target, seed 0",
                       "step": 2, "steps": 8, "loss": 1.5, "rows": 4, "seconds": 0.5}  # fmt: skip


def test_terminal(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sees the same, in colour; what is told is never taken for markup."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    told = shown(plan, monkeypatch, Terminal())
    assert COLOUR.search(told)
    told = re.sub(r"\x1b\[[0-9;]*m", "", told)
    for words in ("9 jobs, 4 done before", "failed: phase target, seed 0", PROBLEM):
        assert words in told


def test_no_color(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sets NO_COLOR gets none."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    told = shown(plan, monkeypatch, Terminal())
    assert "failed: phase target, seed 0" in told
    assert not COLOUR.search(told)
