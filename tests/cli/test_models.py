"""predict and export: a run's model answers questions, and answers the same wherever it is taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from doors import typed
from intermezzo.store import Store
from miniature import Place

QUESTION = "Who lives in Cairo?"
CONTEXT = "Anna lives in Cairo. Ben lives in Lagos."
ASKED = ("-q", QUESTION, "-c", CONTEXT)
RUN = "intermediate=mixed@1"


@pytest.fixture(scope="module")
def model(finished: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the finished study, exported."""
    folder = tmp_path_factory.mktemp("exported") / "model"
    said = typed("export", f"{finished.study}:{RUN}", "--store", finished.store, "--out", folder)
    assert (said.code, said.err) == (0, "")
    assert f"AutoModelForQuestionAnswering.from_pretrained('{folder}')" in said.out
    return folder


def answered(*arguments: str | Path, stdin: str = "") -> list[dict[str, Any]]:
    """What `predict` says as JSON lines."""
    said = typed("predict", *arguments, stdin=stdin.encode())
    assert (said.code, said.err) == (0, "")
    return [json.loads(line) for line in said.out.splitlines()]


# predict


def test_answers_with_scores(finished: Place) -> None:
    """One answer, or several, best first, each with its score."""
    here = ("predict", f"{finished.study}:{RUN}", *ASKED, "--store", finished.store)
    one, three = typed(*here), typed(*here, "--n-best", "3")
    assert one.code == three.code == 0
    lines = three.out.splitlines()
    assert one.out.splitlines() == lines[:1]
    assert len(lines) == 3
    scores = [float(line.split("  ")[-2]) for line in lines]
    assert scores == sorted(scores, reverse=True)
    assert all(line.split("  ", 1)[1].strip().split("  ")[-1] in CONTEXT for line in lines)


def test_json_lines(finished: Place, tmp_path: Path) -> None:
    """JSON lines from a file or from standard input, blank ones passed over; keys that came along come out again."""
    here = (f"{finished.study}:{RUN}",)
    store = ("--store", finished.store)
    item = {"id": 7, "question": QUESTION, "context": CONTEXT}
    lines = f"{json.dumps(item)}\n\n{json.dumps(item | {'id': 'é'}, ensure_ascii=False)}\n"
    (tmp_path / "asked.jsonl").write_text(lines, "utf-8")
    from_file = answered(*here, tmp_path / "asked.jsonl", *store, "--n-best", "2")
    assert from_file == answered(*here, "-", *store, "--n-best", "2", stdin=lines)
    assert [each["id"] for each in from_file] == [7, "é"]
    (direct,) = answered(*here, *ASKED, *store, "--n-best", "2", "--json")
    assert from_file[0] == {"id": 7, **direct}
    best, second = direct["candidates"]
    assert direct["answer"] == best["answer"] == CONTEXT[best["start"] : best["end"]]
    assert best["score"] >= second["score"]
    assert best["score"] - best["margin"] == pytest.approx(second["score"] - second["margin"])


def test_no_answer(finished: Place) -> None:
    """Above a threshold on the score of no answer nothing is answered; a context without text has no answer."""
    here = (f"{finished.study}:{RUN}", "--store", finished.store)
    (certain,) = answered(*here, *ASKED, "--null-threshold", "1e9", "--json")
    (wary,) = answered(*here, *ASKED, "--null-threshold", "-1e9", "--json")
    assert (certain["answer"] != "", wary["answer"]) == (True, "")
    (empty,) = answered(*here, "-q", QUESTION, "-c", "  ", "--json")
    assert (empty["answer"], empty["candidates"]) == ("", [])
    said = typed("predict", *here, "-q", QUESTION, "-c", "  ")
    assert said.out == "(no answer)\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"question": "a"\n', "FILE:1: not valid JSON: Expecting ',' delimiter (column 1)"),
        (b'\n{"question": "a"}\n', "FILE:2: expected an object with the text 'context', found \"{"),
        (b'["question", "context"]\n', "FILE:1: expected an object with the text 'question', found \"["),
        (b'{"question": "a", "context": 3}\n', "FILE:1: expected an object with the text 'context', found"),
        (b"\xff\n", "FILE:1: not UTF-8."),
    ],
)
def test_lines_that_ask_nothing(content: bytes, said: str, finished: Place, tmp_path: Path) -> None:
    """A line that cannot be read is named by its number, from a file and from standard input."""
    here = ("predict", f"{finished.study}:{RUN}", "--store", finished.store)
    path = tmp_path / "asked.jsonl"
    path.write_bytes(content)
    for found, name in (
        (typed(*here, path), str(path)),
        (typed(*here, "-", stdin=content), "standard input"),
    ):
        assert found.code == 2
        assert found.err.startswith(said.replace("FILE", name))
        assert len(found.lines) == 1


