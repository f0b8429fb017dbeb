"""Every QA file of the shared folder through the task it is of: planned as a study plans it, read as a job reads it.

Files that keep their published name are found in the shared folder's own layout; the others are linked under it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from intermezzo.data.gather import from_files
from intermezzo.data.ledger import Ledger
from intermezzo.example import QAExample
from intermezzo.plan import plan
from intermezzo.plan.job import Job
from intermezzo.problem import Refused
from intermezzo.tasks.mlqa_pairs import PAIRS
from study.scenes import STUDY, taken

SHARED = Path(os.environ.get("INTERMEZZO_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data"
MANIFEST = SHARED / "manifest.json"
pytestmark = pytest.mark.skipif(
    not MANIFEST.exists(), reason=f"no manifest.json in {SHARED}; set INTERMEZZO_SHARED"
)
FOLDERS = (
    "squad",
    "xquad",
    "mlqa",
    "tydiqa",
    "qa",
)  # raw text is of no task: tests/data/test_shared_files.py


@dataclass(frozen=True, kw_only=True)
class Part:
    """A language of a split, the shared files it is, and the name to link one under where it has another here."""

    of: str  # TASK/LANGUAGE@SPLIT
    files: tuple[str, ...]
    linked: str = ""

    def __str__(self) -> str:
        return f"{self.of} {self.files[0]}" if self.linked else self.of


def part(of: str, *files: str, linked: str = "") -> Part:
    return Part(of=of, files=files, linked=linked)


AFRIQA = "qa/afriqa/gold_span_passages.afriqa"
XQUAD = {"xz": "ar el en hi ru th", "gz": "de zh", "bz2": "es tr", "zst": "ro vi"}


def mlqa(pair: str) -> str:
    """Compressed as it happened to be."""
    ending = ".gz" if pair == "vi-vi" else ".zst" if pair.startswith("vi-") else ".xz"
    context, question = pair.split("-")
    return f"mlqa/dev/dev-context-{context}-question-{question}.json{ending}"


GIVEN = [
    part("squad/en@dev", "squad/dev-v1.1.json.xz"),
    part("squad/en@train", "squad/train-v1.1.du-test.json.zst", linked="squad/train-v1.1.json.zst"),
    part("squad2/en@dev", "squad/dev-v2.0.cs224n-dev.json.gz", linked="dev-v2.0.json.gz"),
    *(
        part(f"xquad/{language}@test", f"xquad/xquad.{language}.json.{ending}")
        for ending, languages in XQUAD.items()
        for language in languages.split()
    ),
    *(part(f"mlqa/{each[:2]}@dev", mlqa(each)) for each in PAIRS if each[:2] == each[3:]),
    *(part(f"mlqa-pairs/{each}@dev", mlqa(each)) for each in PAIRS if each[:2] != each[3:]),
    part("tydiqa/en@train", "tydiqa/goldp/tydiqa.goldp.en.train.json.xz"),
    part("tydiqa/ko@train", "tydiqa/goldp/tydiqa.goldp.ko.train.json.bz2"),
    part("tydiqa/sw@train", "tydiqa/goldp/tydiqa.goldp.sw.train.json.xz"),
    part("jaquad/ja@train", *(f"qa/ja/jaquad_train_000{i}.json.xz" for i in range(6))),
    part("jaquad/ja@dev", *(f"qa/ja/jaquad_dev_000{i}.json.{z}" for i, z in enumerate(["xz", "gz", "bz2", "zst"]))),
    part("iapp/th@train", "qa/th/iapp_train.jsonl.xz"),
    part("iapp/th@dev", "qa/th/iapp_valid.jsonl.zst"),
    part("iapp/th@test", "qa/th/iapp_test.jsonl.gz"),
    part("cmrc2018/zh@dev", "qa/zh/cmrc2018_dev.squad.json.bz2"),
    part("cmrc2018/zh@dev", "qa/zh/cmrc2018_dev.json.xz", linked="cmrc2018/cmrc2018_dev.json.xz"),
    part("cmrc2018/zh@trial", "qa/zh/cmrc2018_trial.squad.json.gz"),
    part("drcd/zh-hant@dev", "qa/zh-hant/DRCD_dev.json.xz"),
    part("drcd/zh-hant@test", "qa/zh-hant/DRCD_test.json.zst"),
    part("korquad/ko@dev", "qa/ko/KorQuAD_v1.0_dev.json.xz"),
    part("piaf/fr@train", "qa/fr/piaf-v1.0.json.gz"),
    part("piaf/fr@train", "qa/fr/piaf-dataset-early.json.xz", linked="piaf/piaf-v1.0.json.xz"),
    part("squad-it/it@test", "qa/it/SQuAD_it-test.json.gz"),
    part("squad-es/es@dev", "qa/es/dev-v1.1-es_small.json.xz"),
    part("squad2-es/es@dev", "qa/es/dev-v2.0-es_small.json.zst"),
    part("tquad/tr@dev", "qa/tr/tquad_dev-v0.1.json.xz"),
    part("tquad/tr@train", "qa/tr/tquad_train-v0.1.first300.json.gz", linked="tquad/train-v0.1.json.gz"),
    part("arcd/ar@train", "qa/ar/arcd-train.json.gz"),
    part("arcd/ar@test", "qa/ar/arcd-test.json.xz"),
    part("afriqa/ha@train", f"{AFRIQA}.hau.en.train.json.gz"),
    part("afriqa/ha@dev", f"{AFRIQA}.hau.en.dev.json.xz"),
    part("afriqa/yo@train", f"{AFRIQA}.yor.en.train.json.xz"),
    part("afriqa/yo@test", f"{AFRIQA}.yor.en.test.json.zst"),
    part("afriqa/sw@test", f"{AFRIQA}.swa.en.test.json.gz"),
    part("afriqa/zu@test", f"{AFRIQA}.zul.en.test.json.bz2"),
    part("afriqa/fon@test", f"{AFRIQA}.fon.fr.test.json.xz"),
]  # fmt: skip
BLANKED = [
    part("squad2/en@dev", "squad/dev-v2.0.cs224n-test-blank.json.bz2", linked="squad/dev-v2.0.json.bz2"),
    part(
        "mlqa-pairs/de-ar@test",
        "mlqa/test-blank/test-context-de-question-ar.json.xz",
        linked="mlqa/MLQA_V1/test/test-context-de-question-ar.json.xz",
    ),
    *(
        part(f"tydiqa/{language}@test", f"tydiqa/goldp-blank/tydiqa.goldp.{language}.dev.json.{ending}")
        for ending, languages in {"xz": "ar ko ru te", "gz": "bn en fi sw", "zst": "id"}.items()
        for language in languages.split()
    ),
]
PRIMARY = ("tydiqa/primary/tiny_dev.jsonl.gz", "tydiqa/primary/small_gold_annotation.jsonl.gz")
CHAII = "qa/hi/chaii_layout.mlqa-dev.hi.csv.gz"


def test_every_file_is_here() -> None:
    """Each QA file of the manifest is given to one task."""
    files = [each for some in (GIVEN, BLANKED) for one in some for each in one.files] + [*PRIMARY, CHAII]
    there = [entry["file"] for entry in manifest() if entry["file"].split("/")[0] in FOLDERS]
    assert sorted(files) == sorted(there)


def manifest() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


def facts_of(files: Iterable[str]) -> Counter[str]:
    """What was counted in some files without our code, added up."""
    total: Counter[str] = Counter()
    for entry in manifest():
        if entry["file"] in files:
            total.update({name: n for name, n in entry["facts"].items() if isinstance(n, int)})
    return total


def source(of: str, folder: Path) -> Job:
    """The job that reads a reference, as the plan of a study makes it that trains on it."""
    task, _, rest = of.partition("/")
    text = (
        f'{STUDY}[phase.target]\ntask = "{task}"\nbudget = {{ steps = 10 }}\nmixture = {{ "{rest}" = 1 }}\n'
    )
    (job,) = (each for each in plan(taken(text, data_folder=folder)).jobs if each.kind == "source")
    return job


def read(of: str, folder: Path) -> tuple[list[QAExample], Ledger]:
    job = source(of, folder)
    examples, ledger = from_files(job.settings, job.places)
    return [each for each in examples if isinstance(each, QAExample)], ledger


def folder_of(given: Part, tmp_path: Path) -> Path:
    """The shared folder, or one in which its file has its published name."""
    if not given.linked:
        return SHARED
    place = tmp_path / given.linked
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to((SHARED / given.files[0]).resolve())
    return tmp_path


# What is lost or moved, by file: questions dropped, answers moved, answers dropped. Nothing is, of the other files.
LEFT, CONTEXT, EMPTY = "no answer left", "no context", "empty"
SAID, ABSENT = "marked as not in the context", "not in the context"
Counts = dict[str, int]
MOVED: dict[str, tuple[Counts, int, Counts]] = {
    "qa/zh/cmrc2018_dev.squad.json.bz2": ({}, 7, {SAID: 193}),
    "qa/zh/cmrc2018_dev.json.xz": ({}, 9464, {ABSENT: 193}),
    "qa/zh/cmrc2018_trial.squad.json.gz": ({}, 5, {}),
    "qa/fr/piaf-v1.0.json.gz": ({}, 2, {}),
    "qa/fr/piaf-dataset-early.json.xz": ({}, 2, {}),
    "qa/it/SQuAD_it-test.json.gz": ({LEFT: 1}, 98, {EMPTY: 11}),
    "qa/es/dev-v1.1-es_small.json.xz": ({}, 0, {EMPTY: 4080}),
    "qa/es/dev-v2.0-es_small.json.zst": ({}, 0, {EMPTY: 2386}),
    "qa/ar/arcd-train.json.gz": ({LEFT: 3}, 0, {ABSENT: 3}),
    "qa/ar/arcd-test.json.xz": ({LEFT: 3}, 0, {ABSENT: 3}),
    f"{AFRIQA}.hau.en.train.json.gz": ({LEFT: 25, CONTEXT: 2}, 0, {SAID: 25}),
    f"{AFRIQA}.hau.en.dev.json.xz": ({LEFT: 18, CONTEXT: 3}, 0, {SAID: 18}),
    f"{AFRIQA}.yor.en.train.json.xz": ({LEFT: 27, CONTEXT: 1}, 2, {SAID: 22, ABSENT: 5}),
    f"{AFRIQA}.yor.en.test.json.zst": ({LEFT: 45}, 1, {SAID: 40, ABSENT: 5}),
    f"{AFRIQA}.swa.en.test.json.gz": ({LEFT: 31}, 8, {SAID: 31}),
    f"{AFRIQA}.zul.en.test.json.bz2": ({LEFT: 15}, 2, {SAID: 13, ABSENT: 2}),
    f"{AFRIQA}.fon.fr.test.json.xz": ({LEFT: 22}, 2, {SAID: 22}),
}


@pytest.mark.parametrize("given", GIVEN, ids=str)
def test_as_many_as_counted(given: Part, tmp_path: Path) -> None:
    """A task reads as many questions and answers as its files have; what it loses or moves is in the ledger."""
    facts = facts_of(given.files)
    examples, ledger = read(given.of, folder_of(given, tmp_path))
    assert (ledger.read, ledger.answers) == (facts["questions"], facts["answers"])
    assert len(examples) == ledger.kept
    moved = (dict(ledger.dropped), ledger.repaired, dict(ledger.answers_dropped))
    assert moved == MOVED.get(given.files[0], ({}, 0, {}))
    if not facts["answers_without_start"]:
        assert ledger.repaired + sum(moved[2].values()) == facts["misplaced"] + facts["empty_answers"]
    assert ledger.notes.get("repeated ids made unique", 0) == facts["repeated_ids"]
    assert len({example.id for example in examples}) == len(examples)
    assert all(e.context.startswith(a.text, a.start) and a.text for e in examples for a in e.answers)
    assert {each.language for each in examples} == {context_language(given)}


def context_language(given: Part) -> str:
    """By the manifest: `de context, ar question`, or the language alone."""
    (said,) = {entry["language"] for entry in manifest() if entry["file"] in given.files}
    return str(said).split()[0].lower()


@pytest.mark.parametrize("given", BLANKED, ids=str)
def test_blanked_is_refused(given: Part, tmp_path: Path) -> None:
    """Files without their labels are refused by name, and nobody is sent from dev to dev."""
    split = given.of.partition("@")[2]
    job = source(given.of, folder_of(given, tmp_path))
    with pytest.raises(Refused) as refused:
        from_files(job.settings, job.places)
    assert str(refused.value) == (
        f"{job.places['files']}: split '{split}' has no labels (all answers empty). Its labels are not public; "
        f"evaluate on {'another split' if split == 'dev' else repr('dev')}, or write a submission."
    )


def test_a_pair_of_one_language_is_that_language() -> None:
    """`mlqa-pairs/de-de` is `mlqa/de`: one job, were it not for its name."""
    pair, alone = source("mlqa-pairs/de-de@dev", SHARED), source("mlqa/de@dev", SHARED)
    assert (pair.places, pair.fingerprints) == (alone.places, alone.fingerprints)
    assert {**pair.settings, "of": ""} == {**alone.settings, "of": ""}


def test_questions_across_languages_are_groups() -> None:
    """A question that MLQA asks of German text in German and in Spanish is one group, as is its paragraph."""
    german, _ = read("mlqa/de@dev", SHARED)
    spanish, _ = read("mlqa-pairs/de-es@dev", SHARED)
    known = {each.group: each for each in german}
    assert all(known[each.group].context == each.context for each in spanish)
    assert sum(known[each.group].question != each.question for each in spanish) == len(spanish) == 196


# Of each language of the two files what becomes of its questions; none of the languages left out is there.
SPANS = {
    PRIMARY[0]: {"ar": 2, "fi": 1, "id": 2, "te": 1},
    PRIMARY[1]: {"ar": 3, "th": 3},
}
WITHOUT = {
    (PRIMARY[0], "en"): "10 another language, 1 answered by yes or no",
    (PRIMARY[0], "ru"): "10 another language, 1 answered by yes or no",
    (PRIMARY[0], "ko"): "10 another language, 1 no answer in the document",
    (PRIMARY[1], "ko"): "2 another language, 1 no answer in the document",
    (PRIMARY[1], "sw"): "3 another language",
}


@pytest.mark.parametrize("file", PRIMARY)
def test_primary_spans(file: str, tmp_path: Path) -> None:
    """Of TyDi QA's primary task the questions that a span answers are read, and the rest is counted."""
    given = part("", file, linked="tydiqa/tydiqa-v1.0-dev.jsonl.gz")
    folder = folder_of(given, tmp_path)
    n_lines = next(entry["facts"]["rows"] for entry in manifest() if entry["file"] == file)
    for language, n_answers in SPANS[file].items():
        (example,), ledger = read(f"tydiqa-primary/{language}@test", folder)
        assert (ledger.read, ledger.answers, ledger.repaired) == (n_lines, n_answers, 0)
        assert dict(ledger.dropped) == {"another language": n_lines - 1}
        assert all(example.context.startswith(a.text, a.start) for a in example.answers)
    for (of, language), why in WITHOUT.items():
        if of == file:
            job = source(f"tydiqa-primary/{language}@test", folder)
            with pytest.raises(Refused) as refused:
                from_files(job.settings, job.places)
            said = f"{job.places['files']}: no question in '{language}' is answered by a span ({why})."
            assert str(refused.value) == said


def test_chaii_in_parts(tmp_path: Path) -> None:
    """The 507 rows of the file in ChAII's layout are cut into 307, 100 and 100, and no row is in two parts."""
    folder = folder_of(part("", CHAII, linked="chaii/train.csv.gz"), tmp_path)
    whole, ledger = read("chaii/hi@whole", folder)
    assert ledger == Ledger(read=507, kept=507, answers=507)
    for seed in ("", "-3"):
        parts = [read(f"chaii/hi@{name}{seed}", folder) for name in ("train", "dev", "test")]
        assert [dict(its.dropped) for _, its in parts] == [{"another part": 507 - n} for n in (307, 100, 100)]
        assert sorted(each.id for some, _ in parts for each in some) == sorted(each.id for each in whole)
