"""mewsli-x: Mewsli-X, mentions of entities in news and descriptions of the entities they may mean.

    candidate_set_entities.jsonl    {"entity_id": "Q1", "title": "…", "description": "A lake.", "description_language":
                                     "sw", "sentence_spans": [{"start": 0, "end": 7}]}
    wikinews_mentions-dev.jsonl     {"context": {"document_id": "d1", "language": "en", "text": "By the lake.",
                                     "sentence_spans": [{"start": 0, "end": 12}]}, "mentions": [{"example_id": "m1",
                                     "entity_id": "Q1", "mention_span": {"start": 7, "end": 11, "text": "lake"}}]}
    wikipedia_pairs-train.jsonl     {"contextual_mention": {"context": …, "mention": …}, "entity": …}

The files of a split together; what a line is, its keys say. Queries are mentions in the language asked for, with the one
sentence they stand in, written as XTREME's baseline writes them: `lake: By the { lake } .` Candidates are the sentences
of each entity's description, in whatever language it has. The published files lack the text of the news: the makers'
script puts it in, and a file without it is refused. Read from the documented layout; no file was at hand.

Source: Ruder et al. (2021), arXiv:2104.07412; google-research/google-research, dense_representations_for_entity_retrieval
/mel/mewsli-x.md; google-research/xtreme, third_party/utils_mewslix.py (`preprocess_mention`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from intermezzo.data.collect import collected
from intermezzo.data.json_text import parse_lines
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.place import Place, expected, keys, member, shown, sure
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

OTHER_LANGUAGE = "another language"
NO_SENTENCE = "mention in no single sentence"
SAME_ENTITY = "entity described before"
WITHOUT_TEXT = "The published files leave it out; get-mewsli-x.sh of its makers puts it in."

BRACES = re.compile(r"\{(.*?)\}")  # around what is no mention they become round


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    texts = {name: opened(source, name=name) for name, source in sources.items()}
    queries: list[PassageExample | Problem] = []
    entities: dict[str, PassageExample] = {}
    dropped: Counter[str] = Counter()

    def add(entity: PassageExample) -> None:
        dropped[SAME_ENTITY] += entity.id in entities
        entities.setdefault(entity.id, entity)

    for name, text in texts.items():
        for place, line in parse_lines(text.content, name=name):
            try:
                for each in in_line(line, place, language):
                    if isinstance(each, str):
                        dropped[each] += 1
                    elif each.role == "candidate":
                        add(each)
                    else:
                        queries.append(each)
            except Refused as refused:
                queries += refused.problems

    def found() -> Iterator[PassageExample | Problem]:
        for query in queries:
            if isinstance(query, Problem) or query.targets[0] in entities:
                yield query
            else:
                yield expected("a description of its entity", query.targets[0], Place(f"mention {query.id}"))
        yield from entities.values()

    return collected(
        found(),
        name=", ".join(sources),
        options=options,
        notes=merged(*(text.notes for text in texts.values())),
        dropped=dropped,
    )


def in_line(line: object, place: Place, language: str) -> Iterator[PassageExample | str]:
    """Mentions and entities of a line, and why what is in it was left out."""
    if isinstance(line, Problem):
        raise Refused(line)
    if not isinstance(line, dict):
        raise Refused(expected("an object", shown(line), place))
    if "description" in line:
        yield entity_in(line, place)
    elif "mentions" in line:
        context = sure(member(line, "context", dict, place))
        for i, mention in enumerate(sure(member(line, "mentions", list, place))):
            yield mention_in(mention, place.key("mentions").item(i), context, place.key("context"), language)
    elif "contextual_mention" in line:
        both, at = sure(member(line, "contextual_mention", dict, place)), place.key("contextual_mention")
        context = sure(member(both, "context", dict, at))
        yield mention_in(both.get("mention"), at.key("mention"), context, at.key("context"), language)
        yield entity_in(sure(member(line, "entity", dict, place)), place.key("entity"))
    else:
        what = "a field 'description', 'mentions' or 'contextual_mention'"
        raise Refused(expected(what, keys(line), place))


def entity_in(record: dict[str, object], place: Place) -> PassageExample:
    """An entity as its description, sentences joined by spaces."""
    description = sure(member(record, "description", str, place))
    spans = spans_in(record, description, place)
    text = " ".join(description[start:end] for start, end in spans) if spans else description
    return PassageExample(
        id=sure(member(record, "entity_id", str, place)),
        language=sure(member(record, "description_language", str, place)),
        text=on_one_line(text),
        role="candidate",
    )


def mention_in(
    record: object, place: Place, context: dict[str, object], its_place: Place, language: str
) -> PassageExample | str:
    """A mention in its sentence; a text says why it was left out."""
    if sure(member(context, "language", str, its_place)) != language:
        return OTHER_LANGUAGE
    text = sure(member(context, "text", str, its_place))
    if not text:
        raise Refused(
            Problem(place=str(its_place.key("text")), what="the text is empty.", remedy=WITHOUT_TEXT)
        )
    id_, entity = (sure(member(record, key, str, place)) for key in ("example_id", "entity_id"))
    span = sure(member(record, "mention_span", dict, place))
    start, end = positions(span, text, place.key("mention_span"))
    said = sure(member(span, "text", str, place.key("mention_span")))
    if text[start:end] != said:
        raise Refused(
            expected(f"{shown(said)} at {start}", shown(text[start:end]), place.key("mention_span"))
        )
    spans = spans_in(context, text, its_place)
    held = next((s for s in spans if s[0] <= start < s[1] and s[0] < end <= s[1]), None)
    if held is None:
        return NO_SENTENCE
    left, right = (BRACES.sub(r"(\1)", part) for part in (text[held[0] : start], text[end : held[1]]))
    return PassageExample(
        id=id_,
        language=language,
        text=on_one_line(f"{said}: {left} {{ {said} }} {right}"),
        targets=(entity,),
        group=entity,
        cluster=sure(member(context, "document_id", str, its_place)),
    )


def on_one_line(text: str) -> str:
    """As XTREME's baseline: line ends and double spaces become spaces."""
    return " ".join(text.splitlines()).replace("  ", " ").strip()


def spans_in(record: dict[str, object], text: str, place: Place) -> list[tuple[int, int]]:
    spans = sure(member(record, "sentence_spans", list, place))
    at = place.key("sentence_spans")
    return [positions(each, text, at.item(i)) for i, each in enumerate(spans)]


def positions(span: object, text: str, place: Place) -> tuple[int, int]:
    if isinstance(span, dict):
        start, end = span.get("start"), span.get("end")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            return start, end
    raise Refused(expected(f"start and end in a text of {len(text):,} characters", shown(span), place))


READER = Reader(name="mewsli-x", unit="passage", read_together=read_together)
