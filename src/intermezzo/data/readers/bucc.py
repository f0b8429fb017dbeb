"""bucc: BUCC 2018, sentences of two languages of which some pairs are translations that are to be found.

    zh-en.training.zh     zh-000000057<TAB>中国政府采取了措施。
    zh-en.training.en     en-000008530<TAB>The Chinese government took measures.
    zh-en.training.gold   zh-000000057<TAB>en-000008530

Three files at once, told apart by how their names end. Sentences of the other language are queries, English ones
candidates; a query that is not in the gold has no target and stays, for finding nothing is right there. Sentences that
occur twice stay and are noted: XTREME's script takes them out of its table of ids, so it can never name them.

Source: Zweigenbaum, Sharoff and Rapp (2018), Overview of the Third BUCC Shared Task; comparable.limsi.fr/bucc2018.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from intermezzo.data.collect import collected
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.place import Place, expected, shown
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.data.readers.parallel_lines import ENGLISH, ending, lines, repeats
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

GOLD = "gold"

Cells = tuple[int, str, str]  # the line, its first cell, its second


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    files = sides(sources)
    texts = {side: opened(sources[name], name=name) for side, name in files.items()}
    rows = {side: list(cells(text.content, files[side])) for side, text in texts.items()}
    problems = [each for side in rows.values() for each in side if isinstance(each, Problem)]
    table = {side: [each for each in found if isinstance(each, tuple)] for side, found in rows.items()}
    known = {side: {id_ for _, id_, _ in table[side]} for side in ("queries", "candidates")}
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for line, query, target in table.get(GOLD, []):
        for side, id_ in (("queries", query), ("candidates", target)):
            if id_ not in known[side]:
                problems.append(
                    expected(f"an id of {files[side]}", shown(id_), Place(f"{files[GOLD]}:{line}"))
                )
        targets[query].append(target)
    for side in ("queries", "candidates"):
        problems += twice(table[side], files[side])

    def found() -> Iterator[PassageExample | Problem]:
        yield from problems
        for _, id_, text in table["queries"]:
            yield PassageExample(id=id_, language=language, text=text, targets=tuple(targets[id_]))
        for _, id_, text in table["candidates"]:
            yield PassageExample(id=id_, language="en", text=text, role="candidate")

    return collected(
        found(),
        name=", ".join(sources),
        options=options,
        notes=merged(*(text.notes for text in texts.values()), {
            "queries that occur before": repeats([text for _, _, text in table["queries"]]),
            "candidates that occur before": repeats([text for _, _, text in table["candidates"]]),
            "queries without a target": len(known["queries"] - targets.keys()),
        }),
    )  # fmt: skip


def sides(sources: Mapping[str, Path | bytes]) -> dict[str, str]:
    """The file of the queries, of the candidates, and of the gold where there is one."""
    endings = {name: ending(name) for name in sources}
    files = {
        "queries": [name for name, end in endings.items() if end not in (*ENGLISH, GOLD)],
        "candidates": [name for name, end in endings.items() if end in ENGLISH],
        GOLD: [name for name, end in endings.items() if end == GOLD],
    }
    if len(files["queries"]) != 1 or len(files["candidates"]) != 1 or len(files[GOLD]) > 1:
        what = "a file in the language, one that ends in .en, and one that ends in .gold"
        raise Refused(expected(what, ", ".join(sources) or "none", Place("bucc")))
    return {side: names[0] for side, names in files.items() if names}


def cells(content: str, name: str) -> Iterator[Cells | Problem]:
    """Each line's two cells; a sentence may hold no tab."""
    for number, line in enumerate(lines(content), start=1):
        found = line.split("\t")
        if len(found) == 2 and found[0] and found[1].strip():
            yield number, found[0], found[1]
        elif line:
            yield expected("an id, a tab and a text", shown(line), Place(f"{name}:{number}"))


def twice(table: list[Cells], name: str) -> Iterator[Problem]:
    """Ids are what the gold names, so they cannot be made unique."""
    first: dict[str, int] = {}
    for line, id_, _ in table:
        if id_ in first:
            yield expected(
                "an id of its own", f"{shown(id_)}, as in line {first[id_]}", Place(f"{name}:{line}")
            )
        first.setdefault(id_, line)


READER = Reader(name="bucc", unit="passage", read_together=read_together)
