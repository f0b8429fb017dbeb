"""Identity: ids that no two examples share, and clusters of examples that share a paragraph."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

DIGEST_LENGTH = 16  # hex digits, 64 bits: a collision among a million paragraphs has probability 3e-8


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGEST_LENGTH]


def unique(ids: Sequence[str]) -> tuple[list[str], int]:
    """Ids with repeats told apart (`id`, `id#2`, `id#3`), and how many were changed.

    XTREME's TyDiQA-GoldP keeps only the last part of each id, so nearly all of them repeat.
    """
    taken = set(ids)
    seen: Counter[str] = Counter()
    told_apart = []
    for each in ids:
        seen[each] += 1
        name = each
        while seen[each] > 1 and (name := f"{each}#{seen[each]}") in taken:
            seen[each] += 1
        taken.add(name)
        told_apart.append(name)
    return told_apart, sum(a != b for a, b in zip(ids, told_apart))


def paragraphs(passages: Iterable[tuple[str, str]], *, parallel: bool) -> dict[str, str]:
    """A cluster for each context.

    Of a set that stands alone, the cluster is the context's digest. In parallel sets the contexts of one
    paragraph differ by language and its questions do not, so there the cluster is the digest of the ids
    asked of it. (Positions in the file would do for XQuAD, but not for MLQA, whose languages order and
    leave out articles differently.)

    Args:
        passages: (context, question id) of every question.
    """
    asked: dict[str, list[str]] = defaultdict(list)
    for context, question_id in passages:
        asked[context].append(question_id)
    return {
        context: digest("\n".join(sorted(ids)) if parallel else context) for context, ids in asked.items()
    }
