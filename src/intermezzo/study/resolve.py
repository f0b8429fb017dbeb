"""Resolving: from the tables of a study file to arms without a trace of the axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from intermezzo.study import arms, claims, heads
from intermezzo.study.chain import Chain, chain, is_kept
from intermezzo.study.data import own_data
from intermezzo.study.encoder import SCRATCH, encoder, sizes_for_nothing
from intermezzo.study.evaluation import evaluation
from intermezzo.study.fields import given, required
from intermezzo.study.model import Arm, Claim, Evaluation, Phase, Study
from intermezzo.study.node import ABSENT, Node
from intermezzo.study.phase import phase
from intermezzo.study.scale import scaled
from intermezzo.study.unknown import did_you_mean

SECTIONS = ("study", "axes", "exclude", "encoder", "data", "phase", "evaluate", "claim")
STUDY_FIELDS = ("question", "seeds", "environment", "accept_ceiling")
MAX_SEEDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a study file says, or as much of it as could be read."""

    about: Mapping[str, Any]  # the fields of [study]
    arms: tuple[Arm, ...]
    claims: tuple[Claim, ...]


def resolve(root: Node, *, scale: float = 1) -> Resolved:
    """Arms and claims. Whatever is wrong has been said at the door; then the result is not to be used."""
    door = root.door
    for key, child in root.children():
        if key not in SECTIONS:
            hint = did_you_mean(key, SECTIONS)
            child.say("unknown field.", hint or f"Fields: {', '.join(SECTIONS)}.")
    about = study_table(root)
    door.axes = arms.axes(root.child("axes"))
    door.data = own_data(root.child("data"))
    for section, example in (("phase", "[phase.target]"), ("evaluate", "[evaluate.zero-shot]")):
        node = root.child(section)
        if not node.is_absent and not isinstance(node.value, dict):
            node.expected(f"tables {example}")
    if "phase" not in root.value or root.value["phase"] == {}:
        root.child("phase").say("missing.", "Write at least one [phase.NAME]")
    combinations = arms.combinations(root)
    found = [arm(root.within(values), values) for values in combinations]
    resolved = tuple(scaled(each, scale) if scale != 1 else each for each in found if each is not None)
    if found and all(each is not None and each.encoder.name != SCRATCH for each in found):
        sizes_for_nothing(root.child("encoder"))
    claimed = all_claims(root, combinations)
    if len(resolved) == len(found):
        checked = Study(
            name="",
            path=None,
            question="",
            seeds=(0,),
            axes=door.axes,
            arms=resolved,
            claims=(),
            data=door.data,
        )
        claimed = [(node, claims.with_metric(each, checked)) for node, each in claimed]
        for node, each in claimed:
            claims.check(each, node, checked)
    return Resolved(about=about, arms=resolved, claims=tuple(each for _, each in claimed))


def study_table(root: Node) -> dict[str, Any]:
    """The fields of [study]."""
    node = root.child("study")
    if node.is_absent:
        node.say("missing.", "Write [study] with a question and seeds = 3")
    about = given(node, Study, only=STUDY_FIELDS, readers={"seeds": seeds})
    required(node, 'question = "…"', "seeds = 3")
    return about


def seeds(node: Node) -> Any:
    """A number of seeds, counted from 0, or a list of them."""
    found = node.value
    if isinstance(found, int) and not isinstance(found, bool) and 0 < found <= MAX_SEEDS:
        return tuple(range(found))
    if not isinstance(found, list) or not found:
        node.expected("a whole number above 0, or a list of seeds")
        return ABSENT
    for item in node.items():
        if not isinstance(item.value, int) or isinstance(item.value, bool) or not 0 <= item.value < 2**63:
            item.expected("a whole number of at least 0")
            return ABSENT
        if found.index(item.value) != item.path[-1]:
            item.say(f"{item.value} stands here twice.", "Write it once.")
            return ABSENT
    return tuple(found)


def arm(root: Node, values: arms.Values) -> Arm | None:
    """One arm; None once a mistake has been said."""
    n_mistakes = len(root.door.mistakes)
    its_encoder = encoder(root.child("encoder"))
    phases = root.child("phase")
    its_chain = chain(phases)
    kept = {name: node for name, node in phases.children() if is_kept(node)}
    read = {name: phase(name, node) for name, node in kept.items()}
    names = [name for name, _ in phases.children()]
    evaluated = evaluations(root.child("evaluate"), its_chain, names)
    if (
        its_encoder is None
        or its_chain is None
        or None in read.values()
        or len(root.door.mistakes) > n_mistakes
    ):
        return None
    chained = {name: each for name in its_chain.order if (each := read[name]) is not None}
    heads.check(phases, chained, evaluated)
    chosen = overridden(chained, evaluated)
    return Arm(
        values=dict(values),
        encoder=its_encoder,
        phases=tuple(chosen.values()),
        evaluations=tuple(replace(each, checkpoint=chosen[each.after].checkpoint) for _, each in evaluated),
    )


def evaluations(node: Node, its_chain: Chain | None, phases: list[str]) -> list[tuple[Node, Evaluation]]:
    """The evaluations of an arm that could be read, with their tables."""
    found = []
    for name, child in node.children():
        if is_kept(child) and (each := evaluation(name, child, its_chain, phases)):
            found.append((child, each))
    return found


def overridden(phases: dict[str, Phase], evaluated: list[tuple[Node, Evaluation]]) -> dict[str, Phase]:
    """The phases, each with the checkpoint rule that an evaluation of it asks for."""
    asked: dict[str, Evaluation] = {}
    for node, each in evaluated:
        if "checkpoint" not in node.value:
            continue
        earlier = asked.setdefault(each.after, each)
        if earlier.checkpoint != each.checkpoint:
            node.child("checkpoint").say(
                f"evaluation '{earlier.name}' has '{each.after}' chosen by '{earlier.checkpoint}' already.",
                "Make the rule an axis to compare two.",
            )
    return {
        name: replace(each, checkpoint=asked[name].checkpoint) if name in asked else each
        for name, each in phases.items()
    }


def all_claims(root: Node, combinations: list[arms.Values]) -> list[tuple[Node, Claim]]:
    """The claims that could be read, with their tables."""
    node = root.child("claim")
    if not node.is_absent and not isinstance(node.value, list):
        node.expected("[[claim]] tables")
    names = [name for name, _ in root.child("evaluate").children()]
    read = [(each, claims.claim(each, combinations, names)) for each in node.items()]
    return [(each, found) for each, found in read if found is not None]
