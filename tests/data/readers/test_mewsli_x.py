"""mewsli-x: mentions and the descriptions of what they may mean, in the documented layout."""

from __future__ import annotations

from typing import Any

import pytest

from data.readers.scenes import as_lines, read, refusal
from intermezzo.data.ledger import Ledger
from intermezzo.example import PassageExample

TEXT = "News.\nThe verdict  came for Smith, {who} left. More."


def span(text: str, of: str = TEXT) -> dict[str, Any]:
    start = of.index(text)
    return {"start": start, "end": start + len(text), "text": text}


def context(language: str = "en", text: str = TEXT) -> dict[str, Any]:
    sentences = (
        [] if not text else [span(each) for each in ("The verdict  came for Smith, {who} left.", "More.")]
    )
    return {
        "document_id": "d1",
        "document_title": "t",
        "document_url": "u",
        "language": language,
        "text": text,
        "sentence_spans": [{"start": s["start"], "end": s["end"]} for s in sentences],
    }


def mention(text: str = "Smith", id_: str = "m1", entity: str = "Q1") -> dict[str, Any]:
    return {"example_id": id_, "entity_id": entity, "mention_span": span(text)}


def entity(id_: str = "Q1", **changes: Any) -> dict[str, Any]:
    description = "Mwanasheria.  Alijiuzulu."
    spans = [{"start": 0, "end": 12}, {"start": 14, "end": 25}]
    return {
        "entity_id": id_,
        "title": "Smith",
        "description": description,
        "description_url": "u",
        "description_language": "sw",
        "sentence_spans": spans,
        **changes,
    }


MENTIONS, ENTITIES = "wikinews_mentions-dev.jsonl", "candidate_set_entities.jsonl"


def files(*lines: object) -> dict[str, str]:
    return {MENTIONS: as_lines(*lines), ENTITIES: as_lines(entity(), entity("Q2"))}


def test_a_mention_is_written_as_the_baseline_writes_it() -> None:
    """The one sentence, the mention in front and in braces, other braces round, spaces single."""
    line = {"context": context(), "mentions": [mention()]}
    other = {"context": context("de"), "mentions": [mention(id_="m2")]}
    examples, ledger = read("mewsli-x", files(line, other))
    assert examples == [
        PassageExample(
            id="m1",
            language="en",
            text="Smith: The verdict came for { Smith } , (who) left.",
            targets=("Q1",),
            group="Q1",
            cluster="d1",
        ),
        PassageExample(id="Q1", language="sw", text="Mwanasheria. Alijiuzulu.", role="candidate"),
        PassageExample(id="Q2", language="sw", text="Mwanasheria. Alijiuzulu.", role="candidate"),
    ]
    assert ledger == Ledger(read=4, kept=3, dropped={"another language": 1})


def test_training_pairs_bring_their_entities() -> None:
    """Two mentions of one entity share its description."""
    pairs = [
        {"contextual_mention": {"context": context(), "mention": mention(id_=id_)}, "entity": entity()}
        for id_ in ("m1", "m2")
    ]
    examples, ledger = read("mewsli-x", {"wikipedia_pairs-train.jsonl": as_lines(*pairs)})
    assert [(e.id, e.role) for e in examples] == [("m1", "query"), ("m2", "query"), ("Q1", "candidate")]
    assert ledger.dropped == {"entity described before": 1}


def test_a_mention_across_sentences_is_left_out() -> None:
    """There is no one sentence to write."""
    line = {"context": context(), "mentions": [mention(), mention("left. More", "m2")]}
    _, ledger = read("mewsli-x", files(line))
    assert ledger.dropped == {"mention in no single sentence": 1}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            {"context": context(text=""), "mentions": [mention()]},
            (
                f"{MENTIONS}:1: context.text: the text is empty. "
                "The published files leave it out; get-mewsli-x.sh of its makers puts it in."
            ),
        ),
        (
            {"context": context(), "mentions": [mention(entity="Q9")]},
            "mention m1: expected a description of its entity, found Q9",
        ),
        (
            {
                "context": context(),
                "mentions": [{**mention(), "mention_span": {**span("Smith"), "text": "Jones"}}],
            },
            f'{MENTIONS}:1: mentions[0].mention_span: expected "Jones" at 28, found "Smith"',
        ),
        (
            {"context": context(), "mentions": [{**mention(), "mention_span": {"start": 3, "end": 999}}]},
            (
                f"{MENTIONS}:1: mentions[0].mention_span: expected start and end in a text of 52 characters, "
                "found an object with start, end"
            ),
        ),
        (
            {"docid": 1},
            f"{MENTIONS}:1: expected a field 'description', 'mentions' or 'contextual_mention', found docid",
        ),
        ({"mentions": []}, f"{MENTIONS}:1: expected a field 'context', found mentions"),
    ],
)
def test_damage_is_told_with_its_place(line: object, said: str) -> None:
    """Files without the text of the news, mentions that are not where they should be."""
    assert refusal("mewsli-x", files(line)) == said