def test_what_predict_cannot_do(finished: Place, tmp_path: Path) -> None:
    """Half a question, two kinds of question, a file, a run, a model that are not there: told, with exit code 2."""
    run = f"{finished.study}:{RUN}"
    here = ("--store", finished.store)
    neither = "give --question and --context, or a file of JSON lines (- for standard input)."
    for arguments, said in (
        ((run, "-q", QUESTION), neither),
        ((run, *ASKED, "-"), neither),
        ((run,), neither),
        ((run, tmp_path / "none.jsonl"), f"no file {tmp_path / 'none.jsonl'}"),
        (
            (f"{finished.study}:intermediate=mixed@7", *ASKED),
            f"{finished.study}:intermediate=mixed@7: no run 'intermediate=mixed@7'. Did you mean",
        ),
        ((tmp_path, *ASKED), f"{tmp_path} has no fast tokenizer"),
    ):
        found = typed("predict", *arguments, *here)
        assert (found.code, found.out) == (2, "")
        assert found.err.startswith(said)


def test_a_run_that_is_not_done(finished: Place) -> None:
    """A run of the plan that nobody ran is the store's lack."""
    said = typed(
        "predict", f"{finished.study}:intermediate=mixed@2", *ASKED, "--seeds", "3", "--store", finished.store
    )
    assert said.code == 3
    assert "not in the store" in said.err


# export


def test_transformers_loads_it(model: Path) -> None:
    """transformers reads the directory without a word, and its logits for an answer are the score that we print."""
    whole = AutoModelForQuestionAnswering.from_pretrained(model).eval()
    tokenizer = AutoTokenizer.from_pretrained(model)
    (said,) = answered(model, *ASKED, "--n-best", "5", "--json")
    encoded = tokenizer(QUESTION, CONTEXT, return_offsets_mapping=True, return_tensors="pt")
    offsets = encoded.pop("offset_mapping")[0].tolist()
    encoded.pop("token_type_ids", None)
    in_context = [i for i, part in enumerate(encoded.sequence_ids(0)) if part == 1]
    starts = {offsets[i][0]: i for i in in_context}
    ends = {offsets[i][1]: i for i in in_context}
    with torch.no_grad():
        logits = whole(**encoded)
    for each in said["candidates"]:
        score = logits.start_logits[0, starts[each["start"]]] + logits.end_logits[0, ends[each["end"]]]
        assert each["score"] == pytest.approx(score.item(), abs=1e-4)  # packed against padded attention, fp32


def test_the_same_answers(model: Path, finished: Place) -> None:
    """The exported directory answers as the run does in the store."""
    assert answered(model, *ASKED, "--n-best", "5", "--json") == answered(
        f"{finished.study}:{RUN}", *ASKED, "--n-best", "5", "--json", "--store", finished.store
    )


def test_the_model_card(model: Path, finished: Place) -> None:
    """The card has the hub's header, the phases, the scores of this run, the licences and what it is not."""
    card = (model / "README.md").read_text("utf-8")
    _, header, text = card.split("---\n", 2)
    assert "library_name: transformers" in header
    assert "language: [en, fr]" in header
    scores = next(r for r in finished.plan().runs if r.name == RUN).scores
    for scored in scores:
        record = Store(finished.store).get("score", scored.score.key)
        assert record
        values = " | ".join(f"{value:.1f}" for value in record.facts["scores"].values())
        assert f"| {scored.language} | {values} |" in text
    for words in (
        f"miniature: {RUN}",
        "* intermediate:",
        "* target:",
        "Apache-2.0",
        "nothing about natural text",
    ):
        assert words in text


def test_where_export_writes(model: Path, finished: Place, tmp_path: Path) -> None:
    """A folder with something in it is left alone, and so is a file."""
    (tmp_path / "file").touch()
    here = ("export", f"{finished.study}:{RUN}", "--store", finished.store, "--out")
    for place, said in (
        (model, "is there and not empty. Name another folder."),
        (tmp_path / "file", "is a file. Name a folder."),
    ):
        found = typed(*here, place)
        assert (found.code, found.lines) == (2, [f"{place}: {said}"])
