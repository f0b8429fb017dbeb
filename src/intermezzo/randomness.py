"""Randomness by purpose: every draw comes from (seed, purpose, what the purpose concerns), by counter.

Nothing is drawn from a global stream, so a resumed or recomputed step draws what it drew before.
"""

from __future__ import annotations

import hashlib
import json

import numpy as np


def number(seed: int, purpose: str, *concerns: object) -> int:
    """A 63-bit seed for one purpose."""
    told = json.dumps([seed, purpose, *concerns], ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big") >> 1


def generator(seed: int, purpose: str, *concerns: object) -> np.random.Generator:
    """A numpy generator for one purpose."""
    return np.random.Generator(np.random.Philox(number(seed, purpose, *concerns)))
