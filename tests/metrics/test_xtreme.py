"""XTREME and XTREME-R as whole scripts, against evaluate.py of google-research/xtreme at 838c13b6.

Command: python evaluate.py --prediction_folder predictions --label_folder labels --xtreme_version
xtreme[-r] --output_file out.json --verbose; seqeval 1.2.2 and 0.0.12; Python 3.11.7; 1e-9.
"""

from __future__ import annotations

import io
import tarfile

import pytest

from intermezzo.metrics import mean_over, qa_score, xtreme_score
from intermezzo.metrics._aggregates import XTREME_GROUPS, mean
from intermezzo.metrics._xtreme import evaluate, read_folder
from intermezzo.metrics._xtreme.files import File
from intermezzo.metrics._xtreme.suites import suite
from intermezzo.problem import Refused

NEAR = 1e-9  # the golden files' own tolerance


def numbers(value, path=""):
    """A tree of numbers as path -> number."""
    if isinstance(value, dict):
        return {k: v for key, each in value.items() for k, v in numbers(each, f"{path}/{key}").items()}
    return {path: value}


def as_written(found):
    """The tree that evaluate.py writes."""
    tree = {**found.groups, **({} if found.score is None else {"all_task": found.score})}
    for name, task in found.tasks.items():
        averages = {f"avg_{metric}": points for metric, points in task.means.items()}
        tree[name] = {**task.by_language, **averages, "avg_metric": task.score}
    return numbers(tree)


def same(found, said):
    assert found.keys() == said.keys()
    assert found == pytest.approx(said, rel=0, abs=NEAR)
    return len(said)


def version_in(command):
    return command.split("--xtreme_version ")[1].split()[0]


@pytest.fixture(scope="module")
def toy(shared):
    """The toy submission: path -> text."""
    raw = (shared / "golden" / "xtreme" / "toy_submission.tar.gz").read_bytes()
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r:gz") as archive:
        return {
            member.name.removeprefix("toy_submission/"): archive.extractfile(member).read().decode("utf-8")
            for member in archive
            if member.isfile()
        }


def test_extract(extract_of_metrics):
    """The shipped files, one of each task: the numbers of that language."""
    cases = extract_of_metrics["xtreme"]
    assert len(cases) == 11
    for case in cases:
        version = "xtreme-r" if case["task"] in ("xcopa", "mewslix") else "xtreme"
        task = suite(version, "1.2.2").tasks[case["task"]]
        files = (File(path=side, text=case[side]) for side in ("prediction", "label"))
        same(task.scorer(*files, case["language"]).scores, case["scores"])


def test_runs(golden, toy):
    """All tasks and languages of both benchmarks, with both versions of seqeval; and who was unanswered."""
    runs = golden("xtreme/runs.json.gz")["runs"]
    n = 0
    for run in runs.values():
        found = evaluate(
            toy, version=version_in(run["command"]), seqeval=run["seqeval"].removeprefix("seqeval ")
        )
        n += same(as_written(found), numbers(run["output_file"]))
        unanswered = [remark for remark in found.remarks if ": question " in remark]
        assert len(unanswered) == run["stderr_unanswered_lines"]
    assert (len(runs), n) == (5, 1969)


def test_every_task_and_language(golden, toy):
    """evaluate_one_task, seqeval 1.2.2, each language of the larger of the two benchmarks."""
    n = 0
    for task, by_language in golden("xtreme/runs.json.gz")["evaluate_one_task"].items():
        version = "xtreme" if task in ("pawsx", "bucc2018") else "xtreme-r"
        found = evaluate(
            {path: text for path, text in toy.items() if f"/{task}/" in path},
            version=version,
            seqeval="1.2.2",
        ).tasks[task]
        for language, said in by_language.items():
            n += same({metric: points[language] for metric, points in found.by_language.items()}, said)
    assert n == 411


