"""The job `phase`: the same bits however it was interrupted and whatever looked on; heads handed over or not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from intermezzo.models.checkpoint import load, new_head
from intermezzo.models.heads import HeadSpec
from intermezzo.problem import Refused
from intermezzo.train import phase
from intermezzo.train.sources import Sources
from intermezzo.train.start import begin
from intermezzo.work import Interrupted
from train.scenes import Scene, Trained, trained, work

RULES = {"last": {"rule": "last"}, "average": {"rule": "average", "last": 3}}
STEPS = 7


def heads(folder: Path, name: str) -> dict[str, torch.Tensor]:
    return {k: v for k, v in load_file(folder / "heads.safetensors").items() if k.startswith(name)}


def equal(one: Mapping[str, torch.Tensor], two: Mapping[str, torch.Tensor]) -> bool:
    return one.keys() == two.keys() and all(torch.equal(one[name], two[name]) for name in one)


def best_on(scene: Scene) -> dict[str, Any]:
    """A phase that takes the weights that are best on what its probe asks."""
    (_, _, probe), *_ = scene.plan.runs[0].probes
    quiz = {name: probe.settings[name] for name in probe.settings if name not in ("every", "of")}
    records = scene.reads(probe)
    reads = {"choose source": records["source"], "choose rows": records["features"]}
    return {"checkpoint": {"rule": "best", "quiz": quiz}, "reads": reads}


@pytest.mark.parametrize("name", ["first", "second"])
def test_trained_twice_gives_equal_bits(scene: Scene, tmp_path: Path, name: str):
    """With dropout, masking and two formats in a step."""
    assert trained(scene, name, tmp_path).bits == trained(scene, name, tmp_path).bits


@pytest.mark.parametrize("rule", ["last", "average", "best"])
@pytest.mark.parametrize("stop", [1, 4, 6])
def test_resumed_gives_equal_bits(scene: Scene, tmp_path: Path, rule: str, stop: int):
    """Stopped after some step, and gone on in what could be another process: weights, curves, chosen weights."""
    changes: dict[str, Any] = best_on(scene) if rule == "best" else {"checkpoint": RULES[rule]}
    changes["probes"] = True
    whole = trained(scene, "second", tmp_path / "whole", **changes)
    done: list[int] = []

    def tell(event: str, facts: Mapping[str, Any]) -> None:
        done.append(facts["step"])

    with pytest.raises(Interrupted):
        phase.run(
            work(scene, "second", tmp_path, tell=tell, is_stopped=lambda: done[-1:] == [stop], **changes)
        )
    again = trained(scene, "second", tmp_path, **changes)
    assert again.facts["resumed_at"] == stop
    assert again.bits == whole.bits
    sides = [(folder / "side 0" / "curve.json").read_text() for folder in (tmp_path, tmp_path / "whole")]
    assert sides[0] == sides[1]
    told = ("rows", "tokens", "loss", "selected", "requested")
    assert {n: again.facts[n] for n in told} == {n: whole.facts[n] for n in told}


def test_two_formats_resumed_give_equal_bits(scene: Scene, tmp_path: Path):
    """What is hidden is drawn by counter, so a step after a stop hides what it would have hidden."""
    task = work(scene, "first", tmp_path, save_every_seconds=0, is_stopped=lambda: task.partial.steps() != [])
    with pytest.raises(Interrupted):
        phase.run(task)
    again = trained(scene, "first", tmp_path)
    assert again.facts["resumed_at"] == 1
    assert again.bits == trained(scene, "first", tmp_path / "whole").bits


def test_a_state_with_other_probes_is_not_gone_on_from(scene: Scene, tmp_path: Path):
    """Its curves would lack points; it begins anew, and nothing of it stays."""
    with pytest.raises(Interrupted):
        phase.run(work(scene, "second", tmp_path, is_stopped=lambda: True))
    again = trained(scene, "second", tmp_path, probes=True)
    assert again.facts["resumed_at"] == 0
    points = json.loads((tmp_path / "side 0" / "curve.json").read_text())
    assert [point["step"] for point in points] == [3, 6, STEPS]


def test_probes_change_nothing(scene: Scene, tmp_path: Path):
    """They draw no randomness and touch no weight."""
    assert (
        trained(scene, "second", tmp_path / "a", probes=True).bits
        == trained(scene, "second", tmp_path / "b").bits
    )


@pytest.mark.parametrize("name", ["first", "second"])
@pytest.mark.parametrize("parts", [2, 4, 6, 9])
def test_parts_of_a_step_are_the_step(scene: Scene, tmp_path: Path, name: str, parts: int):
    """Without dropout a batch cut into parts trains as the whole does: sums in another order, nothing else.

    The tolerance is of losses: Adam makes steps as long as the rate of gradients that are nothing but rounding.
    """
    whole, cut = (trained(scene, name, tmp_path / str(n), dropout=0.0, accumulate=n) for n in (1, parts))
    losses = [json.loads((each.folder / "curve.json").read_text())["losses"] for each in (whole, cut)]
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-5)
    assert whole.facts["tokens"] == cut.facts["tokens"]


# -- heads ---------------------------------------------------------------------------------------------------


def test_a_head_is_carried_on_or_starts_anew(scene: Scene, tmp_path: Path):
    """Carried: the weights the phase before left. New: those of the seed, whatever came before."""
    before = scene.record(scene.job("first")).folder
    for head, told in (("carry", "carried"), ("new", "new")):
        task = work(scene, "second", tmp_path, head=head)
        model, became = begin(task, Sources.read(task))
        mine = {f"extractive-qa/{k}": v for k, v in model.heads["extractive-qa"].state_dict().items()}
        assert became == {"extractive-qa": told}
        assert equal(mine, heads(before, "extractive-qa")) == (head == "carry")
        if head == "new":
            fresh = new_head(HeadSpec("extractive-qa"), model.encoder, seed=task.settings["seed"])
            assert equal(dict(model.heads["extractive-qa"].state_dict()), dict(fresh.state_dict()))


def test_a_head_that_is_not_trained_travels_on(scene: Scene, tmp_path: Path):
    """The second phase answers questions only; the head for hidden tokens comes out as it went in."""
    before = scene.record(scene.job("first"))
    after = trained(scene, "second", tmp_path)
    assert before.facts["heads"] == {"extractive-qa": "new", "masked-lm": "new"}
    assert after.facts["heads"] == {"extractive-qa": "carried"}
    assert equal(heads(before.folder, "masked-lm"), heads(after.folder, "masked-lm"))
    assert not equal(heads(before.folder, "extractive-qa"), heads(after.folder, "extractive-qa"))


def moved(scene: Scene, after: Trained) -> tuple[float, float]:
    """How far the encoder's table and the span head went in the second phase."""
    one, two = load(scene.record(scene.job("first")).folder), load(after.folder)
    tables = [model.encoder.model.get_input_embeddings().weight for model in (one, two)]
    outputs = [model.heads["extractive-qa"].outputs.weight for model in (one, two)]
    body, head = (float((a - b).abs().max().detach()) for a, b in (tables, outputs))
    return body, head


