"""faq-nquads: FAQ pages as crawls publish them, N-Quads of schema.org's FAQPage.

    _:p <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/FAQPage> <https://a.example/faq> .
    _:p <http://schema.org/mainEntity> _:q <https://a.example/faq> .
    _:q <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Question> <https://a.example/faq> .
    _:q <http://schema.org/name> "Are you open on Sunday?" <https://a.example/faq> .
    _:q <http://schema.org/acceptedAnswer> _:a <https://a.example/faq> .
    _:a <http://schema.org/text> "<p>No, we rest.</p>" <https://a.example/faq> .

A question is a query, its first accepted answer with a text the candidate, the host their cluster. HTML is taken out of
both and counted. Pages say their language with `inLanguage` or at a text ("…"@nl): those of another language are left
out; those that say nothing are taken to be in the language asked for, and counted. None of WebFAQ's filters is applied.

Source: web data commons' schema.org extracts; Dinzinger et al. (2025), arXiv:2502.20936; padas-lab-de/webfaq.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from intermezzo.data import faq
from intermezzo.data.collect import collected
from intermezzo.data.faq import Entry
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.reader import Reader, ReadOptions, opened
from intermezzo.example import PassageExample
from intermezzo.problem import Problem, Refused

NODE = r"<[^<>]*>|_:\S+"
LITERAL = r'"(?:[^"\\]|\\.)*"(?:\^\^<[^<>]*>|@[\w-]+)?'
QUAD = re.compile(rf"({NODE})\s+(<[^<>]*>)\s+({NODE}|{LITERAL})\s+(<[^<>]*>)\s*\.\s*")
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SCHEMA = re.compile(r"https?://schema\.org/", re.IGNORECASE)

# Reasons and notes of the ledger.
NO_ANSWER = "question without an answer"
OTHER_LANGUAGE = "another language"
NO_QUAD = "lines that are no N-Quads"
NOT_LISTED = "questions that no FAQ page lists"
NOT_THERE = "questions that a page lists and does not hold"
NO_LANGUAGE = "questions of pages that state no language"
HTML = "texts with HTML"
MORE = "further answers left out"

Page = dict[str, dict[str, list[str]]]  # node -> property -> values


def read_together(
    sources: Mapping[str, Path | bytes], *, language: str, options: ReadOptions
) -> tuple[list[PassageExample], Ledger]:
    notes: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    pages: defaultdict[str, Page] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for name, source in sources.items():
        text = opened(source, name=name)
        notes.update(text.notes)
        n_before = len(pages)
        for line in text.content.split("\n"):
            quad = QUAD.fullmatch(line.strip())
            if quad:
                node, told, value, graph = quad.groups()
                pages[graph[1:-1]][node][local(told)].append(value)
            else:
                notes[NO_QUAD] += bool(line.strip())
        if len(pages) == n_before:
            raise Refused(Problem(place=name, what="no N-Quads in this file."))
    entries = [entry for url, page in pages.items() for entry in in_page(page, url, language, notes, dropped)]
    found, left_out = faq.passages(entries, language=language)
    return collected(
        found, name=", ".join(sources), options=options, notes=notes, dropped=merged(dropped, left_out)
    )


def in_page(
    page: Page, url: str, language: str, notes: Counter[str], dropped: Counter[str]
) -> Iterator[Entry]:
    """Questions that FAQ pages at an address list, in the order in which they stand there."""
    listed = {
        entity for node in page.values() if "faqpage" in kinds(node) for entity in node.get("mainEntity", [])
    }
    questions = {name: node for name, node in page.items() if "question" in kinds(node)}
    notes[NOT_LISTED] += len(questions.keys() - listed)
    notes[NOT_THERE] += len(listed - questions.keys())
    stated = {code(value) for node in page.values() for value in node.get("inLanguage", [])} - {""}
    for name, node in questions.items():
        if name not in listed:
            continue
        asked = next(iter(node.get("name", [])), "")
        texts = [
            text
            for answer in node.get("acceptedAnswer", [])
            for text in page.get(answer, {}).get("text", [])[:1]
        ]
        if not asked or not texts:
            dropped[NO_ANSWER] += 1
            continue
        at_text = {tag for text in (asked, texts[0]) if (tag := tagged(text))}
        languages = at_text or stated
        if languages and language.partition("-")[0] not in languages:
            dropped[OTHER_LANGUAGE] += 2
            continue
        notes[NO_LANGUAGE] += not languages
        notes[MORE] += len(texts) - 1
        (question, was_html), (answer, had_html) = faq.plain(literal(asked)), faq.plain(literal(texts[0]))
        notes[HTML] += was_html + had_html
        yield Entry(question=question, answer=answer, site=faq.site(url))


def local(property_: str) -> str:
    """`mainEntity` of `<https://schema.org/mainEntity>`, and `type` of both ways to say so."""
    name = property_[1:-1]
    return "type" if name == TYPE else SCHEMA.sub("", name)


def kinds(node: Mapping[str, list[str]]) -> set[str]:
    return {SCHEMA.sub("", kind[1:-1]).lower() for kind in node.get("type", [])}


def code(value: str) -> str:
    """The language of `"nl-NL"`; other ways to say it (names, objects) are not understood."""
    said = literal(value).strip().lower().replace("_", "-").partition("-")[0]
    return said if re.fullmatch("[a-z]{2,3}", said) else ""


def tagged(value: str) -> str:
    """The language that stands at a text: `nl` of `"…"@nl-NL`."""
    tag = re.search(r'"@([A-Za-z]+)[\w-]*$', value)
    return tag[1].lower() if tag else ""


ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def literal(value: str) -> str:
    """The text of a literal, without quotes, type and language. Halves of characters are put together or left out."""
    inside = value[1 : value.rfind('"')] if value.startswith('"') else ""

    def character(escape: re.Match[str]) -> str:
        number = escape[1] or escape[2]
        if number:
            return chr(min(int(number, 16), 0x10FFFF))
        return ESCAPED.get(escape[3], escape[3])

    text = ESCAPE.sub(character, inside)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


READER = Reader(name="faq-nquads", unit="passage", read_together=read_together)
