"""Unicode punctuation: every character whose general category starts with P."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache


@cache  # a walk over all of Unicode, a tenth of a second
def unicode_punctuation() -> frozenset[str]:
    """Category P in the running Python's tables: 819 characters in Unicode 14."""
    return frozenset(
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c).startswith("P")
    )
