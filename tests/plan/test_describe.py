"""A plan in words and for programs."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import miniature
from intermezzo.plan import plan
from intermezzo.plan.describe import as_json, lines
from intermezzo.store import Store
from intermezzo.study.model import Phase
from intermezzo.tasks import FORMATS

from .test_build import TWO_RATES


def test_arms_jobs_and_defaults(tmp_path: Path) -> None:
    """Every arm with its chain, every phase once with every number it will use, every kind of job counted."""
    told = list(lines(plan(miniature.taken()), Store(tmp_path)))
    assert told[1:4] == [
        "2 arms x 2 seeds = 4 runs",
        "  intermediate=none: target (world-qa/en@dev)",
        "  intermediate=mixed: intermediate (world-qa-unanswerable/{en,fr}@dev) -> target (world-qa/en@dev)",
    ]
    phases = [line for line in told if line.startswith("  ") and " steps of " in line]
    assert [line.split(":")[0].strip() for line in phases] == ["target", "intermediate"]
    assert "target: 12 steps of 4 rows, rate 0.001," in phases[0]
    # numbers that can move a result are all there, asked for or not; what is None is left to the encoder
    for name in (
        "warmup 0.1",
        "schedule linear",
        "weight_decay 0.01",
        "clip 1.0",
        "accumulate 1",
        "length 96",
    ):
        assert name in phases[0]
    assert "dropout" not in phases[0]
    table = {line.split()[0]: line.split()[1:] for line in told[told.index("") :] if len(line.split()) == 4}
    assert table["phase"] == ["6", "0", "0"]
    assert table["source"] == ["9", "9", "0"]
    assert table["score"] == ["8", "0", "0"]


def test_no_number_of_a_phase_is_left_out(tmp_path: Path) -> None:
    """A phase in which every field is given shows every field's value."""
    given = {
        "rate": "0.0123", "head_rate": "0.0234", "warmup": "0.234", "schedule": '"cosine"', "weight_decay": "0.0345",
        "clip": "0.456", "accumulate": "2", "length": "87", "stride": "9", "dropout": "0.0567", "precision": '"bf16"',
        "threads": "2", "head": '"new"', "checkpoint": '"average of last 3"',
    }  # fmt: skip
    elsewhere = {"name", "task", "mixture", "without", "budget", "batch", "seed", "probe"}
    elsewhere |= {
        name for each in FORMATS.values() for name in each.train
    }  # of formats that it does not train
    assert given.keys() | elsewhere == {field.name for field in fields(Phase)}
    changes = [f"phase.target.{name}={value}" for name, value in given.items()]
    told = "\n".join(lines(plan(miniature.taken(miniature.STUDY, changes=changes)), Store(tmp_path)))
    for name, value in given.items():
        assert f"{name} {value.strip(chr(34))}" in told


def test_what_is_left_out(tmp_path: Path) -> None:
    """A chain says what its phases go without, as a study writes it."""
    mixture = 'mixture = { "en@dev" = 1 }\nprobe'
    without = mixture.replace("probe", 'without = ["world-qa", "world-qa/{fr,sw}@dev"]\nprobe')
    text = miniature.changed((mixture, without))
    told = list(lines(plan(miniature.taken(text)), Store(tmp_path)))
    assert (
        told[2] == "  intermediate=none: target (world-qa/en@dev without world-qa/all + world-qa/{fr,sw}@dev)"
    )


def test_what_sharing_saves(tmp_path: Path) -> None:
    """Four runs of two phases, of which two are shared."""
    told = list(lines(plan(miniature.taken(TWO_RATES)), Store(tmp_path)))
    assert told[-1] == "sharing saves 2 of 8 phases"


def test_what_is_there(finished: miniature.Place) -> None:
    """A finished study has all jobs done."""
    told = list(lines(finished.plan(), Store(finished.store, read_only=True)))
    rows = [line.split() for line in told if len(line.split()) == 4 and line.split()[1].isdecimal()]
    assert len(rows) == 7
    assert all(n_all == n_done for _, n_all, _, n_done in rows)


def test_for_programs(finished: miniature.Place, tmp_path: Path) -> None:
    """The same jobs, with keys that lead from one to the other."""
    given = finished.plan()
    told = json.loads(as_json(given, Store(finished.store, read_only=True)))
    keys = {job["key"] for job in told["jobs"]}
    assert keys == {job.key for job in given.jobs}
    assert {read for job in told["jobs"] for read in job["reads"].values()} <= keys
    assert [run["name"] for run in told["runs"]] == [run.name for run in given.runs]
    assert all(job["done"] for job in told["jobs"])
    assert not any(job["done"] for job in json.loads(as_json(given, Store(tmp_path)))["jobs"])
