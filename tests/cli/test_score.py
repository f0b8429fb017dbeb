"""`score`: predictions made anywhere, scored as the tasks are, and written as XTREME takes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from doors import typed
from intermezzo.example import asked
from intermezzo.execute.look import look

GOLD = {
    "world-qa": lambda e: e.answers[0].text,
    "world-nli": lambda e: e.label,
    "world-choice": lambda e: e.answer,
    "world-ner": lambda e: list(e.tags),
    "world-parallel": lambda e: list(e.targets),
    "world-chaii": lambda e: e.answers[0].text,
}


def golds(task: str, language: str = "hi") -> dict[str, Any]:
    found = look(task, language=language, split="test", data=None)
    return {e.id: GOLD[task](e) for e in asked(found.examples)}


@pytest.mark.parametrize("task", GOLD)
def test_golds_score_100(task: str, tmp_path: Path) -> None:
    """As one JSON object, and as JSON lines; each score with its signature."""
    said = golds(task)
    (tmp_path / "one.json").write_text(json.dumps(said))
    (tmp_path / "lines.jsonl").write_text(
        "".join(json.dumps({"id": i, "prediction": p}) + "\n" for i, p in said.items())
    )
    for name in ("one.json", "lines.jsonl"):
        told = typed("score", tmp_path / name, "--task", task, "--language", "hi", "--json")
        assert (told.code, told.err) == (0, "")
        scores = json.loads(told.out)["scores"]
        assert scores
        assert {each["score"] for each in scores} == {100.0}
        assert all(f"lang:hi|n:{len(said)}" in each["signature"] for each in scores)


def test_for_people(tmp_path: Path) -> None:
    """Scores to two digits, and what was odd."""
    said = golds("world-qa")
    _, *rest = said.items()
    (tmp_path / "p.json").write_text(json.dumps({**dict(rest), "nobody": "x"}))
    told = typed("score", tmp_path / "p.json", "--task", "world-qa", "--language", "hi")
    assert told.out.splitlines()[0] == "world-qa/hi@test"
    assert told.out.splitlines()[1].split()[:2] == ["99.67", "f1|squad-1.1"]
    assert told.out.splitlines()[-2:] == [
        "1 of 300 examples have no prediction.",
        "1 predictions are for ids that are not in world-qa/hi@test.",
    ]


@pytest.mark.parametrize(
    ("content", "arguments", "told"),
    [
        ("", ["--task", "world-qa"], "no predictions in this file"),
        ("{}", ["--task", "world-qa"], "none of the 300 ids of world-qa/ar@test has a prediction"),
        (
            '{"a": 1}\n{"id": 3}',
            ["--task", "world-qa"],
            "p.json:1: expected an object with 'id' and 'prediction'",
        ),
        (
            '{"a": "x"}',
            ["--task", "world-qa"],
            "none of the 300 ids of world-qa/ar@test has a prediction (there: a, …)",
        ),
        ('{"a": "x"}', ["--task", "world-text"], "task 'world-text' has nothing to score"),
        ('{"a": "x"}', [], "which task? Say it with --task"),
    ],
)
def test_what_cannot_be_scored(tmp_path: Path, content: str, arguments: list[str], told: str) -> None:
    """Is refused with its place."""
    (tmp_path / "p.json").write_text(content)
    said = typed("score", tmp_path / "p.json", *arguments)
    assert said.code == 2
    assert told in said.err
    assert "Traceback" not in said.err


def test_a_task_that_xtreme_does_not_have(tmp_path: Path) -> None:
    """Is named, with those it has."""
    (tmp_path / "p.json").write_text(json.dumps(golds("world-qa")))
    said = typed("score", tmp_path / "p.json", "-t", "world-qa", "-l", "hi", "--submission", tmp_path / "out")
    assert said.code == 2
    assert "task 'world-qa' is in neither XTREME nor XTREME-R." in said.err


def test_translations(tmp_path: Path) -> None:
    """A text a line against one reference or two; a line ends where files end lines."""
    texts = {
        "a": "the cat sat down\nhello\u2028there my friend\n",
        "b": "a cat sat down\r\nhello there my friend",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    said = typed("score", tmp_path / "a", "-r", tmp_path / "b", "-l", "en", "--json")
    assert said.code == 0, said.err
    told = {each["metric"]: each for each in json.loads(said.out)["scores"]}
    assert set(told) == {"bleu", "chrf", "ter"}
    assert told["bleu"]["signature"].startswith("bleu|lang:en|n:2|nrefs:1|case:mixed|eff:no|tok:13a|")
    assert told["ter"]["score"] == pytest.approx(100 / 8)  # one edit for eight words
    both = typed("score", tmp_path / "a", "-r", tmp_path / "b", "-r", tmp_path / "a", "-l", "en")
    assert [line.split()[:2] for line in both.out.splitlines()[1:]] == [
        ["100.00", "bleu"],
        ["100.00", "chrf"],
        ["0.00", "ter"],
    ]


def test_translations_that_cannot_be_scored(tmp_path: Path) -> None:
    """No language, another number of lines, no such file."""
    (tmp_path / "a").write_text("one\ntwo\n")
    (tmp_path / "b").write_text("one\n")
    (tmp_path / "empty").touch()
    empty = typed("score", tmp_path / "empty", "-r", tmp_path / "empty", "-l", "en")
    assert (empty.code, empty.err) == (2, "no texts to score. A file holds one a line.\n")
    for arguments, told in (
        (["-r", tmp_path / "b"], "which language are the texts in? Say it with --language.\n"),
        (
            ["-r", tmp_path / "b", "-l", "en"],
            "expected 2 texts in reference 1, as in the predictions, found 1. Texts are compared line by line.\n",
        ),
        (["-r", tmp_path / "c", "-l", "en"], f"no file {tmp_path / 'c'}\n"),
    ):
        said = typed("score", tmp_path / "a", *arguments)
        assert (said.code, said.err) == (2, told)
