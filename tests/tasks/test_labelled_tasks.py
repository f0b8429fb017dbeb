"""Every task on the shelf: its words are words of other shelves, and its mistakes are told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data.readers.malformed import lines
from intermezzo import shelf, tasks
from intermezzo.data import columns
from intermezzo.data.reader import SHELF, Reader, ReadOptions
from intermezzo.data.sources.file import read_files, unknown_columns
from intermezzo.plan.outside import data_files
from intermezzo.tasks import FORMATS, FileSource, HubSource, Task, WorldSource, named
from study.scenes import PHASE, STUDY, mistakes, taken

LABELLED = ("sequence-classification", "multiple-choice")


def task_of(name: str) -> Task:
    found = tasks.find(name)
    assert isinstance(found, Task)
    return found


OURS = [
    name
    for name in tasks.names()
    if task_of(name).format in LABELLED and not name.startswith(("world-", "webfaq"))
]
WITH_FILES = [
    (name, split)
    for name in OURS
    for split, its in task_of(name).splits.items()
    if any(isinstance(source, FileSource) for source in its.sources)
]


def test_all_are_there() -> None:
    """The tasks of X-STILTs and XTREME-R that ask for a label or a choice."""
    assert set(OURS) >= {
        *("xnli", "mnli", "snli", "anli", "paws-x", "paws", "qqp"),
        *("hellaswag", "cosmos-qa", "commonsense-qa", "social-iqa", "copa", "xcopa"),
    }


@pytest.mark.parametrize("name", OURS)
def test_its_words_are_known(name: str) -> None:
    """Format, family, readers, columns and labels are those that there are; sizes are of its splits."""
    task = task_of(name)
    form = FORMATS[task.format]
    assert task.name == name and task.family in ("nli", "paraphrase", "choice")
    assert task.metrics == form.metrics == ("accuracy",)
    assert bool(task.labels) == form.has_labels
    assert set(task.sizes) == set(task.splits)
    assert task.licence and task.citation and task.about
    for split in task.splits.values():
        assert list(split.languages) == sorted(split.languages)
        assert isinstance(split.sources[-1], HubSource), "files first, then the hub"
        for source in split.sources:
            assert not isinstance(source, WorldSource)
            if isinstance(source, FileSource):
                reader = shelf.load(SHELF, source.reader, "READER")
                assert isinstance(reader, Reader) and reader.unit == form.unit
                assert not unknown_columns(reader, ReadOptions(columns=source.columns))
                assert not any("excerpt" in pattern for pattern in source.patterns)
            else:
                assert set(source.columns) <= set(columns.fields_of(form.unit))
                assert source.revision == "", "pinned by the study's lock"
            if form.has_labels:
                assert set(source.labels.values()) <= {*task.labels, ""}


@pytest.mark.parametrize(
    ("name", "n"),
    [("xnli", 15), ("paws-x", 7), ("xcopa", 11)],
)
def test_languages_of_the_parallel_ones(name: str, n: int) -> None:
    """Each has its languages in dev and test, groups in both, and trains on English."""
    task = task_of(name)
    assert task.splits["train"].languages == ("en",)
    for split in ("dev", "test"):
        its = task.splits[split]
        assert len(its.languages) == n
        assert all(getattr(source, "parallel", False) for source in its.sources)
        assert task.sizes[split] % n == 0


def test_languages_that_are_not_served() -> None:
    """An unknown language or split is an error that lists what there is."""
    study = STUDY + PHASE + '[evaluate.zero-shot]\ntask = "xcopa"\nlanguages = ["sw", "en"]\n'
    assert mistakes(study) == [
        (
            "study:10: evaluate.zero-shot.languages: task 'xcopa' has no 'en'. "
            "It has: et, ht, id, it, qu, sw, ta, th, tr, vi, zh"
        )
    ]
    (said,) = mistakes(study.replace("xcopa", "mnli"))
    assert said == (
        "study:10: evaluate.zero-shot.languages: task 'mnli' has no split 'test'. It has: train, dev, dev-mismatched"
    )


def test_rounds_of_anli() -> None:
    """One task holds all rounds together, and each by itself."""
    task = task_of("anli")
    assert task.sizes["train"] == sum(task.sizes[f"train-r{r}"] for r in (1, 2, 3)) == 162_865
    hub = task.splits["dev"].sources[-1]
    assert isinstance(hub, HubSource) and hub.split == "dev_r1+dev_r2+dev_r3"


def test_several_files_are_one_split(tmp_path: Path) -> None:
    """ANLI's rounds and Social IQa's labels are found together, or not at all."""
    rows = [{"uid": "a", "context": "p", "hypothesis": "h", "label": "e"}]
    for r in (1, 2):
        (tmp_path / f"anli_v1.0/R{r}").mkdir(parents=True)
        (tmp_path / f"anli_v1.0/R{r}/train.jsonl").write_bytes(lines(rows))
    study = taken(STUDY + PHASE, data_folder=tmp_path)
    source = task_of("anli").splits["train"].sources[0]
    assert isinstance(source, FileSource)
    assert data_files(study, source, "en") is None
    (tmp_path / "anli_v1.0/R3").mkdir()
    (tmp_path / "anli_v1.0/R3/train.jsonl").write_bytes(lines(rows))
    found = data_files(study, source, "en")
    assert found is not None and not hasattr(found, "what")
    examples, ledger = read_files(
        found.place.split("\n"),
        reader=source.reader,
        language="en",
        options=ReadOptions(labels=source.labels),
    )
    assert [(e.id, getattr(e, "label", "")) for e in examples] == [
        ("a", "entailment"),
        ("a#2", "entailment"),
        ("a#3", "entailment"),
    ]
    assert ledger.notes == {"labels renamed": 3, "repeated ids made unique": 2}


def test_files_that_are_missing_are_told(tmp_path: Path) -> None:
    """A data folder without a task's files says which was looked for first, of several the first."""
    text = STUDY + PHASE.replace('task = "world-qa"', 'task = "social-iqa"')
    (said,) = mistakes(text, data_folder=tmp_path)
    assert said == (
        f"study:7: phase.target.mixture.en: no file siqa/socialIQa_v1.4_trn.jsonl (looked in {tmp_path}). "
        "Bring it from the hub with: intermezzo fetch …"
    )
    (tmp_path / "siqa").mkdir()
    (tmp_path / "siqa/train.jsonl").write_bytes(b"{}\n")
    assert len(mistakes(text, data_folder=tmp_path)) == 1
    (tmp_path / "siqa/train-labels.lst").write_bytes(b"1\n")
    taken(text, data_folder=tmp_path)


@pytest.mark.parametrize(("name", "split"), WITH_FILES)
def test_patterns_name_every_language(name: str, split: str) -> None:
    """A split of several languages has them in its patterns, or in a column that tells them apart."""
    its = task_of(name).splits[split]
    for source in its.sources:
        if isinstance(source, FileSource) and len(its.languages) > 1:
            per_language = {named(source, p, each) for p in source.patterns for each in its.languages}
            assert len(per_language) == len(source.patterns) * len(its.languages) or source.columns


def test_listing_loads_nothing_heavy() -> None:
    """All tasks together import no torch, no tables, no hub."""
    program = (
        "import sys; from intermezzo import tasks; [tasks.find(n) for n in tasks.names()]; "
        "print([m for m in ('torch', 'pyarrow', 'datasets', 'huggingface_hub', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
