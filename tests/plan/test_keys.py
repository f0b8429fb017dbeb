"""Keys: a function of what was resolved, and of nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest

import miniature
from intermezzo.plan import Job, plan
from intermezzo.plan.job import NOT_IN_KEY, RECIPES, digest
from intermezzo.study.model import (
    Batch,
    Budget,
    Encoder,
    Evaluation,
    Phase,
    Probe,
    Reference,
    Share,
    Study,
    TokenizerSettings,
)
from intermezzo.tasks import FORMATS

from .scenes import (
    arm_of,
    labelled,
    moved,
    one_run,
    phase_of,
    with_arm,
    with_evaluation,
    with_phase,
)

SCORED = {"predict", "score"}
TRAINED = {"phase 2", "probe", *SCORED}  # what a change to the last phase moves
CHAIN = {"phase 1", *TRAINED}  # what a change to the first phase moves
ROWS = {"features world-qa/"}  # rows of the task that the last phase trains and is evaluated on
ENCODER = {"tokenizer", "features", *CHAIN}
EVERYTHING = {"source", *ENCODER}
NOTHING: set[str] = set()

EN = Reference(task="world-qa", language="en", split="dev")
FR = Reference(task="world-qa", language="fr", split="dev")


@dataclass(frozen=True)
class Change:
    """Another value of one field, and the labels (by how they begin) of the jobs whose keys are others for it."""

    to: Any
    moves: set[str]


def labels_that_begin(study: Study, beginnings: set[str]) -> set[str]:
    return {label for label in labelled(plan(study)) if label.startswith(tuple(beginnings))}


def check_every_field(
    kind: type, changes: dict[str, Change], change: Callable[[Study, str, Any], Study]
) -> None:
    """Each field of a dataclass is in the table, and changing it moves the keys the table says and no other."""
    study = one_run()
    assert changes.keys() == {field.name for field in fields(kind)}
    for name, each in changes.items():
        other = change(study, name, each.to)
        still_there = labelled(plan(other)).keys()
        expected = labels_that_begin(study, each.moves) & still_there if each.moves else set()
        assert moved(study, other) == expected, f"{kind.__name__}.{name}"


PHASE = {
    "name": Change("another", NOTHING),
    "task": Change("world-qa-unanswerable", NOTHING),  # the mixture says what is trained on
    "mixture": Change((Share(of=FR, share=1.0),), TRAINED),
    "budget": Change(Budget(steps=13), TRAINED),
    "batch": Change(Batch(rows=5), TRAINED),
    "without": Change((FR,), {"features world-qa/en@dev", *TRAINED}),
    "rate": Change(2e-3, TRAINED),
    "head_rate": Change(2e-3, TRAINED),
    "warmup": Change(0.2, TRAINED),
    "schedule": Change("constant", TRAINED),
    "weight_decay": Change(0.02, TRAINED),
    "clip": Change(0.5, TRAINED),
    "accumulate": Change(2, TRAINED),
    "length": Change(80, ROWS | TRAINED),
    "stride": Change(8, ROWS | TRAINED),
    "dropout": Change(0.2, TRAINED),
    "precision": Change("bf16", TRAINED),
    "threads": Change(2, TRAINED),
    "head": Change("new", TRAINED),
    "checkpoint": Change("average of last 2", TRAINED),
    # fields of formats that are not trained here
    "mask": Change(0.3, NOTHING),
    "whole_words": Change(True, NOTHING),
    "temperature": Change(0.1, NOTHING),
    "negatives": Change("all", NOTHING),
    "pooling": Change("first", NOTHING),
    "seed": Change(7, TRAINED),
    "probe": Change(Probe(every=5, on=(FR,), limit=6), {"probe"}),
}


OF_FORMATS = {name for each in FORMATS.values() for name in each.train}


def test_every_field_of_a_phase() -> None:
    """A change to the last phase moves it and what comes of it; a probe is not in its phase's key, a name in none."""

    def change(study: Study, name: str, to: Any) -> Study:
        if name == "name":
            study = with_evaluation(study, after=to)
        return with_phase(study, "target", **{name: to})

    check_every_field(Phase, PHASE, change)


