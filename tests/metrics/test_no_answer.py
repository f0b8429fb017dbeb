"""SQuAD 2.0 as a whole script, against what evaluate-v2.0.py printed and transformers' copy returned."""

from __future__ import annotations

import json

import pytest

from intermezzo.metrics._no_answer import raw_scores, squad20_report, thresholded
from intermezzo.problem import Refused


def run(files, args):
    """The report for a command line of the script."""
    options = dict(zip(args[2::2], args[3::2]))
    return squad20_report(
        json.loads(files[args[0]]),
        json.loads(files[args[1]]),
        na_probs=json.loads(files[options["-n"]]) if "-n" in options else None,
        na_prob_thresh=float(options.get("-t", 1.0)),
        with_precision_recall="-p" in options,
    )


def test_extract(extract):
    """The shipped edge cases: value by value, crash by refusal."""
    for case in extract["squad20_cli"].values():
        files = {"d.json": case["d"], "p.json": case["p"], "n.json": case["n"]}
        if case["returncode"]:
            with pytest.raises(Refused):
                run(files, case["args"])
        else:
            assert run(files, case["args"]).scores == case["result"]


def test_edges(golden):
    """All 24 tiny runs of the script, keys in the printed order."""
    cases = golden("squad/squad20_edge.json")["cases"]
    assert len(cases) == 24
    for name, case in cases.items():
        if case["returncode"]:
            with pytest.raises(Refused) as refused:
                run(case["files"], case["args"])
            assert all(problem.what for problem in refused.value.problems), name
        elif "-o" in case["args"]:
            assert case["stdout"] == ""  # it wrote a file instead, which was not kept
            run(case["files"], case["args"])
        else:
            assert json.dumps(run(case["files"], case["args"]).scores, indent=2) == case["stdout"], name


def test_dev_in_50_runs(golden):
    """6078 questions, six kinds of prediction, five of probabilities, several thresholds: every value."""
    inputs, results = golden("squad/squad20_inputs.json.gz"), golden("squad/squad20_results.json.gz")
    rows, columns = inputs["rows"], inputs["columns"]
    questions = [{"id": row[0], "answers": [{"text": text} for text in row[1]]} for row in rows]
    dataset = {"data": [{"paragraphs": [{"qas": questions}]}]}

    def column(name):
        return {row[0]: row[columns.index(name)] for row in rows}

    raw = {
        name: raw_scores(dataset, column(f"pred:{name}"))
        for name in {r["predictions"] for r in results["runs"]}
    }
    assert len(results["runs"]) == 50
    for case in results["runs"]:
        na_probs = None if case["na_prob"] is None else column(f"na:{case['na_prob']}")
        report = thresholded(
            raw[case["predictions"]],
            na_probs=na_probs,
            na_prob_thresh=case["na_prob_thresh"],
            with_precision_recall="--out-image-dir" in case["command"],
        )
        assert report.scores == case["result"]
        assert list(report.scores) == list(case["result"])
        # transformers looks for the best threshold without probabilities too, taking each for 0
        zeros = na_probs or dict.fromkeys(column("id"), 0.0)
        again = thresholded(raw[case["predictions"]], na_probs=zeros, na_prob_thresh=case["na_prob_thresh"])
        assert again.scores == case["transformers_squad_evaluate"]


def test_sums_do_not_follow_the_python_version(golden):
    """f1 of `shifted` and `mixed` is what the script gives on Python 3.11, on every Python."""
    counted = golden("pairs/python_versions.json")["squad20_f1_of_pred_shifted_and_mixed"]
    on_311 = next(row for row in counted if row["python"].startswith("3.11"))
    inputs = golden("squad/squad20_inputs.json.gz")
    questions = [{"id": row[0], "answers": [{"text": text} for text in row[1]]} for row in inputs["rows"]]
    for name in ("shifted", "mixed"):
        column = inputs["columns"].index(f"pred:{name}")
        predictions = {row[0]: row[column] for row in inputs["rows"]}
        scores = squad20_report({"data": [{"paragraphs": [{"qas": questions}]}]}, predictions).scores
        assert {"f1": scores["f1"], "exact": scores["exact"]} == on_311[name]


DATASET = {
    "data": [
        {"paragraphs": [{"qas": [{"id": "q1", "answers": [{"text": "x"}]}, {"id": "q2", "answers": []}]}]}
    ]
}


def test_order_of_probabilities_decides_ties():
    """The script's oddity is kept: two ids of one probability give 100 or 50 as best, by their order."""
    answers = {"q1": "x", "q2": "y"}
    first, second = (
        squad20_report(DATASET, answers, na_probs=probs).scores["best_exact"]
        for probs in ({"q1": 0.5, "q2": 0.5}, {"q2": 0.5, "q1": 0.5})
    )
    assert (first, second) == (100.0, 50.0)


def test_refusals_say_why():
    """The reasons for refusing name the place, what was found and the remedy."""
    answers = {"q1": "x", "q2": ""}
    reasons = {
        "na_prob q2: is missing. Give every question of the data set its probability of no answer.": {
            "na_probs": {"q1": 0.1}
        },
        "na_prob q2: expected a number, found 'high'.": {"na_probs": {"q1": 0.1, "q2": "high"}},
        "na_prob zz: no such question in the data set. Leave it out.": {
            "na_probs": {"q1": 0.1, "q2": 0.1, "zz": 0.1},
            "with_precision_recall": True,
        },
    }
    for reason, settings in reasons.items():
        with pytest.raises(Refused) as refused:
            squad20_report(DATASET, answers, **settings)
        assert str(refused.value) == reason
    with pytest.raises(Refused, match="the data set has no questions"):
        squad20_report({"data": []}, {})
