"""Submissions: written as XTREME takes them, and scored as its script scores them."""

from __future__ import annotations

import gzip
import json
import tarfile
from pathlib import Path

import pytest

from doors import typed


@pytest.fixture(scope="module")
def toy(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up submission to all tasks, with its labels; scored with google-research/xtreme evaluate.py 838c13b6."""
    folder = tmp_path_factory.mktemp("toy")
    with tarfile.open(shared / "golden/xtreme/toy_submission.tar.gz") as packed:
        packed.extractall(folder, filter="data")
    return folder / "toy_submission"


@pytest.mark.parametrize("benchmark", ["xtreme", "xtreme-r"])
def test_a_whole_submission(toy: Path, benchmark: str) -> None:
    """Every language of every task, means and groups; the overall score where the script has one."""
    said = typed("score", toy / "predictions", "--labels", toy / "labels", "--benchmark", benchmark, "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)["scores"]
    by_name = {(each["metric"], each["signature"]): each["score"] for each in told}
    assert {f"{task} f1" for task in ("xquad", "mlqa", "tydiqa")} <= {metric for metric, _ in by_name}
    whole = by_name.get((benchmark, "mean over tasks"))
    assert (whole is None) == (benchmark == "xtreme-r")  # LAReQA has no files there
    if whole is not None:
        tasks = [score for (_, what), score in by_name.items() if what == "mean over languages"]
        assert whole == pytest.approx(sum(tasks) / len(tasks))


def test_a_folder_alone(toy: Path) -> None:
    """Needs labels, of a benchmark that there is."""
    assert "needs --labels FOLDER" in typed("score", toy / "predictions").err
    said = typed("score", toy / "predictions", "--labels", toy / "labels", "--benchmark", "xglue")
    assert (said.code, said.err) == (2, "--benchmark: expected xtreme or xtreme-r, found 'xglue'\n")


def squad(ids: list[str]) -> bytes:
    questions = [{"id": i, "question": "?", "answers": [{"text": "tea", "answer_start": 0}]} for i in ids]
    return json.dumps({"data": [{"paragraphs": [{"context": "tea and more", "qas": questions}]}]}).encode()


def test_written_and_read_again(tmp_path: Path) -> None:
    """What is written for a task of each kind is what its own layout asks for."""
    data, out = tmp_path / "data", tmp_path / "out"
    for name, content in {
        "xquad/xquad.sw.json": b"",
        "xquad/xquad.hi.json": squad(["q1", "q2"]),
        "xcopa/test.sw.jsonl": "".join(
            json.dumps(
                {
                    "premise": "p",
                    "choice1": "a",
                    "choice2": "b",
                    "question": "cause",
                    "label": 1 - i,
                    "idx": i,
                }
            )
            + "\n"
            for i in range(2)
        ).encode(),
        "udpos/dev-te.tsv": "మనం\tPRON\nతింటాం\tVERB\n\nపని\tNOUN\n".encode(),
        "tatoeba/tatoeba.swh-eng.swh": b"Kesho.\nJana.\n",
        "tatoeba/tatoeba.swh-eng.eng": b"Tomorrow.\nYesterday.\n",
    }.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    cases = {
        ("xquad", "hi", "test"): ({"q1": "tea", "q2": ""}, "xquad/test-hi.json", '{"q1": "tea", "q2": ""}'),
        ("xcopa", "sw", "test"): ({"0": 0, "1": "1"}, "xcopa/test-sw.jsonl", '{"label": 0}\n{"label": 1}\n'),
        ("udpos", "te", "dev"): (
            {"0": ["PRON", "VERB"], "1": ["X"]},
            "udpos/test-te.tsv",
            "PRON\nVERB\n\nX\n",
        ),
        ("tatoeba", "sw", "test"): ({"0": ["1:target"], "1": ["0:target"]}, "tatoeba/test-sw.tsv", "1\n0\n"),
    }
    for (task, language, split), (predictions, path, content) in cases.items():
        (tmp_path / "p.json").write_text(json.dumps(predictions))
        said = typed(
            "score", tmp_path / "p.json", "-t", task, "-l", language, "--split", split,
            "--data", data, "--submission", out,
        )  # fmt: skip
        assert said.code == 0, said.err
        assert said.out.splitlines()[-1] == f"written: {out / path}"
        assert (out / path).read_text() == content


def test_nothing_is_left_out_of_a_submission(tmp_path: Path) -> None:
    """A question without an answer would be scored 0 in silence."""
    (tmp_path / "xquad").mkdir()
    (tmp_path / "xquad/xquad.hi.json.gz").write_bytes(gzip.compress(squad(["q1", "q2"])))
    (tmp_path / "p.json").write_text('{"q1": "tea"}')
    said = typed(
        "score",
        tmp_path / "p.json",
        "-t",
        "xquad",
        "-l",
        "hi",
        "--data",
        tmp_path,
        "--submission",
        tmp_path / "out",
    )
    assert said.code == 2
    assert (
        "1 of 2 examples of xquad/hi@test have no prediction (q2, …). A submission needs all of them."
        in said.err
    )
    assert not (tmp_path / "out").exists()
