"""faq-bitext: WebFAQ's bitexts, questions of a site that say the same in two languages.

    {"origin": "https://a.example", "labse_similarity": 0.94, "question1": "Sind Sie sonntags offen?",
     "question2": "Are you open on Sunday?", "answer1": "Nein, wir ruhen.", "answer2": "No, we rest."}

The question of the first language is a query, that of the second its candidate; `columns` takes others, as the answers:
`{"query": "answer1", "target": "answer2"}`. Files put the code that comes first in the alphabet first (`deu-eng`,
`eng-fra`). Read from the documented layout; no file was at hand.

Source: Dinzinger et al. (2025), arXiv:2502.20936; hub: PaDaS-Lab/webfaq-bitexts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from intermezzo.data import faq
from intermezzo.data.collect import collected
from intermezzo.data.identity import digest
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.place import Place, member, sure
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

COLUMNS = {"query": "question1", "target": "question2", "cluster": "origin"}


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    texts = {name: opened(source, name=name) for name, source in sources.items()}
    columns = {**COLUMNS, **options.columns}

    def found() -> Iterator[PassageExample | Problem]:
        number = 0
        for name, text in texts.items():
            for place, line in parse_lines(text.content, name=name):
                try:
                    yield from in_line(sure(line), place, str(number), columns, language)
                except Refused as refused:
                    yield from refused.problems
                number += 1

    return collected(
        found(),
        name=", ".join(sources),
        options=options,
        notes=merged(*(text.notes for text in texts.values())),
    )


def in_line(
    line: object, place: Place, id_: str, columns: Mapping[str, str], language: str
) -> Iterator[PassageExample]:
    query, target, host = (sure(member(line, columns[field], str, place)) for field in COLUMNS)
    group, cluster = digest(target), faq.site(host)
    target_id = f"{id_}:target"
    yield PassageExample(
        id=id_, language=language, text=query, targets=(target_id,), group=group, cluster=cluster
    )
    yield PassageExample(
        id=target_id, language=language, text=target, role="candidate", group=group, cluster=cluster
    )


READER = Reader(name="faq-bitext", unit="passage", read_together=read_together, columns=tuple(COLUMNS))
