"""FAQ: questions and answers of websites, and the three tasks that they can be.

A site asks what it answers itself, so its pages are question answering data in many languages:

    matching   a question and its answer are passages that find each other
    pairs      a question with its own answer ("1") or another's ("0")
    reading    several answers of a site in random order are a context, the right one is the span

All draws come from the seed and the question's id, never from the order in which passages come. Sites are train or dev
by a hash of their name, so that no site is both.

Source: Dinzinger et al. (2025), arXiv:2502.20936; the three ways are ours.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import chain
from random import Random
from typing import Any

from intermezzo.data.identity import digest
from intermezzo.data.leaks import normalised
from intermezzo.data.ledger import Ledger, merged
from intermezzo.data.reader import Examples
from intermezzo.example import Answer, LabelExample, PassageExample, QAExample

DEV_PERCENT = 5  # of sites; ours
NEAR = 90.0  # of 100, rapidfuzz's ratio: from here on two questions ask the same; ours
N_TRIES = 64  # draws with replacement before a pool is walked whole
BETWEEN = "\n\n"  # answers in a context

RIGHT, WRONG = "1", "0"
NEGATIVES = ("same-site", "other-site", "in-batch")

# In the ledger.
REPEATED = "question and answer met before"
EMPTY = "no question or no answer"
OTHER_SPLIT = "site of another split"
LONELY = "site with fewer than 2 answers"
NO_OTHER = "no answer that says something else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question with its answer, as a site has them."""

    question: str
    answer: str
    site: str
    id: str = ""


def passages(entries: Iterable[Entry], *, language: str) -> tuple[list[PassageExample], Mapping[str, int]]:
    """A query and a candidate for each entry, and reason -> passages that were left out.

    Entries that ask the same or answer the same are of one group.
    """
    met = list(entries)
    full = [each for each in met if each.question and each.answer]
    kept = list({(each.question, each.answer): each for each in reversed(full)}.values())[::-1]
    groups = groups_of(kept)
    found = []
    for entry, group in zip(kept, groups):
        id_ = entry.id or digest(f"{entry.question} {entry.answer}")
        both: dict[str, Any] = {"language": language, "group": group, "cluster": entry.site}
        found.append(PassageExample(id=id_, text=entry.question, targets=(f"{id_}:target",), **both))
        found.append(PassageExample(id=f"{id_}:target", text=entry.answer, role="candidate", **both))
    return found, {EMPTY: 2 * (len(met) - len(full)), REPEATED: 2 * (len(full) - len(kept))}


def groups_of(entries: Sequence[Entry]) -> list[str]:
    """A name shared by entries whose questions or answers are the same; "" for those that stand alone."""
    said = [(f"q{normalised(e.question)}", f"a{normalised(e.answer)}") for e in entries]
    above: dict[str, str] = {}

    def top(text: str) -> str:
        while above.get(text, text) != text:
            above[text] = above.get(above[text], above[text])
            text = above[text]
        return text

    for question, answer in said:
        first, second = sorted((top(question), top(answer)))
        above[second] = first
    tops = [top(question) for question, _ in said]
    counts = Counter(tops)
    return [digest(each) if counts[each] > 1 else "" for each in tops]


def site(address: str) -> str:
    """The host of an address or origin, by which sites are told apart: `https://www.A.example/faq` is `a.example`."""
    host = address.rpartition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
    return host.lower().removeprefix("www.")


def is_dev(name: str) -> bool:
    """Whether a site is of the dev split."""
    return int(digest(name)[:8], 16) % 100 < DEV_PERCENT


# --- text --------------------------------------------------------------------------------------------------------

TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)
BREAKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)  # fmt: skip
UNSEEN = frozenset(("script", "style", "noscript", "template"))