def test_every_field_of_an_earlier_phase() -> None:
    """What comes after a phase moves with it."""
    study = one_run()
    for name, each in PHASE.items():
        if name in ("name", "mixture", "without", "length", "stride", "probe", "task", *OF_FORMATS):
            continue
        other = with_phase(study, "intermediate", **{name: each.to})
        assert moved(study, other) == labels_that_begin(study, CHAIN), name


def test_every_field_of_an_evaluation() -> None:
    """A change to an evaluation trains nothing again. Which checkpoint is taken belongs to the phase it chose."""
    after = Change("intermediate", SCORED)
    check_every_field(
        Evaluation,
        {
            "name": Change("another", NOTHING),
            "task": Change("world-qa-unanswerable", SCORED),
            "languages": Change(("fr", "en"), NOTHING),
            "split": Change("train", SCORED),
            "after": after,
            "checkpoint": Change("average of last 2", NOTHING),
            "limit": Change(21, SCORED),
            "decoder": Change("bert", SCORED),
            # of retrieval
            "layer": Change(2, NOTHING),
            "pooling": Change("first", NOTHING),
            "similarity": Change("margin", NOTHING),
            "threshold": Change(1.1, NOTHING),
        },
        lambda study, name, to: with_evaluation(study, **{name: to}),
    )


def test_a_rule_given_to_an_evaluation() -> None:
    """As the file has it: the evaluation's rule becomes that of the phase it evaluates, and moves that."""
    before = miniature.taken()
    text = miniature.changed(("limit     = 20", 'limit     = 20\ncheckpoint = "average of last 2"'))
    trained = [job for run in plan(before).runs for job in run.phases.values()]
    again = [job for run in plan(miniature.taken(text)).runs for job in run.phases.values()]
    assert [a.key == b.key for a, b in zip(trained, again)] == ["target" not in a.what for a in trained]


def test_every_field_of_an_encoder() -> None:
    """Sizes do not touch the rows; the tokenizer touches everything but the data."""
    check_every_field(
        Encoder,
        {
            "name": Change("dir:elsewhere", NOTHING),  # see test_another_encoder
            "architecture": Change("bert", CHAIN),
            "layers": Change(2, CHAIN),
            "width": Change(64, CHAIN),
            "heads": Change(4, CHAIN),
            "inner": Change(96, CHAIN),
            "positions": Change(160, CHAIN),
            "dropout": Change(0.2, CHAIN),
            "tokenizer": Change(TokenizerSettings(text=(EN,), vocabulary=600), ENCODER),
        },
        lambda study, name, to: (
            study if name == "name" else with_arm(study, encoder=replace(arm_of(study).encoder, **{name: to}))
        ),
    )


def test_every_field_of_a_tokenizer() -> None:
    """All three move the rows and what is made of them."""

    def change(study: Study, name: str, to: Any) -> Study:
        encoder = arm_of(study).encoder
        return with_arm(study, encoder=replace(encoder, tokenizer=replace(encoder.tokenizer, **{name: to})))

    check_every_field(
        TokenizerSettings,
        {
            "text": Change((EN, FR), ENCODER),
            "vocabulary": Change(700, ENCODER),
            "isolate_han": Change(False, ENCODER),
        },
        change,
    )


@pytest.mark.parametrize(
    ("kind", "before", "changes"),
    [
        (Budget, Budget(steps=12), {"steps": 13, "epochs": 2.0, "tokens": 1000}),
        (Batch, Batch(rows=4), {"rows": 5}),
        (Share, None, {"of": EN, "share": 2.0}),
        (Probe, None, {"every": 5, "on": (EN,), "limit": 7}),
    ],
)
def test_every_field_inside_a_phase(kind: type, before: Any, changes: dict[str, Any]) -> None:
    """Budgets, batches and shares move the phase; probes move themselves."""
    study = one_run()
    target = phase_of(study, "target")
    assert changes.keys() == {field.name for field in fields(kind)}
    for name, to in changes.items():
        if kind is Probe:
            assert target.probe
            other = with_phase(study, "target", probe=replace(target.probe, **{name: to}))
            assert moved(study, other) <= labels_that_begin(study, {"probe"})
            old, new = ({j.key for j in plan(each).jobs if j.kind == "probe"} for each in (study, other))
            assert not old & new, name
        elif kind is Share:
            mixture = phase_of(study, "intermediate").mixture
            other = with_phase(
                study, "intermediate", mixture=(replace(mixture[0], **{name: to}), *mixture[1:])
            )
            assert moved(study, other) == labels_that_begin(study, CHAIN), name
        else:
            # a budget has one measure
            changed = Budget(**{name: to}) if kind is Budget else replace(before, **{name: to})
            other = with_phase(study, "target", **{kind.__name__.lower(): changed})
            assert moved(study, other) == labels_that_begin(study, TRAINED), name


