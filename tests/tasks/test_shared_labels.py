"""Every file of labels and choices in the shared folder, against the counts that were made without our code.

A file is read as the task it belongs to would read it, or refused for the reason its manifest gives.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from intermezzo import tasks
from intermezzo.data.ledger import Ledger
from intermezzo.data.reader import Examples, ReadOptions
from intermezzo.data.sources.file import read_files
from intermezzo.example import ChoiceExample, LabelExample
from intermezzo.plan.outside import expand
from intermezzo.problem import Refused
from intermezzo.tasks import FileSource, Task, named

SHARED = Path(os.environ.get("INTERMEZZO_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data"
FOLDERS = ("xtreme/xnli", "xtreme/pawsx", "xtreme/xcopa", "intermediate")
TASKS = {  # folder -> task
    "xnli": "xnli",
    "pawsx": "paws-x",
    "xcopa": "xcopa",
    "siqa": "social-iqa",
    "cosmosqa": "cosmos-qa",
    "commonsenseqa": "commonsense-qa",
    "hellaswag": "hellaswag",
    "anli": "anli",
    "mnli": "mnli",
    "qqp": "qqp",
    "paws": "paws",
}


def entries() -> list[dict[str, Any]]:
    if not (SHARED / "manifest.json").exists():
        return []
    manifest = json.loads((SHARED / "manifest.json").read_text(encoding="utf-8"))
    return [entry for entry in manifest if entry["file"].startswith(FOLDERS)]


def of_kind(*labels: str) -> list[Any]:
    """Files as test parameters by what the manifest says of their labels; one that skips without the folder."""
    if not entries():
        absent = pytest.mark.skip(reason=f"no manifest.json in {SHARED}; set INTERMEZZO_SHARED")
        return [pytest.param({}, marks=absent, id="absent")]
    chosen = [e for e in entries() if e["labels"] in labels and ".lst" not in e["file"]]
    return [pytest.param(entry, id=entry["file"]) for entry in chosen]


def task_of(entry: dict[str, Any]) -> Task:
    found = tasks.find(TASKS[entry["file"].split("/")[-2]])
    assert isinstance(found, Task)
    return found


def reader_of(entry: dict[str, Any]) -> str:
    kind = next(kind for kind in ("tsv", "csv", "jsonl") if f".{kind}" in entry["file"])
    return f"{kind}-label" if task_of(entry).format == "sequence-classification" else f"{kind}-choice"


def read(entry: dict[str, Any], **options: Any) -> tuple[Examples, Ledger]:
    """With the labels that the task's files have."""
    reader = reader_of(entry)
    labels = {
        theirs: ours
        for split in task_of(entry).splits.values()
        for source in split.sources
        if isinstance(source, FileSource) and source.reader == reader
        for theirs, ours in source.labels.items()
    }
    return read_files(
        [entry["file"]],
        reader=reader,
        language=entry["language"],
        options=ReadOptions(labels=labels, **options),
        folder=SHARED,
    )


def golds(examples: Examples) -> Counter[str]:
    return Counter(e.gold for e in examples if isinstance(e, LabelExample | ChoiceExample))


def in_our_words(entry: dict[str, Any]) -> Counter[str]:
    """The manifest's count of labels, as they are called here."""
    ours = {"e": "entailment", "n": "neutral", "c": "contradiction"}
    if reader_of(entry).endswith("choice"):
        ours = {letter: str(i) for i, letter in enumerate("ABCDE")}
    return Counter({ours.get(label, label): n for label, n in entry["facts"]["labels"].items()})


@pytest.mark.parametrize("entry", of_kind("gold"))
def test_rows_are_as_many_as_counted(entry: dict[str, Any]) -> None:
    """Every row is an example, none is dropped, and labels are as many as the manifest counts."""
    facts, form = entry["facts"], task_of(entry).format
    examples, ledger = read(entry)
    n = facts["rows"]
    notes = {
        "CRLF line ends": facts.get("crlf_lines", 0),
        "questions of cause and effect written out": n * ("/xcopa/" in entry["file"]),
        "labels renamed": n * ("/anli/" in entry["file"]),
    }
    assert ledger == Ledger(read=n, kept=n, notes={note: count for note, count in notes.items() if count})
    assert len(examples) == n == len({example.id for example in examples})
    assert golds(examples) == in_our_words(entry)
    for example in examples:
        if form == "sequence-classification":
            assert isinstance(example, LabelExample)
            assert example.text.strip() and example.second.strip()
            assert example.label in task_of(entry).labels
        else:
            assert isinstance(example, ChoiceExample)
            assert all(choice.strip() for choice in example.choices)
            assert example.context or example.question


