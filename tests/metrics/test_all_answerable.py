"""SQuAD 1.1 and MLQA as whole scripts, against what the scripts printed."""

from __future__ import annotations

import json

import pytest

from intermezzo.metrics._all_answerable import mlqa_report, squad11_report
from intermezzo.problem import Refused


def squad_json(ids, golds, version):
    questions = [
        {"id": id, "answers": [{"text": text, "answer_start": 0} for text in texts]}
        for id, texts in zip(ids, golds)
    ]
    return {"version": version, "data": [{"title": "t", "paragraphs": [{"context": "c", "qas": questions}]}]}


def as_printed(report):
    return json.dumps(report.scores)


def check(report, returncode, stdout, last_line):
    """Where the script printed, we say the same; where it crashed, we refuse with a reason."""
    if returncode:
        with pytest.raises(Refused) as refused:
            report()
        assert all(problem.what for problem in refused.value.problems)
    else:
        assert as_printed(report()) == stdout
        assert bool(report().remarks) == bool(last_line)


def test_extract_squad_1_1(extract):
    """The shipped edge cases of evaluate-v1.1.py: print by print, crash by refusal."""
    assert len(extract["squad11_cli"]) == 12
    for dataset, predictions, *said in extract["squad11_cli"].values():
        check(lambda d=dataset, p=predictions: squad11_report(json.loads(d), json.loads(p)), *said)


def test_extract_mlqa(extract):
    """The shipped edge cases of mlqa_evaluation_v1.py: print by print, crash by refusal."""
    assert len(extract["mlqa_cli"]) == 13
    for dataset, predictions, language, *said in extract["mlqa_cli"].values():
        check(
            lambda d=dataset, p=predictions, lang=language: mlqa_report(json.loads(d), json.loads(p), lang),
            *said,
        )


def test_squad_1_1_edges(golden):
    """All 12 tiny runs of evaluate-v1.1.py."""
    for case in golden("squad/squad11_edge.json")["cases"].values():
        dataset, predictions = (json.loads(case["files"][name]) for name in case["args"])
        said = case["returncode"], case["stdout"], case["stderr_last_line"]
        check(lambda d=dataset, p=predictions: squad11_report(d, p), *said)


def test_mlqa_edges(golden):
    """All 13 tiny runs of mlqa_evaluation_v1.py."""
    for case in golden("mlqa/mlqa_edge.json")["cases"].values():
        dataset, predictions = (json.loads(case["files"][name]) for name in case["args"][:2])
        said = case["returncode"], case["stdout"], case["stderr_last_line"]
        check(lambda d=dataset, p=predictions, lang=case["args"][2]: mlqa_report(d, p, lang), *said)


@pytest.mark.parametrize(
    "variant", ["missing_10pct", "mixed", "model_bert_ensemble", "model_logistic_regression"]
)
def test_squad_1_1_dev_as_printed(golden, variant):
    """The dev set with predictions left out and with published ones: the printed line and the unanswered."""
    inputs, results = golden("squad/squad11_inputs.json.gz"), golden("squad/squad11_results.json.gz")
    column = next(i for i, name in enumerate(inputs["columns"]) if name.removeprefix("pred:") == variant)
    ids = [row[0] for row in inputs["rows"]]
    predictions = {row[0]: row[column] for row in inputs["rows"] if row[column] is not None}
    report = squad11_report(squad_json(ids, [row[1] for row in inputs["rows"]], "1.1"), predictions)
    assert as_printed(report) == results["overall"][variant]["stdout"]
    assert len(report.remarks) == results["overall"][variant]["stderr_lines"]


def test_mlqa_as_printed(golden):
    """XQuAD in 49 pairs of languages: the printed line and the number of unanswered questions."""
    table = golden("mlqa/mlqa_xquad.json.gz")
    for cell in table["cells"]:
        every = 1 if cell["ids"] == "all" else 5
        ids, language = table["order"][::every], cell["context_language"]
        predictions = {id: text for id, text in zip(ids, cell["predictions"]) if text is not None}
        report = mlqa_report(squad_json(ids, table["golds"][language][::every], 1.0), predictions, language)
        assert as_printed(report) == cell["stdout"]
        assert len(report.remarks) == cell["stderr_lines"]


def test_refusals_say_why():
    """The reasons for refusing name the place, what was found and the remedy."""
    one = squad_json(["q1"], [["x"]], "1.1")
    reasons = {
        'prediction q1: expected text, found None An empty answer is written "".': (one, {"q1": None}),
        "no examples to score. Check the split and the filters of the task.": (
            {"version": "1.1", "data": []},
            {},
        ),
        'version: expected "1.1", found 1.1': ({**one, "version": 1.1}, {"q1": "x"}),
        "the data set is not in SQuAD's layout (KeyError('data')). "
        "Expected data / paragraphs / qas, with id and answers / text in each.": ({"version": "1.1"}, {}),
        'expected predictions as an object, id to answer, found "list"': (one, ["x"]),
        "question q1: expected gold answers as text, found 7": (
            squad_json(["q1"], [[7]], "1.1"),
            {"q1": "x"},
        ),
    }
    for reason, arguments in reasons.items():
        with pytest.raises(Refused) as refused:
            squad11_report(*arguments)
        assert str(refused.value) == reason