def test_every_field_of_a_study() -> None:
    """Nothing around the arms is in a key; a strict environment is in every one."""
    check_every_field(
        Study,
        {
            "name": Change("another", NOTHING),
            "path": Change(Path("/elsewhere/another.toml"), NOTHING),
            "question": Change("Another?", NOTHING),
            "seeds": Change((3,), CHAIN),
            "axes": Change({}, NOTHING),
            "arms": Change((replace(arm_of(one_run()), values={"another": "name"}),), NOTHING),
            "claims": Change((), NOTHING),
            "data": Change({}, NOTHING),
            "changed": Change(("phase.target.rate=1",), NOTHING),
            "environment": Change("strict", EVERYTHING),
            "accept_ceiling": Change(0.0, NOTHING),
            "text": Change("", NOTHING),
            "shown": Change("another.toml", NOTHING),
            "data_folder": Change(Path("/elsewhere"), NOTHING),
        },
        lambda study, name, to: replace(study, **{name: to}),
    )


@pytest.mark.parametrize(
    ("task", "name", "to"),
    [
        ("world-text", "mask", 0.3),
        ("world-faq", "temperature", 0.1),
        ("world-faq", "negatives", "all"),
        ("world-faq", "pooling", "first"),
    ],
)
def test_fields_of_a_format_are_in_the_key_of_who_trains_it(task: str, name: str, to: object) -> None:
    """The share of hidden tokens moves a phase of masked language modelling, and so on."""
    text = miniature.changed(
        ('task    = "world-qa-unanswerable"', f'task    = "{task}"'),
        ('mixture = { "en@dev" = 1, "fr@dev" = "1 - t" }', 'mixture = { "en@dev" = 1 }'),
    )
    study = replace(one_run(), arms=(miniature.taken(text).arms[1],))
    other = with_phase(study, "intermediate", **{name: to})
    assert moved(study, other) == labels_that_begin(study, CHAIN)


def test_settings_that_are_not_in_a_key() -> None:
    """Of every setting of every job, those on the list change no key and all others do."""
    jobs = plan(one_run()).jobs
    assert {job.kind for job in jobs} == RECIPES.keys()
    named = set()
    for job in jobs:
        for name in job.settings:
            named.add(name)
            other = replace(job, settings={**job.settings, name: "another"})
            assert (other.key == job.key) == (name in NOT_IN_KEY), f"{job.kind}: {name}"
    assert NOT_IN_KEY.keys() <= named


def test_what_else_is_in_a_key() -> None:
    """The kind, each fingerprint, each record read and its role; not the place of outside data, nor the words."""
    read = Job(kind="source", settings={"count": 1})
    job = Job(kind="features", settings={}, reads={"source": read}, fingerprints={"tokenizer": "ab"})
    others = [
        replace(job, kind="score"),
        replace(job, fingerprints={"tokenizer": "cd"}),
        replace(job, fingerprints={"another": "ab"}),
        replace(job, fingerprints={}),
        replace(job, reads={"source": Job(kind="source", settings={"count": 2})}),
        replace(job, reads={"another": read}),
        replace(job, reads={}),
    ]
    assert len({job.key, *(each.key for each in others)}) == len(others) + 1
    assert replace(job, places={"tokenizer": "/elsewhere"}, what="another").key == job.key


def test_the_digest_does_not_see_an_order() -> None:
    """Fields in any order are the same fields; items of a list are not, and a number is not its text."""
    assert digest({"a": 1, "b": {"c": 2, "d": 3}}) == digest({"b": {"d": 3, "c": 2}, "a": 1})
    assert len({digest(value) for value in ([1, 2], [2, 1], [1, "2"], {"1": 2}, [[1], 2])}) == 5


