"""Findings: everything the page says, as values. The page computes no statistic; it shows these.

All scores and effects are in points (0-100).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intermezzo.analysis.claim import Verdict

BETWEEN_GOLDS = " · "


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One evaluation of one run in one language by one metric and profile."""

    evaluation: str
    metric: str
    profile: str
    arm: str
    seed: int
    language: str
    score: float
    n_examples: int
    signature: str
    is_seen: bool  # some phase of this arm trained on the language for this task family


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageEffect:
    """An arm against the control in one language; `p_holm` is corrected over the languages of one claim."""

    claim: str
    language: str
    effect: float
    low: float | None
    high: float | None
    p: float | None
    p_holm: float | None
    is_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A learning curve of one phase of one run: score on one probe source after so many steps and tokens."""

    arm: str
    seed: int
    phase: str
    probe: str
    metric: str
    steps: tuple[int, ...]
    tokens: tuple[int, ...]
    scores: tuple[float, ...]
    losses: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFact:
    """What one phase of one run did: requested and realised."""

    arm: str
    seed: int
    phase: str
    key: str
    is_shared: bool  # other runs rest on the same record
    steps: int
    rows: int
    tokens: int
    requested: Mapping[str, float]  # TASK/LANGUAGE -> share of rows asked for, mean over t
    realised: Mapping[str, int]  # TASK/LANGUAGE -> rows read
    final_loss: float
    seconds: float
    tokens_per_second: float
    precision: str
    head: str  # "carried", "new"
    attention: str  # "packed", "padded"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFact:
    """One source: what was read, kept, repaired, dropped and why; its licence; the tokenizer's ceiling."""

    source: str
    key: str
    licence: str
    read: int
    kept: int
    repaired: int
    dropped: Mapping[str, int]
    notes: Mapping[str, int]
    ceiling: float | None  # points of gold answers that survive text -> tokens -> text
    n_rows: int | None
    mean_row_tokens: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionFact:
    """What `without` took from one source before it was cut into rows."""

    source: str
    key: str  # of the features
    examples: int
    excluded: int
    held: Mapping[
        str, int
    ]  # TASK/LANGUAGE@SPLIT -> examples that hold one of its questions; one may hold several's
    n_rows: int  # of the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorExample:
    """A wrong answer, for people to read."""

    arm: str
    seed: int
    language: str
    id: str
    question: str
    context: str
    gold: str  # several are joined by BETWEEN_GOLDS
    predicted: str
    is_in_context: bool = (
        True  # answers are pieces of the context; a label "1" is not, though it may stand there
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFact:
    """One job of the plan: done, missing or failed (with the reason)."""

    kind: str
    key: str
    what: str
    state: str  # "done", "missing", "failed"
    seconds: float
    n_runs: int
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that a report shows."""

    name: str
    question: str
    answer: str  # one sentence, from the verdicts
    limits: tuple[str, ...]  # what it cannot say, one sentence each
    arms: tuple[str, ...]
    control: str
    seeds: tuple[int, ...]
    languages: tuple[str, ...]
    language_names: Mapping[str, str]
    verdicts: tuple[Verdict, ...]
    effects: tuple[LanguageEffect, ...]
    scores: tuple[Score, ...]
    curves: tuple[Curve, ...]
    phases: tuple[PhaseFact, ...]
    data: tuple[DataFact, ...]
    errors: tuple[ErrorExample, ...]
    jobs: tuple[JobFact, ...]
    environment: Mapping[str, str]
    changed: tuple[str, ...]
    study_text: str
    exploratory: tuple[str, ...] = ()  # names of claims written or changed after a result they rest on
    exclusions: tuple[ExclusionFact, ...] = ()
