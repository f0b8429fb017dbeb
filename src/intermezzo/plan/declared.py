"""The identity of a claim: what it says it will look at and expect. Changing any of it makes it another claim."""

from __future__ import annotations

from intermezzo.plan.job import digest
from intermezzo.study.model import Claim


def claim_key(claim: Claim) -> str:
    """SHA-256 over what a claim compares, where, by what, and what it expects; its wording is not in it."""
    over = claim.over if isinstance(claim.over, str) else list(claim.over)
    expect = "".join(claim.expect.split())  # ">0" and "> 0" expect the same
    return digest([list(claim.compare), claim.on, claim.metric, over, expect, list(claim.equal)])