def test_lines_of_a_mixture_have_no_order() -> None:
    """A table of TOML is the same table in any order, so it is the same training."""
    there = '{ "en@dev" = 1, "fr@dev" = "1 - t" }'
    back = '{ "fr@dev" = "1 - t", "en@dev" = 1 }'
    one, other = plan(miniature.taken()), plan(miniature.taken(miniature.changed((there, back))))
    assert [job.key for job in one.jobs] == [job.key for job in other.jobs]


def test_whole_numbers_are_numbers() -> None:
    """`1` and `1.0` say the same."""
    text = miniature.changed(
        ('mixture = { "en@dev" = 1 }', 'mixture = { "en@dev" = 1.0 }\nclip = 1'),
    )
    keys = {job.key for job in plan(miniature.taken()).jobs}
    assert {job.key for job in plan(miniature.taken(text)).jobs} == keys


def test_a_rate_for_heads_that_is_the_rate() -> None:
    """Said or not, it is the same phase."""
    study = one_run()
    assert moved(study, with_phase(study, "target", head_rate=phase_of(study, "target").rate)) == set()


def test_what_is_left_out_has_no_order() -> None:
    """Data are left out whatever stands first in the list; leaving out nothing is what a phase does anyway."""
    study = one_run()
    one, other = (with_phase(study, "target", without=some) for some in ((EN, FR), (FR, EN)))
    assert moved(study, one)
    assert moved(one, other) == moved(study, with_phase(study, "target", without=())) == set()


def test_what_is_left_out_concerns_one_phase() -> None:
    """Rows of the same data for another phase, for probes and for evaluations stay as they are."""
    study = with_phase(one_run(), "target", mixture=phase_of(one_run(), "intermediate").mixture)
    other = plan(with_phase(study, "target", without=(FR,)))
    (run,) = other.runs
    rows, whole = (run.phases[name].reads["rows:0"] for name in ("target", "intermediate"))
    assert rows.reads["source"].key == whole.reads["source"].key
    assert list(rows.reads) == ["source", "without:0", "tokenizer"]
    assert rows.what == "cut world-qa-unanswerable/en@dev into rows, without world-qa/fr@dev"
    others = [scored.predictions for scored in run.scores] + [job for _, _, job in run.probes]
    for features in (whole, *(job.reads["features"] for job in others)):
        assert list(features.reads) == ["source", "tokenizer"]


# The same study elsewhere

SHOW_KEYS = """\
import json, sys
from pathlib import Path
from intermezzo.plan import plan
from intermezzo.study import read
print(json.dumps(sorted(job.key for job in plan(read(Path(sys.argv[1]))).jobs)))
print(*(name for name in ("torch", "transformers", "tokenizers", "scipy", "pyarrow", "polars") if name in sys.modules))
"""
OWN_FILES = """\
[study]
question = "Does it help?"
seeds = [1]

[data.mine]
reader    = "squad"
path      = { train = "data/train.json", test = "data/test.json" }
language  = "en"

[data.lines]
reader    = "text"
path      = "data/lines.txt"
language  = "en"

[encoder]
name      = "scratch"
tokenizer = { text = ["lines/en"], vocabulary = 300 }

[phase.target]
task      = "mine"
budget    = { steps = 3 }
precision = "fp32"
mixture   = { en = 1 }
probe     = { every = 1, on = ["mine/en@test"] }

[evaluate.same]
task      = "mine"
languages = ["en"]
"""


