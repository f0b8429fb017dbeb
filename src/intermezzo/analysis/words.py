"""Verdicts in plain English, one sentence or two each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intermezzo.analysis.student import Interval

if TYPE_CHECKING:
    from intermezzo.analysis.claim import Verdict

MINUS = "−"


def sentence(verdict: Verdict) -> str:
    """`claim 1: undecided: with 2 seeds and 12 languages the smallest effect this study can see is …`"""
    return f"{verdict.claim.name}: {verdict.verdict}: {_because(verdict)}"


def number(x: float) -> str:
    """A figure in points: one decimal, one digit if below 0.1, a true minus sign; 0 if below 0.0005."""
    size = abs(x)
    if size < 0.0005:
        return "0"
    shown = f"{size:.1f}" if size >= 0.095 else f"{size:.1g}"
    return (MINUS if x < 0 else "") + shown


def count(n: int, thing: str) -> str:
    """`1 seed`, `3 seeds`, `14,280 examples`."""
    return f"{n:,} {thing}" + ("" if n == 1 else "s")


def points(x: float) -> str:
    """`1.0 points`, `0.3 points`: a measured figure takes the plural, as in speech."""
    return f"{number(x)} points"


def interval(given: Interval) -> str:
    """`95 % interval −0.4 to 2.1`."""
    return f"{100 * given.level:.0f} % interval {number(given.low)} to {number(given.high)}"


def correction(verdict: Verdict) -> str:
    """Why a claim is undecided that its own interval would decide: it is one of several. Else nothing."""
    if verdict.verdict != "undecided" or verdict.alone == "undecided":
        return ""
    assert verdict.p is not None and verdict.p_holm is not None, verdict
    return (
        f"alone it would {'hold' if verdict.alone == 'holds' else 'fail'} (p = {_p(verdict.p)}), "
        f"but not among {count(verdict.n_claims, 'claim')} (p = {_p(verdict.p_holm)} after Holm)"
    )


def _because(verdict: Verdict) -> str:
    match verdict.verdict:
        case "not comparable":
            return _ended("; ".join(reason.rstrip(".") for reason in verdict.reasons))
        case "undecided":
            return _undecided(verdict)
        case "holds" | "fails":
            return f"{_effect(verdict)}, over {_basis(verdict)}.{_missed(verdict)}"


def _undecided(verdict: Verdict) -> str:
    if verdict.smallest_points is None:
        return f"{' '.join(verdict.reasons)} With this seed alone, {_effect(verdict)}."
    opening = correction(verdict) or (
        f"with {count(verdict.n_seeds, 'seed')} and {count(verdict.n_languages, 'language')} the "
        f"smallest effect this study can see is about {points(verdict.smallest_points)}"
    )
    return f"{opening}; {_effect(verdict)}. {_more(verdict)}"


def _effect(verdict: Verdict) -> str:
    """`english scores 2.3 points above none in f1 (95 % interval 0.8 to 3.8)`."""
    x = verdict.points or 0.0
    side = "above" if x > 0 else "below"
    how = f"as {verdict.claim.control}" if number(x) == "0" else f"{side} {verdict.claim.control}"
    much = "the same" if number(x) == "0" else points(abs(x))
    shown = [interval(i) for i in (verdict.interval, verdict.equivalence_interval) if i is not None]
    if not shown and verdict.within_seeds is not None:
        shown = [f"{interval(verdict.within_seeds)} over examples"]
    return f"{verdict.claim.arm} scores {much} {how} in {verdict.metric} ({', '.join(shown)})"


def _basis(verdict: Verdict) -> str:
    return (
        f"{count(verdict.n_seeds, 'seed')}, {count(verdict.n_languages, 'language')} and "
        f"{count(verdict.n_examples, 'example')}"
    )


def _missed(verdict: Verdict) -> str:
    if verdict.verdict == "holds":
        return ""
    return f" Expected was {str(verdict.claim.expect).replace('-', MINUS)}."


def _more(verdict: Verdict) -> str:
    if verdict.more_seeds is None:
        return "No number of seeds would settle it; more examples might."
    more = count(verdict.more_seeds, "more seed")
    return f"About {more} would settle it, if the effect is as large as it looks."


def _p(p: float) -> str:
    return "below 0.001" if p < 0.001 else f"{p:.2g}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
