"""From a study to its jobs: what is made once, in which order, and what is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import miniature
from intermezzo.plan import Plan, plan
from intermezzo.problem import Refused

TWO_RATES = miniature.changed(
    ('intermediate = ["none", "mixed"]', "rate = [0.001, 0.002]"),
    ("when    = \"intermediate == 'mixed'\"\n", ""),
    ('rate    = 1e-3\nlength  = 96\nstride  = 16\nmixture = { "en@dev" = 1 }\n',
     'rate    = "rate"\nlength  = 96\nstride  = 16\nmixture = { "en@dev" = 1 }\n'),
    ('compare = { intermediate = ["mixed", "none"] }', "compare = { rate = [0.002, 0.001] }"),
)  # fmt: skip


def count(given: Plan) -> Counter[str]:
    return Counter(job.kind for job in given.jobs)


def test_arms_that_begin_alike_share() -> None:
    """Arms that differ in the last phase only train the first phase once a seed, and share all data."""
    found = plan(miniature.taken(TWO_RATES))
    first = {run.phases["intermediate"].key for run in found.runs}
    last = {run.phases["target"].key for run in found.runs}
    assert (len(found.runs), len(first), len(last)) == (4, 2, 4)
    assert count(found)["phase"] == 6
    n_runs_of = {key: found.n_runs_of[key] for key in first | last}
    assert n_runs_of == dict.fromkeys(first, 2) | dict.fromkeys(last, 1)
    assert all(found.n_runs_of[job.key] == 4 for job in found.jobs if job.kind in ("source", "tokenizer"))


def test_a_phase_left_out_begins_at_the_encoder() -> None:
    """Without a phase in between the target starts from the encoder; with it, from that phase."""
    found = plan(miniature.taken())
    for run in found.runs:
        target = run.phases["target"]
        if "intermediate" in run.phases:
            assert target.reads["start"] is run.phases["intermediate"]
            assert "scratch" not in target.settings
        else:
            assert "start" not in target.reads
            assert target.settings["scratch"]["width"] == 32
    assert sorted(len(run.phases) for run in found.runs) == [1, 1, 2, 2]


def test_a_fixed_seed_is_shared_by_all_seeds() -> None:
    """`seed = 0` on a phase trains it once; what follows is repeated."""
    text = miniature.changed(
        ("when    = \"intermediate == 'mixed'\"", "when = \"intermediate == 'mixed'\"\nseed = 0")
    )
    runs = [run for run in plan(miniature.taken(text)).runs if len(run.phases) == 2]
    assert len({run.phases["intermediate"].key for run in runs}) == 1
    assert len({run.phases["target"].key for run in runs}) == len(runs) == 2


def test_more_seeds_leave_those_there_are() -> None:
    """The runs of two seeds are the first runs of three."""
    two, three = plan(miniature.taken()), plan(miniature.taken(seeds=3))
    assert {job.key for job in two.jobs} < {job.key for job in three.jobs}


def test_every_job_comes_after_what_it_reads() -> None:
    """In the order of the plan, and each job is in it once."""
    done: set[str] = set()
    for job in plan(miniature.taken()).jobs:
        assert {read.key for read in job.reads.values()} <= done
        assert job.key not in done
        done.add(job.key)


def test_one_checkpoint_is_evaluated_in_many_languages() -> None:
    """Predictions of a run read the same phase; each language has its own source, rows and score."""
    for run in plan(miniature.taken()).runs:
        assert {s.predictions.reads["phase"].key for s in run.scores} == {run.phases["target"].key}
        assert [s.language for s in run.scores] == ["fr", "sw"]
        assert len({s.source.key for s in run.scores}) == len({s.score.key for s in run.scores}) == 2
        assert all(s.source.key == s.score.reads["source"].key for s in run.scores)


def test_a_phase_evaluated_in_the_middle() -> None:
    """`after` names the phase whose weights answer."""
    text = miniature.changed(
        ("limit     = 20", "limit = 20\nafter = 'intermediate'\nwhen = \"intermediate == 'mixed'\""),
        (miniature.STUDY[miniature.STUDY.index("[[claim]]") :], ""),
    )
    run = plan(miniature.taken(text)).runs[-1]
    assert {s.predictions.reads["phase"].key for s in run.scores} == {run.phases["intermediate"].key}


def test_probes_read_their_phase_and_no_phase_reads_them() -> None:
    """A curve more costs no training: without probes the other jobs have the same keys."""
    study = miniature.taken()
    bare = replace(
        study,
        arms=tuple(replace(a, phases=tuple(replace(p, probe=None) for p in a.phases)) for a in study.arms),
    )
    with_probes, without = plan(study), plan(bare)
    gone = {job.key: job for job in with_probes.jobs if job.key not in {j.key for j in without.jobs}}
    assert {job.kind for job in gone.values()} <= {"probe", "features", "source"}
    assert len([job for job in gone.values() if job.kind == "probe"]) == 4
    assert {job.key for job in without.jobs} < {job.key for job in with_probes.jobs}


def test_everything_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    """Data and encoders that are not there, each with where it was looked for."""
    text = miniature.changed(
        ('task    = "world-qa-unanswerable"', 'task    = "squad"'),
        ('mixture = { "en@dev" = 1, "fr@dev" = "1 - t" }', "mixture = { en = 1 }"),
        ('task      = "world-qa"\nlanguages = ["fr", "sw"]', 'task      = "xquad"\nlanguages = ["de", "th"]'),
        ('over    = "unseen"', 'over = ["de"]'),
    )
    place = miniature.put(tmp_path, text)
    with pytest.raises(Refused) as refused:
        place.plan()
    assert [str(problem) for problem in refused.value.problems] == [
        f"{reference}: no file {file} (looked in {tmp_path}). Say where the data are with --data FOLDER, "
        "or bring them from the hub with: intermezzo fetch …"
        for reference, file in (
            ("xquad/de@test", "xquad/xquad.de.json"),
            ("xquad/th@test", "xquad/xquad.th.json"),
            ("squad/en@train", "squad/train-v1.1.json"),
        )
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "encoder.name: no encoder in {}: it has no config.json. All encoders: intermezzo list encoders"),
        (
            {"config.json": "{}", "pytorch_model.bin": "", "tokenizer.json": ""},
            (
                "encoder.name: dir:mine has no model.safetensors; pickled weights are not read. Convert it once with "
                "transformers' save_pretrained."
            ),
        ),
        (
            {"config.json": "{}", "model.safetensors": "", "spiece.model": ""},
            "dir:mine has no fast tokenizer, which exact answer positions need. Use a model that has one.",
        ),
    ],
)
def test_an_encoder_that_cannot_be_used(tmp_path: Path, files: dict[str, str], told: str) -> None:
    """Said once, however many jobs start from it."""
    (tmp_path / "mine").mkdir()
    for name, text in files.items():
        (tmp_path / "mine" / name).write_text(text)
    start = miniature.STUDY.index("[encoder]")
    end = miniature.STUDY.index("[phase.intermediate]")
    encoder = '[encoder]\nname = "dir:mine"\n\n'
    place = miniature.put(tmp_path, miniature.STUDY[:start] + encoder + miniature.STUDY[end:])
    with pytest.raises(Refused) as refused:
        place.plan()
    assert [str(problem) for problem in refused.value.problems] == [told.format(tmp_path / "mine")]