def own_files(folder: Path) -> Path:
    """A study with files of its own."""
    (folder / "data").mkdir(parents=True)
    for split in ("train", "test"):
        context = f"This is the {split} split. It has one answer."
        answer = {"text": "one", "answer_start": context.index("one")}
        qas = [{"id": f"{split} 1", "question": "How many?", "answers": [answer]}]
        document = {
            "version": "1.1",
            "data": [{"title": "", "paragraphs": [{"context": context, "qas": qas}]}],
        }
        (folder / "data" / f"{split}.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "data" / "lines.txt").write_text("One line.\nAnother line.\n", encoding="utf-8")
    study = folder / "own.toml"
    study.write_text(OWN_FILES, encoding="utf-8")
    return study


def elsewhere(study: Path, folder: Path, **environment: str) -> list[str]:
    """Keys of a study as another process sees them, and after them what heavy things it has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SHOW_KEYS, str(study)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_the_same_elsewhere(tmp_path: Path) -> None:
    """Folder, working folder, locale, time zone, order of hashing and times of files leave every key; nothing heavy
    is loaded for them."""
    here = own_files(tmp_path / "here")
    there = tmp_path / "there" / "deeper" / "another-name.toml"
    shutil.copytree(here.parent, there.parent)
    (there.parent / here.name).rename(there)
    for path in (there.parent / "data").iterdir():
        os.utime(path, (1, 1))
    one = elsewhere(here, tmp_path, PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    other = elsewhere(there, there.parent, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tokyo")
    assert one == other
    assert json.loads(one[0]) == sorted(job.key for job in plan(miniature.taken(here)).jobs)
    assert one[1] == ""


def test_files_are_known_by_their_bytes(tmp_path: Path) -> None:
    """A byte more in one file moves what is made of it."""
    study = own_files(tmp_path)
    before = {(job.kind, job.what): job.key for job in plan(miniature.taken(study)).jobs}
    with (tmp_path / "data" / "lines.txt").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    after = {(job.kind, job.what): job.key for job in plan(miniature.taken(study)).jobs}
    unmoved = {what for what, key in before.items() if after[what] == key}
    assert unmoved == {("source", "read mine/en@train"), ("source", "read mine/en@test")}


def test_names_of_data_are_not_in_a_key(tmp_path: Path) -> None:
    """The user's own sources under other names are the same data."""
    study = own_files(tmp_path)
    before = [job.key for job in plan(miniature.taken(study)).jobs]
    study.write_text(
        OWN_FILES.replace("mine", "yours").replace("lines", "prose").replace("prose.txt", "lines.txt")
    )
    assert [job.key for job in plan(miniature.taken(study)).jobs] == before


def test_frozen_keys(tmp_path: Path) -> None:
    """A key of each kind, literally: guards drift, proves nothing. Whoever moves one throws records of users away."""
    found: dict[str, str] = {}
    for job in plan(miniature.taken(own_files(tmp_path))).jobs:
        found.setdefault(job.kind, job.key[:16])
    assert found == {
        "source": "8d22f97be313625c",
        "tokenizer": "d37377885afe397f",
        "features": "dd46a942edff7ea5",
        "phase": "cee810de8d58f534",
        "probe": "d35a385450c31265",
        "predict": "0f1d3fc539f6f362",
        "score": "d69227a9b52de64d",
    }


def test_frozen_recipes() -> None:
    """Recipe numbers are raised by hand, so a change to one is to be seen here as well."""
    assert {kind: number for kind, number in RECIPES.items() if number != 1} == {"phase": 2, "score": 2}


# Encoders from outside


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """What looks like an encoder to a plan, which reads its bytes only."""
    folder = tmp_path / "encoder"
    folder.mkdir()
    (folder / "config.json").write_text('{"hidden_size": 32}')
    (folder / "tokenizer.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def with_encoder(name: str, folder: Path) -> Study:
    """The one run, started from an encoder of that name."""
    return replace(with_arm(one_run(), encoder=Encoder(name=name)), data_folder=folder)


def test_another_encoder(encoder: Path, tmp_path: Path) -> None:
    """The same bytes elsewhere are the same encoder; other weights move what is trained, another tokenizer the rows."""
    first = with_encoder("dir:encoder", tmp_path)
    shutil.copytree(encoder, tmp_path / "copy")
    (tmp_path / "copy" / "README.md").write_text("not read")
    assert moved(first, with_encoder("dir:copy", tmp_path)) == set()

    before = labelled(plan(first))
    (encoder / "model.safetensors").write_bytes(b"Weights")
    after = labelled(plan(first))
    changed = {label for label in before if before[label] != after[label]}
    assert changed == {label for label in before if label.startswith(tuple(CHAIN))}

    (encoder / "tokenizer.json").write_text("{ }")
    last = labelled(plan(first))
    kept = {label for label in last if last[label] == after[label]}
    assert kept == {label for label in last if label.startswith("source")}


def test_precision_is_resolved() -> None:
    """What "auto" becomes is in the key, not the word: a narrow encoder trains in fp32 on every processor."""
    study = one_run()
    assert phase_of(study, "target").precision == "auto"
    assert moved(study, with_phase(study, "target", precision="fp32")) == set()