@pytest.mark.parametrize("entry", of_kind("blanked", "none"))
def test_files_without_labels_are_refused(entry: dict[str, Any]) -> None:
    """Labels that were taken out, or stand elsewhere, are named; nothing is guessed in their place."""
    why = "all labels 0" if "0" in entry["facts"].get("labels", {}) else (
        "the column of labels is missing or empty"
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        read(entry, split="test")
    assert str(refused.value) == (
        f"{entry['file']}: split 'test' has no labels ({why}). Its labels are not public; "
        "evaluate on 'dev', or write a submission."
    )


there = pytest.mark.skipif(not entries(), reason=f"no manifest.json in {SHARED}; set INTERMEZZO_SHARED")


@there
def test_files_are_as_many_as_read() -> None:
    """No file of these folders is passed over: 53 are read, 10 refused, one is labels of another."""
    n_beside = sum(".lst" in entry["file"] for entry in entries())
    n_read, n_refused = len(of_kind("gold")), len(of_kind("blanked", "none"))
    assert n_read + n_refused + n_beside == len(entries()) == 64
    assert (n_read, n_refused, n_beside) == (53, 10, 1)
    assert sum(e["facts"]["rows"] for e in entries() if "rows" in e["facts"]) == 36_202


@there
def test_labels_beside_their_lines() -> None:
    """Social IQa's two excerpts are one set; the full dev set has the same two questions and right answers."""
    files = ["intermediate/siqa/excerpt.dev.jsonl", "intermediate/siqa/excerpt.dev-labels.lst"]
    excerpt, ledger = read_files(files, reader="siqa", language="en", folder=SHARED)
    assert ledger == Ledger(read=2, kept=2)
    (whole,) = [e for e in entries() if "socialIQa_v1.4_dev" in e["file"]]
    first, second, *_ = read(whole)[0]
    assert list(excerpt) == [first, second]
    assert [e.answer for e in excerpt if isinstance(e, ChoiceExample)] == [2, 0]


@there
@pytest.mark.parametrize(("folder", "task", "n"), [("xnli", "xnli", 830), ("xcopa", "xcopa", 500)])
def test_languages_share_groups_and_clusters(folder: str, task: str, n: int) -> None:
    """XNLI's premises are the same clusters in all languages, ur's repeated one among them; XCOPA's items, too."""
    files = [
        entry
        for entry in entries()
        if f"/{folder}/" in entry["file"] and entry["labels"] == "gold" and entry["facts"]["rows"] >= 500
    ]
    parallel = [e for e in files if e["language"] != "en" or folder == "xnli"]
    seen = {
        tuple((e.group, e.cluster) for e in read(entry, parallel=True)[0] if not hasattr(e, "words"))
        for entry in parallel
    }
    assert len(parallel) == (5 if folder == "xnli" else 11)
    assert len(seen) == 1
    assert len({cluster for _, cluster in seen.pop()}) == n


@there
def test_what_is_not_translated() -> None:
    """PAWS-X writes "NS" where a sentence was not translated, always with label 0: the task's page says how often."""
    found = {}
    for entry in entries():
        if "/pawsx/dev" in entry["file"]:
            pairs = [e for e in read(entry, parallel=True)[0] if isinstance(e, LabelExample)]
            marked = [e for e in pairs if "NS" in (e.text.strip(), e.second.strip())]
            assert {e.label for e in marked} <= {"0"}
            found[entry["language"]] = (len(marked), [e.label for e in pairs])
    assert {language: n for language, (n, _) in found.items()} == {
        "en": 0,
        "de": 68,
        "ja": 20,
        "ko": 35,
        "zh": 16,
    }
    assert sum(a != b for a, b in zip(found["en"][1], found["de"][1])) == 32


@there
def test_questions_differ_between_languages_of_xcopa() -> None:
    """Of et's 500 questions some languages ask for the other of cause and effect; right answers agree."""
    by_language = {}
    for entry in entries():
        if "/xcopa/test." in entry["file"]:
            by_language[entry["language"]] = [e for e in read(entry)[0] if isinstance(e, ChoiceExample)]
    differing = {
        language: sum(a.question != b.question for a, b in zip(by_language["et"], examples))
        for language, examples in by_language.items()
    }
    assert {language: n for language, n in differing.items() if n} == {
        "th": 250,
        "tr": 51,
        "sw": 37,
        "id": 4,
        "it": 4,
    }
    assert len({tuple(e.answer for e in examples) for examples in by_language.values()}) == 1


# What the tasks find when the shared folder is given with --data: whole files, never an excerpt.
FOUND = {
    "xnli@dev": "en sw th ur zh",
    "paws-x@dev": "de en ja ko zh",
    "copa@train": "en",
    "copa@dev": "en",
    "xcopa@train": "en",
    "xcopa@dev": "ht it sw",
    "xcopa@test": "et ht id it qu sw ta th tr vi zh",
    "social-iqa@dev": "en",
    "commonsense-qa@dev": "en",
}


@there
def test_tasks_find_their_files() -> None:
    """With the shared folder as data folder, each language of each task is found whole, or not at all."""
    found: dict[str, list[str]] = {}
    for name in (*TASKS.values(), "copa", "snli"):
        task = tasks.find(name)
        assert isinstance(task, Task)
        for split, its in task.splits.items():
            for language in its.languages:
                if examples := first_found(its.sources, language):
                    assert len(examples) == task.sizes[split] // len(its.languages)
                    assert golds(examples).keys() <= {*task.labels} or not task.labels
                    found.setdefault(f"{name}@{split}", []).append(language)
    assert {at: " ".join(languages) for at, languages in found.items()} == FOUND


def first_found(sources: tuple[Any, ...], language: str) -> Examples:
    """What a plan would read: the first pattern of the first source of which all files are there."""
    for source in sources:
        if not isinstance(source, FileSource):
            continue
        for pattern in source.patterns:
            each = [expand(one, SHARED) for one in named(source, pattern, language).split("\n")]
            if all(each):
                options = ReadOptions(columns=source.columns, labels=source.labels, parallel=source.parallel)
                paths = [path for paths in each for path in paths]
                return read_files(
                    paths, reader=source.reader, language=language, options=options, folder=SHARED
                )[0]
    return []
