"""faq-jsonl: WebFAQ as it is published, a question with its answer a line.

    {"id": "0f3a…", "url": "https://a.example/faq", "scheme_host": "https://a.example", "language": "eng",
     "confidence": 0.98, "question": "Are you open on Sunday?", "answer": "No, we rest.", "topic": "…"}

A question is a query, its answer the candidate, the host their cluster; version 2 calls it `origin`, and where it is
missing it is that of `url`. Shards are read together, and an entry met again is left out. Questions or answers that are
equal but for case and space make a group, so that they are no negatives of each other. HTML that is left in a text is
taken out and counted. None of WebFAQ's filters is applied. Read from the documented layout; no file was at hand.

Source: Dinzinger et al. (2025), arXiv:2502.20936; padas-lab-de/webfaq, src/webfaq/cli/extract.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from intermezzo.data import faq
from intermezzo.data.collect import collected
from intermezzo.data.faq import Entry
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.place import Place, expected, keys, member, shown, sure
from intermezzo.data.reader import Reader, ReadOptions, opened, refuse
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

OTHER_LANGUAGE = "another language"
HTML = "texts with HTML"
HOSTS = ("scheme_host", "origin", "url")


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    notes: Counter[str] = Counter()
    entries: list[tuple[str, Entry]] = []
    problems: list[Problem] = []
    for name, source in sources.items():
        text = opened(source, name=name)
        notes.update(text.notes)
        for place, line in parse_lines(text.content, name=name):
            try:
                entries.append(in_line(sure(line), place, notes))
            except Refused as refused:
                problems += refused.problems
    name = ", ".join(sources)
    refuse(problems, name=name)
    kept = of_language(entries, language, name)
    found, left_out = faq.passages(kept, language=language)
    return collected(
        found,
        name=name,
        options=options,
        notes=notes,
        dropped=merged({OTHER_LANGUAGE: 2 * (len(entries) - len(kept))}, left_out),
    )


def in_line(line: object, place: Place, notes: Counter[str]) -> tuple[str, Entry]:
    """The language a line states, and its entry."""
    question, answer = (faq.plain(sure(member(line, key, str, place))) for key in ("question", "answer"))
    assert isinstance(line, dict)
    host = next((key for key in HOSTS if key in line), None)
    if host is None:
        raise Refused(expected("a field 'scheme_host', 'origin' or 'url'", keys(line), place))
    id_, stated = line.get("id"), line.get("language")
    for key, value in (("id", id_), ("language", stated)):
        if value is not None and not isinstance(value, str):
            raise Refused(expected("text", shown(value), place.key(key)))
    notes[HTML] += question[1] + answer[1]
    where = faq.site(sure(member(line, host, str, place)))
    return stated or "", Entry(id=id_ or "", question=question[0], answer=answer[0], site=where)


def of_language(entries: list[tuple[str, Entry]], language: str, name: str) -> list[Entry]:
    """Entries in the language; where all say the same, their codes (`eng`) may differ from ours."""
    stated = {code for code, _ in entries}
    if len(stated) > 1 and language not in stated:
        raise Refused(expected(f"rows in '{language}'", ", ".join(sorted(stated)), Place(name)))
    return [entry for code, entry in entries if len(stated) == 1 or code == language]


READER = Reader(name="faq-jsonl", unit="passage", read_together=read_together)
