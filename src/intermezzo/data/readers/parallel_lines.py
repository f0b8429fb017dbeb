"""parallel-lines: two files, line i of one in translation is line i of the other.

    tatoeba.swh-eng.swh   Tutaonana kesho.
    tatoeba.swh-eng.eng   We'll see each other tomorrow.

Lines of the file named first are queries, those of the other candidates. A sentence that occurs twice is two
candidates: ids are numbers of lines, from 0. Pairs with the same candidate are of one group, so neither is a negative of
the other. A name that ends in `.en` or `.eng` is English; the other file is in the language asked for. Blank lines keep
their number: only with a text on the other side are they a mistake.

Source: Artetxe and Schwenk (2019), arXiv:1812.10464; facebookresearch/LASER, data/tatoeba/v1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from intermezzo.data.collect import collected
from intermezzo.data.identity import digest
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.opening import UNPACK
from intermezzo.data.place import Place, expected
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

ENGLISH = ("en", "eng")
BLANK = "blank line on both sides"


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    if len(sources) != 2:
        raise Refused(
            expected("two files, one in each language", str(len(sources)), Place(", ".join(sources)))
        )
    texts = {name: opened(source, name=name) for name, source in sources.items()}
    queries, candidates = (lines(text.content) for text in texts.values())
    here, there = sources
    if len(queries) != len(candidates):
        raise Refused(
            Problem(
                place=there,
                what=f"expected {len(queries):,} lines, as {here} has, found {len(candidates):,}",
            )
        )
    of_queries, of_candidates = languages_of(here, there, language)
    n_blank = sum(not query.strip() and not target.strip() for query, target in zip(queries, candidates))

    def found() -> Iterator[PassageExample | Problem]:
        for i, (query, target) in enumerate(zip(queries, candidates)):
            if not query.strip() and not target.strip():
                continue
            if not query.strip() or not target.strip():
                side = there if query.strip() else here
                yield expected("a sentence", "a blank line", Place(f"{side}:{i + 1}"))
                continue
            target_id, group = f"{i}:target", digest(target)
            yield PassageExample(
                id=str(i), language=of_queries, text=query, targets=(target_id,), group=group
            )
            yield PassageExample(
                id=target_id, language=of_candidates, text=target, role="candidate", group=group
            )

    return collected(
        found(),
        name=", ".join(sources),
        options=options,
        notes=merged(*(text.notes for text in texts.values()), {
            "queries that occur before": repeats(queries),
            "candidates that occur before": repeats(candidates),
        }),
        dropped={BLANK: n_blank},
    )  # fmt: skip


def lines(content: str) -> list[str]:
    """Lines as they stand, less what ends them; what follows the last end is no line."""
    found = [line.removesuffix("\r") for line in content.split("\n")]
    return found[:-1] if found[-1] == "" else found


def repeats(texts: list[str]) -> int:
    return sum(n - 1 for text, n in Counter(texts).items() if text.strip())


def languages_of(queries: str, candidates: str, language: str) -> tuple[str, str]:
    """Of the two files, by how their names end; of two that are not English, the first is in `language`."""
    first, second = ending(queries), ending(candidates)
    if first in ENGLISH:
        return "en", language
    return language, "en" if second in ENGLISH else second if len(second) == 2 else language


def ending(name: str) -> str:
    """What a name ends in, compression apart: `swh` of `tatoeba.swh-eng.swh.xz`."""
    path = PurePath(name)
    path = path.with_suffix("") if path.suffix in UNPACK else path
    return path.suffix.removeprefix(".")


READER = Reader(name="parallel-lines", unit="passage", read_together=read_together)
