"""Scores per arm and language: means over seeds with their spread, and every single score for download."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean, stdev
from typing import Any

from markupsafe import Markup

from intermezzo.metrics import LANGUAGE_GROUPS, mean_over, transfer_gap
from intermezzo.report import number_text, table
from intermezzo.report.findings import Findings, Score
from intermezzo.report.number_text import NONE, count, listed, whole
from intermezzo.report.sections.languages import labels
from intermezzo.report.table import Cell, Column, Table

COLUMNS = (
    "evaluation",
    "metric",
    "profile",
    "arm",
    "seed",
    "language",
    "score",
    "n_examples",
    "is_seen",
    "signature",
)
ENGLISH = "en"
Average = Callable[[Mapping[str, float]], float]
WORDS = ("evaluation", "metric", "profile", "arm", "language", "signature")  # columns told once, by number


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One evaluation by one metric and profile."""

    title: str
    table: Table
    signatures: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All tables, and all scores as JSON for the page's script to make CSV of."""

    measured: tuple[Measured, ...]
    packed: Markup
    file_name: str


def of(findings: Findings) -> Scores:
    """One table per evaluation, metric and profile, in the order they were found."""
    kinds = dict.fromkeys((s.evaluation, s.metric, s.profile) for s in findings.scores)
    return Scores(
        measured=tuple(_measured(findings, kind) for kind in kinds),
        packed=pack(findings.scores),
        file_name=f"{findings.name}-scores.csv",
    )


def pack(scores: Sequence[Score]) -> Markup:
    """Scores as JSON that may stand in a script element: words told once, `<`, `>` and `&` escaped.

    A third of the CSV's size, which the page's script spells out again.
    """
    words = {name: list(dict.fromkeys(getattr(s, name) for s in scores)) for name in WORDS}
    number = {name: {word: i for i, word in enumerate(listed)} for name, listed in words.items()}

    def value(score: Score, name: str) -> Any:
        given = getattr(score, name)
        if name in number:
            return number[name][given]
        return None if isinstance(given, float) and math.isnan(given) else given

    rows = [[value(s, name) for name in COLUMNS] for s in scores]
    packed = json.dumps(
        {"columns": COLUMNS, "words": words, "rows": rows}, separators=(",", ":"), allow_nan=False
    )
    for character in "<>&":
        packed = packed.replace(character, f"\\u{ord(character):04x}")
    return Markup(packed)


def _measured(findings: Findings, kind: tuple[str, str, str]) -> Measured:
    own = [s for s in findings.scores if (s.evaluation, s.metric, s.profile) == kind]
    evaluation, metric, profile = kind
    arms = [arm for arm in findings.arms if any(s.arm == arm for s in own)]
    languages = [lg for lg in labels(findings) if any(s.language == lg for s in own)]
    cells: dict[tuple[str, str], list[Score]] = {}
    for score in own:
        cells.setdefault((score.arm, score.language), []).append(score)
    sizes = sorted({s.n_examples for s in own})
    examples = whole(sizes[0]) if len(sizes) == 1 else f"{whole(sizes[0])} to {whole(sizes[-1])}"
    title = f"{evaluation}: {metric}" + (f", {profile}" if profile else "")
    return Measured(
        title=title,
        table=_table(findings, title, arms, languages, cells),
        signatures=tuple(_merged([s.signature for s in own])),
        basis=f"{examples} examples a language",
    )


def _merged(signatures: Sequence[str]) -> list[str]:
    """Signatures with the same fields as one; a field in which they differ has all its values in braces.

    `f1|lang:de|v:1` and `f1|lang:hi|v:1` give `f1|lang:{de,hi}|v:1`.
    """
    groups: dict[tuple[str, ...], list[list[tuple[str, str, str]]]] = {}
    for signature in dict.fromkeys(signatures):
        fields = [field.partition(":") for field in signature.split("|")]
        groups.setdefault(tuple(name for name, _, _ in fields), []).append(fields)
    merged = []
    for group in groups.values():
        columns = [
            (column[0], list(dict.fromkeys(v for _, _, v in column))) for column in zip(*group, strict=True)
        ]
        merged.append(
            "|".join(
                f"{name}{colon}{values[0] if len(values) == 1 else '{' + ','.join(values) + '}'}"
                for (name, colon, _), values in columns
            )
        )
    return merged


