"""Chunks as seqeval's strict mode finds them: tags that do not fit the scheme make no chunk.

A scheme says which pairs of neighbouring tags begin a chunk, go on inside it and end it. A pair is written
as the two prefixes with the types' relation between them:

    B=I    I after B, same type        I/I    another type        O-B    whatever the types        .-B    anything before

A chunk is kept if it begins, goes on and ends as the scheme wants it; what does not end is dropped. Six
schemes, as seqeval 1.2.2 defines them (scheme.py). Known oddities, kept: IOB1 does not see a chunk that
begins with B after O; BILOU and IOBES accept the tags of IOB2 and find nothing in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intermezzo.metrics._chunks import OUTSIDE, Chunk, Sentence, Tag
from intermezzo.problem import Problem, Refused, mismatch

Pairs = frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Prefixes that may occur, and which neighbours begin a chunk, continue it, end it."""

    name: str
    prefixes: str
    begins: Pairs
    goes_on: Pairs
    ends: Pairs


def _pairs(written: str, prefixes: str) -> Pairs:
    """`.-B` stands for any prefix in place of the dot."""
    found = set()
    for before, relation, after in map(tuple, written.split()):
        for b in prefixes if before == "." else before:
            for a in prefixes if after == "." else after:
                found.add((b, relation, a))
    return frozenset(found)


def _scheme(name: str, prefixes: str, *, begins: str, goes_on: str, ends: str) -> Scheme:
    each = (_pairs(written, prefixes) for written in (begins, goes_on, ends))
    begin, on, end = each
    return Scheme(name=name, prefixes=prefixes, begins=begin, goes_on=on, ends=end)


SCHEMES = {
    scheme.name: scheme
    for scheme in (
        _scheme(
            "IOB1",
            "IOB",
            begins="O-I B-I I/I I=B B=B",
            goes_on="B=I I=I",
            ends="I-O B-O I-B I/I B/I B=B",
        ),
        _scheme(
            "IOE1",
            "IOE",
            begins="O-I E-I I/I E=E",
            goes_on="I=I I=E",
            ends="I-O I/I I/E E=I E=E",
        ),
        _scheme(
            "IOB2",
            "IOB",
            begins=".-B",
            goes_on="B=I I=I",
            ends="I-O B-O I-B B-B I/I B/I",
        ),
        _scheme(
            "IOE2",
            "IOE",
            begins="O-I O-E E-I E-E I/I I/E",
            goes_on="I=I I=E",
            ends="E-.",
        ),
        _scheme(
            "IOBES",
            "IOBES",
            begins=".-B .-S",
            goes_on="B=I B=E I=I I=E",
            ends="S-. E-.",
        ),
        _scheme(
            "BILOU",
            "IOBUL",
            begins=".-B .-U",
            goes_on="B=I B=L I=I I=L",
            ends="U-. L-.",
        ),
    )
}


def strict_tag(tag: str) -> Tag:
    """Prefix and type; hyphens around the type go, and a tag without type is of type "_"."""
    return Tag(tag[0], tag[1:].strip("-") or "_")


def suffixed_strict_tag(tag: str) -> Tag:
    """The same of PER-B, seqeval's `suffix=True`."""
    return Tag(tag[-1], tag[:-1].strip("-") or "_")


def strict_chunks(
    sentences: Sequence[Sentence], scheme: Scheme, *, is_suffixed: bool = False
) -> list[list[Chunk]]:
    """The chunks of each sentence; `first` and `last` count tokens of their sentence.

    Errors:
        Refused for tags with another scheme's prefix, with an unknown one, or empty.

    Example:
        >>> strict_chunks([["B-PER", "I-PER", "I-LOC"]], SCHEMES["IOB2"])
        [[Chunk(type='PER', first=0, last=1)]]
    """
    read = suffixed_strict_tag if is_suffixed else strict_tag
    if problems := misfits(
        sentences, scheme.prefixes, is_suffixed=is_suffixed, expected=f"a tag of {scheme.name}"
    ):
        raise Refused(problems)
    return [_chunks([read(tag) for tag in sentence], scheme) for sentence in sentences]


def _chunks(tags: list[Tag], scheme: Scheme) -> list[Chunk]:
    outside = Tag(OUTSIDE, "_")
    tags = [outside, *tags, outside]  # so that every token has a neighbour on either side
    found: list[Chunk] = []
    at = 1
    while at < len(tags):
        if not _is_one_of(scheme.begins, tags[at - 1], tags[at]):
            at += 1
            continue
        first, at = at, at + 1
        while _is_one_of(scheme.goes_on, tags[at - 1], tags[at]):
            at += 1
        if _is_one_of(scheme.ends, tags[at - 1], tags[at]):
            found.append(Chunk(tags[first].type, first - 1, at - 2))
    return found


def _is_one_of(pairs: Pairs, before: Tag, this: Tag) -> bool:
    relation = "=" if before.type == this.type else "/"
    return any((before.prefix, r, this.prefix) in pairs for r in (relation, "-"))


def misfits(
    sentences: Sequence[Sentence], prefixes: str, *, is_suffixed: bool, expected: str
) -> list[Problem]:
    """A problem for each kind of tag that does not start with one of these prefixes."""
    place = -1 if is_suffixed else 0
    tags = dict.fromkeys(tag for sentence in sentences for tag in sentence)
    wrong = [tag for tag in tags if not tag or tag[place] not in prefixes]
    return [mismatch(expected=f"{expected} ({', '.join(prefixes)})", found=tag) for tag in wrong]


def detected(sentences: Sequence[Sentence], *, is_suffixed: bool = False) -> Scheme | Problem:
    """The scheme that the prefixes speak for, by seqeval's `auto_detect`; a Problem if they speak for none.

    Tags with I and O alone fit IOB1 and IOE1 alike, and are none to it.
    """
    place = -1 if is_suffixed else 0
    known = "".join(sorted({prefix for scheme in SCHEMES.values() for prefix in scheme.prefixes}))
    if problems := misfits(sentences, known, is_suffixed=is_suffixed, expected="a tag of a known scheme"):
        return problems[0]
    seen = {tag[place] for sentence in sentences for tag in sentence}
    for name, needed, alone in (
        ("IOB2", "B", "B"),
        ("IOE2", "E", "E"),
        ("IOBES", "BE", "S"),
        ("BILOU", "BL", "U"),
    ):
        if (set(needed) <= seen and seen <= set(SCHEMES[name].prefixes)) or seen == set(alone):
            return SCHEMES[name]
    found = ", ".join(sorted(seen)) or "no tag"
    return mismatch(
        expected="prefixes of IOB2, IOE2, IOBES or BILOU", found=found, remedy="Name the scheme: IOB1, IOE1."
    )