def test_every_case(golden, toy):
    """46 odd or broken submissions: the same numbers, or a refusal with a path where evaluate.py stops."""
    cases = golden("xtreme/cases.json.gz")["cases"]
    assert len(cases) == 46
    refused, n = [], 0
    for name, case in cases.items():
        files = {path: text for path, text in toy.items() if path.split("/")[1] in case["task_folders"]}
        files.update(case["changed_files"])
        files = {path: text for path, text in files.items() if text is not None}
        root = "nothing_here" if name == "prediction_folder_absent" else "predictions"
        options = {"version": version_in(case["command"]), "seqeval": "1.2.2", "predictions": root}
        if case["returncode"]:
            with pytest.raises(Refused) as stopped:
                evaluate(files, **options)
            assert all(problem.place and problem.what for problem in stopped.value.problems), name
            refused.append(name)
            if case["exception"].startswith("FileNotFoundError: "):
                said = case["exception"].removeprefix("FileNotFoundError: ").replace(" is", ": is")
                assert str(stopped.value.problems[0]) == said
        else:
            found = evaluate(files, **options)
            n += same(as_written(found), numbers(case["output_file"]))
            unanswered = [remark for remark in found.remarks if ": question " in remark]
            assert len(unanswered) == case["stderr_unanswered_lines"], name
    assert (len(refused), n) == (22, 665)


def test_recomputed_from_the_mock_submission(golden):
    """XTREME's own mock data is not here; its averages, groups and all_task follow from its scores by language."""
    runs = golden("xtreme/mock.json.gz")["runs"]
    n = 0
    for run in runs.values():
        if run["output_file"] is None:
            continue
        said = run["output_file"]
        tasks = {}
        for task in (name for name, value in said.items() if isinstance(value, dict)):
            by_language = {m: points for m, points in said[task].items() if isinstance(points, dict)}
            for metric, points in by_language.items():
                assert mean([*points.values()]) == pytest.approx(said[task][f"avg_{metric}"], rel=0, abs=NEAR)
            if "exact_match" in by_language:
                tasks[task] = qa_score(by_language["exact_match"], by_language["f1"])
            else:
                tasks[task] = mean_over(next(iter(by_language.values())))
            assert tasks[task] == pytest.approx(said[task]["avg_metric"], rel=0, abs=NEAR)
            n += len(by_language) + 1
        for group, names in XTREME_GROUPS.items():
            assert mean([tasks[name] for name in names]) == pytest.approx(said[group], rel=0, abs=NEAR)
        assert xtreme_score(tasks) == pytest.approx(said["all_task"], rel=0, abs=NEAR)
        n += len(XTREME_GROUPS) + 1
    assert n == 64


SMALL = {
    f"{root}/pawsx/test-{language}.tsv": "1\n0\n"
    for root in ("predictions", "labels")
    for language in ["de", "en", "es", "fr", "ja", "ko", "zh"]
}


def test_gold_labels_score_full():
    """Labels as predictions: 100 in every language, no group and no overall score from one task."""
    found = evaluate(SMALL)
    assert set(found.tasks["pawsx"].by_language["accuracy"].values()) == {100.0}
    assert (found.tasks["pawsx"].score, found.groups, found.score, found.remarks) == (100.0, {}, None, ())


def test_nothing_is_passed_over_in_silence():
    """A folder on one side only, and one that is no task, stand in the remarks."""
    more = {"predictions/xnli/test-de.tsv": "x", "labels/zzz/a": "", "predictions/zzz/a": ""}
    assert evaluate({**SMALL, **more}).remarks == (
        "predictions/xnli: not scored, as labels has no such folder.",
        "zzz: not scored, as it is no task of xtreme.",
    )


def refusals(files, **options):
    with pytest.raises(Refused) as refused:
        evaluate(files, **options)
    return [str(problem) for problem in refused.value.problems]


def test_all_that_is_wrong_is_told_at_once():
    """Missing, unequal and empty files of a task come together, each with its path."""
    broken = {
        **SMALL,
        "predictions/pawsx/test-de.tsv": "1\n0\n\n",
        "predictions/pawsx/test-en.tsv": "",
        "labels/pawsx/test-en.tsv": "",
    }
    del broken["predictions/pawsx/test-fr.tsv"], broken["labels/pawsx/test-fr.tsv"]
    assert refusals(broken) == [
        (
            "predictions/pawsx/test-de.tsv: 3 examples, but labels/pawsx/test-de.tsv has 2. "
            "A blank line is one too."
        ),
        "labels/pawsx/test-en.tsv: no examples to score. Check the split and the filters of the task.",
        "predictions/pawsx/test-fr.tsv: is not available.",
        "labels/pawsx/test-fr.tsv: is not available.",
    ]


def one(task, extension, prediction, label, version="xtreme-r"):
    """The same pair of files in every language of a task."""
    return {
        f"{root}/{task}/test-{language}.{extension}": text
        for root, text in (("predictions", prediction), ("labels", label))
        for language in suite(version, "0.0.12").tasks[task].languages
    }