class Plain(HTMLParser):
    """What a reader of a page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in UNSEEN
        self.parts.append("\n" * (tag in BREAKS))

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in UNSEEN))
        self.parts.append("\n" * (tag in BREAKS))

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def plain(text: str) -> tuple[str, bool]:
    """A text without HTML, and whether it had any.

    References become characters first, as in WebFAQ's extraction, so escaped tags are tags. Blocks begin on lines of
    their own. A text without HTML loses its outer white space only.
    """
    unescaped = html.unescape(text)
    if not TAG.search(unescaped):
        return unescaped.strip(), unescaped != text
    parser = Plain()
    parser.feed(unescaped)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line), True


def published(question: str, answer: str) -> str:
    """Why WebFAQ's extraction leaves out an entry; "" if it does not.

    Source: padas-lab-de/webfaq, src/webfaq/cli/extract.py. Its language identification is not repeated.
    """
    if "?" in answer:  # the ASCII one
        return "filter: answer asks"
    if answer.count("\n") >= 10:
        return "filter: answer of 10 line ends"
    if len(question) < 10:
        return "filter: question under 10 characters"
    return "filter: answer under 30 characters" if len(answer) < 30 else ""


# --- the three ways ----------------------------------------------------------------------------------------------


def made(
    examples: Examples,
    ledger: Ledger,
    *,
    way: str,
    split: str,
    filters: bool = False,
    negatives: str = "same-site",
    answers: int = 4,
    seed: int = 0,
) -> tuple[Examples, Ledger]:
    """Examples of one of the three ways and one split, and the books of all that was read.

    Args:
        examples: passages, each cluster a site.
        ledger: of their reading; what it dropped stays dropped.
        way: "matching", "pairs" or "reading".
        split: "train" or "dev" take their sites; any other takes all.
        filters: whether to leave out what WebFAQ's extraction leaves out, for pages it has not gone over.
        negatives, answers, seed: as of `pairs` and `reading`.
    """
    chosen, dropped = of_split(examples, split, filters=filters)
    found: Examples
    if way == "pairs":
        found, books = pairs(chosen, negatives=negatives, seed=seed)
        dropped = {reason: 2 * n for reason, n in dropped.items()}  # two examples of each question
    elif way == "reading":
        found, books = reading(chosen, k=answers, seed=seed)
    elif way == "matching":
        found = matching(chosen)
        books = Ledger(read=len(found), kept=len(found))
        dropped = {reason: 2 * n for reason, n in dropped.items()}  # a question and its answer
    else:
        raise ValueError(f"no way {way!r}: matching, pairs, reading")
    lost = merged(ledger.dropped, dropped, books.dropped)
    return found, Ledger(
        read=len(found) + sum(lost.values()),
        kept=len(found),
        dropped=lost,
        notes=merged(ledger.notes, books.notes),
    )


def of_split(examples: Examples, split: str, *, filters: bool) -> tuple[list[PassageExample], dict[str, int]]:
    """Passages of the sites of a split, and reason -> questions left out with their answers."""
    given = [each for each in examples if isinstance(each, PassageExample)]
    dropped: Counter[str] = Counter()
    out: set[str] = set()
    for each in asked_and_answered(given):
        reason = ""
        if split in ("train", "dev") and is_dev(each.site) != (split == "dev"):
            reason = OTHER_SPLIT
        elif filters:
            reason = published(each.question, each.answer)
        if reason:
            dropped[reason] += 1
            out |= {each.query.id, *each.query.targets}
    return [each for each in given if each.id not in out], dict(dropped)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its first right answer, and what tells it from others."""

    query: PassageExample
    question: str
    answer: str
    site: str
    asks: str  # the question, normalised
    says: frozenset[str]  # all right answers, normalised

    def is_told_from(self, other: Asked) -> bool:
        """The other's answer is wrong here: it says something else, to a question that asks something else."""
        from rapidfuzz import fuzz

        if self.query.id == other.query.id or self.says & other.says:
            return False
        if self.query.group and self.query.group == other.query.group:
            return False
        return fuzz.ratio(self.asks, other.asks) < NEAR


def asked_and_answered(examples: Iterable[PassageExample]) -> list[Asked]:
    """Queries with a right answer among the candidates, in their order."""
    given = list(examples)
    texts = {each.id: each.text.strip() for each in given if each.role == "candidate"}
    found = []
    for query in given:
        right = [texts[id_] for id_ in query.targets if texts.get(id_)]
        if query.role == "query" and right and query.text.strip():
            says = frozenset(map(normalised, right))
            question = query.text.strip()
            found.append(Asked(query, question, right[0], site(query.cluster), normalised(question), says))
    return found


def matching(examples: Sequence[PassageExample]) -> list[PassageExample]:
    """The passages as they are: a dual encoder learns to find the answer of a question."""
    return list(examples)