def _table(
    findings: Findings,
    title: str,
    arms: Sequence[str],
    languages: Sequence[str],
    cells: Mapping[tuple[str, str], list[Score]],
) -> Table:
    """The longer axis goes down, so that the table is as narrow as it can be."""
    n_seeds, names = len(findings.seeds), labels(findings)
    caption = f"{title}. Mean over seeds ± standard deviation, in points"

    def cell(arm: str, language: str) -> Cell:
        return _mean(cells.get((arm, language), []), n_seeds)

    def overall(arm: str, average: Average = mean_over) -> Cell:
        return _over_languages({lg: cells.get((arm, lg), []) for lg in languages}, average, n_seeds)

    if len(languages) >= len(arms):
        rows = [(Cell(text=names[lg]), *(cell(arm, lg) for arm in arms)) for lg in languages]
        for name, average in averages(languages):
            rows.append((Cell(text=name), *(overall(arm, average) for arm in arms)))
        heads = [Column(title="language", kind="head"), *(Column(title=arm, kind="number") for arm in arms)]
    else:
        rows = [
            (
                Cell(text=arm),
                *([overall(arm)] if len(languages) > 1 else []),
                *(cell(arm, lg) for lg in languages),
            )
            for arm in arms
        ]
        mean = [Column(title=f"mean of {len(languages)}", kind="number")] if len(languages) > 1 else []
        heads = [
            Column(title="arm", kind="head"),
            *mean,
            *(Column(title=names[lg], kind="number") for lg in languages),
        ]
    return Table(caption=caption, columns=tuple(heads), rows=tuple(rows))


def _mean(scores: Sequence[Score], n_seeds: int) -> Cell:
    there = [s.score for s in scores if not math.isnan(s.score)]
    mark = table.SEEN if any(s.is_seen for s in scores) else ""
    return _spread(there, n_seeds, mark)


def averages(languages: Sequence[str]) -> Iterator[tuple[str, Average]]:
    """What is averaged over languages, each with its name: all, all but English, groups of two and more, and what is
    lost on the way from English to the others. Languages weigh the same.
    """
    if len(languages) < 2:
        return
    yield f"mean of {len(languages)}", mean_over
    if ENGLISH in languages and len(languages) > 2:
        yield f"mean of {len(languages) - 1}, without English", partial(mean_over, without=(ENGLISH,))
        for name, group in LANGUAGE_GROUPS.items():
            some = [lg for lg in languages if lg in group and lg != ENGLISH]
            if 1 < len(some) < len(languages) - 1:
                yield f"mean of {len(some)}, {name}, without English", partial(mean_over, languages=some)
        yield "transfer gap: English less the mean of the others", transfer_gap


def _over_languages(by_language: Mapping[str, Sequence[Score]], average: Average, n_seeds: int) -> Cell:
    """An average for each seed that has all languages."""
    by_seed: dict[int, dict[str, float]] = {}
    for language, scores in by_language.items():
        for score in scores:
            if not math.isnan(score.score):
                by_seed.setdefault(score.seed, {})[language] = score.score
    whole = [average(xs) for _, xs in sorted(by_seed.items()) if len(xs) == len(by_language)]
    return _spread(whole, n_seeds, "")


def _spread(xs: Sequence[float], n_seeds: int, mark: str) -> Cell:
    notes = [f"± {number_text.score(stdev(xs))}"] if len(xs) > 1 else []
    if len(xs) < n_seeds:
        notes.append(f"({len(xs)} of {count(n_seeds, 'seed')})")
    return Cell(text=number_text.score(fmean(xs)) if xs else NONE, note=" ".join(notes), mark=mark)


def missing(findings: Findings) -> str:
    """Which arms lack scores in some evaluation, or nothing."""
    expected = {(s.evaluation, s.metric, s.profile, s.language) for s in findings.scores}
    have = {
        (s.arm, s.seed, s.evaluation, s.metric, s.profile, s.language)
        for s in findings.scores
        if not math.isnan(s.score)
    }
    lacking = [
        arm
        for arm in findings.arms
        if any((arm, seed, *e) not in have for seed in findings.seeds for e in expected)
    ]
    return listed(lacking) if expected else ""