def test_heads_learn_at_their_own_rate(scene: Scene, tmp_path: Path):
    """A rate of their own moves the head further; one that equals the rate gives the bits of none."""
    plain = trained(scene, "second", tmp_path / "plain")
    same = trained(scene, "second", tmp_path / "same", head_rate=1e-3)
    fast = trained(scene, "second", tmp_path / "fast", head_rate=1e-1)
    assert same.bits == plain.bits
    (_, head), (body, fast_head) = moved(scene, plain), moved(scene, fast)
    assert fast_head > 10 * head
    assert body < 0.01


# -- what is refused -----------------------------------------------------------------------------------------


def test_a_phase_that_diverges_is_refused(scene: Scene, tmp_path: Path):
    """The step is named, and what to lower."""
    with pytest.raises(Refused, match=r"the loss is not a number at step \d+.*lower 'rate'"):
        trained(scene, "second", tmp_path, rate=1e30, clip=1e30)


def test_rows_longer_than_the_encoder_are_refused(scene: Scene, tmp_path: Path):
    """With the length that fits."""
    job = scene.job("first")
    short = {**job.settings["scratch"], "positions": 40}
    with pytest.raises(
        Refused, match=r"length: rows of \d+ tokens do not fit an encoder that reads 40. Set length = 40"
    ):
        trained(scene, "first", tmp_path, scratch=short)