def test_refusals_say_why():
    """Each kind of file is refused with its path, and its line or id where it has one."""
    qa = '{"data": [{"paragraphs": [{"qas": [{"id": "q", "answers": [{"text": "x"}]}]}]}]}'
    found = {
        "predictions/panx/test-ar.tsv: example 0 (counted from 0): 1 of 1 sentences have another number of "
        "predicted tags than of gold tags.": one("panx", "tsv", "O\nO\n", "O\n"),
        "predictions/xcopa/test-et.jsonl:2: not valid JSON: Expecting value (line 1, column 1)": one(
            "xcopa", "jsonl", '{"label": 1}\n\n', '{"label": 1}\n'
        ),
        'labels/xcopa/test-et.jsonl:1: expected an object with "label", found {}': one(
            "xcopa", "jsonl", '{"label": 1}', "{}"
        ),
        'predictions/xquad/test-en.json: prediction q: expected text, found None An empty answer is written "".': (
            one("xquad", "json", '{"q": null}', qa)
        ),
        "labels/xquad/test-en.json: no examples to score. Check the split and the filters of the task.": one(
            "xquad", "json", "{}", '{"data": []}'
        ),
        "predictions/mewslix/test-ar.json: a: expected a list of ids, found None": one(
            "mewslix", "json", '{"a": null}', '{"a": ["Q1"]}'
        ),
        "labels/mewslix/test-ar.json: a: expected the id of an entity, found []": one(
            "mewslix", "json", "{}", '{"a": []}'
        ),
        'predictions/mewslix/test-ar.json: expected an object of id and entities, found "list"': one(
            "mewslix", "json", "[]", "{}"
        ),
        "labels: no such folder, or nothing in it. It holds a folder for each task.": {
            "predictions/xnli/test-de.tsv": "x"
        },
        (
            "predictions/lareqa: evaluate.py knows no languages of LAReQA and stops. "
            "Leave the folder out, score it with map-at-20, and average with xtreme_r_score."
        ): {"predictions/lareqa/x": "", "labels/lareqa/x": ""},
    }
    for reason, files in found.items():
        assert refusals(files, version="xtreme-r")[0] == reason


def test_lax_where_the_script_is():
    """A bare list for answers, an id as text for Mewsli-X: scored as the script does, with a remark."""
    qa = '[{"paragraphs": [{"qas": [{"id": "q", "answers": [{"text": "x"}]}]}]}]'
    found = evaluate(one("mlqa", "json", "[]", qa), version="xtreme-r")
    assert found.tasks["mlqa"].score == 0.0
    assert found.remarks[:2] == (
        "predictions/mlqa/test-en.json: no object of id and answer; every question is unanswered.",
        "predictions/mlqa/test-en.json: question q: no prediction, scored 0.",
    )
    found = evaluate(one("mewslix", "json", '{"a": "Q1"}', '{"a": ["1"], "b": ["Q"]}'), version="xtreme-r")
    assert found.tasks["mewslix"].score == 25.0
    assert found.remarks[:2] == (
        "predictions/mewslix/test-ar.json: a: a text, not a list; compared letter by letter.",
        "predictions/mewslix/test-ar.json: b: no prediction, scored 0.",
    )
    assert evaluate(one("mewslix", "json", "{}", "{}"), version="xtreme-r").tasks["mewslix"].score == 0.0


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A\nB\n\nC\n", [["A", "B"], ["C"]]),
        ("A\n\n", [["A"]]),
        ("A\n\n\n", [["A"], []]),
        ("A \r\n\r\nB", [["A"], ["B"]]),
        ("", []),
    ],
)
def test_sentences(text, sentences):
    """A blank line ends a sentence, an empty one too; a last line end ends nothing."""
    assert File(path="x", text=text).sentences() == sentences


def test_read_folder(tmp_path):
    """Texts by path under the two roots; missing roots and other encodings are refused together."""
    for path, text in SMALL.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert read_folder(tmp_path) == SMALL
    broken = tmp_path / "labels/pawsx/test-de.tsv"
    broken.write_bytes(b"\xff")
    with pytest.raises(Refused) as refused:
        read_folder(tmp_path, "gold", "labels")
    assert [str(problem) for problem in refused.value.problems] == [
        f"{tmp_path / 'gold'}: no such folder.",
        f'{broken}: expected UTF-8, found "byte 0 that is not"',
    ]
