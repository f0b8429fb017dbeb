"""The identity of a claim."""

from __future__ import annotations

from dataclasses import fields, replace

import miniature
from intermezzo.plan.declared import claim_key
from intermezzo.study.model import Claim

CLAIM = Claim(says="It helps", compare=("intermediate", "mixed", "none"), on="zero-shot", expect="> 0")
CHANGES = {
    "compare": ("intermediate", "none", "mixed"),
    "on": "another",
    "expect": "> 1",
    "metric": "em",
    "over": ("sw",),
    "equal": ("steps",),
}
WORDING = {"says": "It helps a lot", "line": 7}


def test_every_field_of_a_claim() -> None:
    """What is looked at and expected makes the claim; how it is worded and where it stands do not."""
    assert CHANGES.keys() | WORDING.keys() == {field.name for field in fields(Claim)}
    for name, to in CHANGES.items():
        assert claim_key(replace(CLAIM, **{name: to})) != claim_key(CLAIM), name
    for name, to in WORDING.items():
        assert claim_key(replace(CLAIM, **{name: to})) == claim_key(CLAIM), name


def test_the_same_claim_from_a_file() -> None:
    """A claim that a file writes in another way is the same claim."""
    (one,) = miniature.taken().claims
    (other,) = miniature.taken(
        miniature.STUDY.replace("> 0", ">0").replace("[[claim]]", "\n[[claim]]")
    ).claims
    assert claim_key(one) == claim_key(other)