def pairs(
    examples: Sequence[PassageExample], *, negatives: str, seed: int
) -> tuple[list[LabelExample], Ledger]:
    """Each question with its answer, "1", and with the answer of another question, "0".

    Args:
        examples: queries and candidates, each cluster a site.
        negatives: where the other answer comes from: the same site (hard), another site, or any ("in-batch", as a
            batch at random would have it).

    Returns:
        As many of "1" as of "0". A wrong answer is never one of the right ones, nor that of a question of the same
        group or of nearly the same words; a question for which there is none is left out, both times.
    """
    if negatives not in NEGATIVES:
        raise ValueError(f"no negatives {negatives!r}: {', '.join(NEGATIVES)}")
    entries = asked_and_answered(examples)
    ordered = sorted(entries, key=lambda each: each.query.id)
    by_site = grouped(ordered)
    found: list[LabelExample] = []
    n_without = 0
    for each in entries:
        pool = by_site[each.site] if negatives == "same-site" else ordered
        wrong = next(
            (
                other.answer
                for other in drawn(pool, seed, "pairs", each.query.id)
                if each.is_told_from(other) and not (negatives == "other-site" and other.site == each.site)
            ),
            None,
        )
        if wrong is None:
            n_without += 1
            continue
        for label, answer in ((RIGHT, each.answer), (WRONG, wrong)):
            found.append(
                LabelExample(
                    id=f"{each.query.id}:{label}",
                    language=each.query.language,
                    text=each.question,
                    second=answer,
                    label=label,
                    group=each.query.group,
                    cluster=each.site,
                )
            )
    return found, Ledger(read=2 * len(entries), kept=len(found), dropped=merged({NO_OTHER: 2 * n_without}))


def reading(examples: Sequence[PassageExample], *, k: int, seed: int) -> tuple[list[QAExample], Ledger]:
    """Each question over answers of its site, of which its own is the span.

    Args:
        examples: queries and candidates, each cluster a site.
        k: answers of a context, at least 2; fewer where a site has no more that say something else.

    Returns:
        Questions in their order. One whose site has no second answer would be answered by its whole context: it is
        left out, with the reason.
    """
    if k < 2:
        raise ValueError(f"{k} answers are no choice: at least 2")
    entries = asked_and_answered(examples)
    by_site = grouped(sorted(entries, key=lambda each: each.query.id))
    found: list[QAExample] = []
    lost: Counter[str] = Counter()
    n_small = 0
    for each in entries:
        others: dict[str, str] = {}  # normalised -> text
        for other in drawn(by_site[each.site], seed, "reading", each.query.id):
            if len(others) < k - 1 and each.is_told_from(other):
                others.setdefault(normalised(other.answer), other.answer)
        if not others:
            lost[LONELY if len(by_site[each.site]) < 2 else NO_OTHER] += 1
            continue
        n_small += len(others) < k - 1
        texts = list(others.values())
        place = random_of(seed, "place", each.query.id).randrange(len(texts) + 1)
        texts.insert(place, each.answer)
        start = sum(len(text) + len(BETWEEN) for text in texts[:place])
        found.append(
            QAExample(
                id=each.query.id,
                language=each.query.language,
                question=each.question,
                context=BETWEEN.join(texts),
                answers=(Answer(text=each.answer, start=start),),
                group=each.query.group,
                cluster=each.site,
            )
        )
    notes = merged({f"contexts of fewer than {k} answers": n_small})
    return found, Ledger(read=len(entries), kept=len(found), dropped=merged(lost), notes=notes)


def grouped(entries: Iterable[Asked]) -> Mapping[str, list[Asked]]:
    """Site -> its entries, in their order."""
    by_site: defaultdict[str, list[Asked]] = defaultdict(list)
    for each in entries:
        by_site[each.site].append(each)
    return by_site


def drawn(pool: Sequence[Asked], seed: int, purpose: str, id_: str) -> Iterator[Asked]:
    """All of a pool at random: shuffled if small; else some draws and then, from anywhere, each in its order.

    A pool may hold a million entries, and the first or second draw mostly does.
    """
    random = random_of(seed, purpose, id_)
    n = len(pool)
    if n <= N_TRIES:
        order: Iterable[int] = random.sample(range(n), n)
    else:
        start = random.randrange(n)
        tries = (random.randrange(n) for _ in range(N_TRIES))
        order = chain(tries, ((start + i) % n for i in range(n)))
    return (pool[i] for i in order)


def random_of(seed: int, purpose: str, id_: str) -> Random:
    from intermezzo.randomness import number  # brings numpy, which reading does without

    return Random(number(seed, f"faq {purpose}", id_))
