"""bert: the decoder of BERT's SQuAD scripts, as transformers carried it on.

An answer is not a slice of the context. The tokens of a span become text, the white-space words they touch
are joined with one blank, and the words are cut down to the tokens' text where both can be lined up. Its
oddities, all kept:

* double blanks, tabs, newlines and U+202F inside an answer become one blank;
* where lining up fails, whole words come back, punctuation included (lower-casing strips the vowel signs of
  Hindi, so its words do);
* a span must start in the window that shows its first token best, but may end anywhere;
* equal texts are kept once; with nothing to say the answer is `empty`, the word;
* logits are added as doubles, of equal ones the first counts;
* the null score starts at a million: higher ones are not seen.

Source: huggingface/transformers 4.57.6, src/transformers/data/metrics/squad_metrics.py,
`compute_predictions_logits` and `get_final_text`; tokens after google-research/bert tokenization.py.

Example:
    >>> project("steve smith", "Steve Smith's", lower_case=True)
    'Steve Smith'
    >>> project("xyz", "Steve Smith's", lower_case=True)
    "Steve Smith's"
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from intermezzo.models.formats._decoders._decoder import Candidate, Decoded, Decoder, Rules
from intermezzo.models.formats._decoders._window import Window
from intermezzo.problem import Problem, Refused

HIGHEST_NULL = 1_000_000.0  # squad_metrics.py: "large and positive"
BLANKS = " \t\r\n\u202f"  # transformers data/processors/squad.py: what parts the words of a context
# google-research/bert tokenization.py: the blocks of CJK ideographs that Unicode had in 2018.
IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
_EMPTY = "empty"


class _Reading(NamedTuple):
    """A candidate before its share is known; `text` is filled when the candidate is kept."""

    text: str
    start_logit: float
    end_logit: float

    @property
    def score(self) -> float:
        return self.start_logit + self.end_logit


class _Span(NamedTuple):
    window: Window | None  # None: the null answer
    start: int
    end: int
    start_logit: float
    end_logit: float


def decode(context: str, windows: Sequence[Window], rules: Rules) -> Decoded:
    """What the script answers to one example.

    Errors: `Refused` with a null answer allowed and candidates that are all empty.
    """
    spans = [span for window in windows for span in _spans(window, rules)]
    null = _Span(None, 0, 0, 0.0, 0.0)
    null_score = HIGHEST_NULL
    if rules.may_abstain:
        for window in windows:
            at_first = _Span(None, 0, 0, float(window.start_logits[0]), float(window.end_logits[0]))
            if (score := at_first.start_logit + at_first.end_logit) < null_score:
                null, null_score = at_first, score
        spans.append(null)
    spans.sort(key=lambda span: span.start_logit + span.end_logit, reverse=True)
    kept = _kept(context, spans, rules)
    if rules.may_abstain:
        if all(reading.text for reading in kept):
            kept.append(_Reading("", null.start_logit, null.end_logit))
        if len(kept) == 1:
            kept.insert(0, _Reading(_EMPTY, 0.0, 0.0))
    if not kept:
        kept.append(_Reading(_EMPTY, 0.0, 0.0))
    candidates = tuple(
        Candidate(
            text=reading.text, start_logit=reading.start_logit, end_logit=reading.end_logit, probability=p
        )
        for reading, p in zip(kept, _shares([reading.score for reading in kept]))
    )
    if not rules.may_abstain:
        return Decoded(answer=kept[0].text, candidates=candidates)
    best = next((reading for reading in kept if reading.text), None)
    if best is None:
        raise Refused(
            Problem(
                what="every candidate of bert is an empty text (the script stops: AttributeError).",
                remedy="Context at a row's first token does that: use utils_qa, or set may_abstain = false.",
            )
        )
    margin = null_score - best.start_logit - best.end_logit
    return Decoded(
        answer="" if margin > rules.null_threshold else best.text, candidates=candidates, null_margin=margin
    )


def project(said: str, written: str, *, lower_case: bool) -> str:
    """The part of `written` that reads `said` once it is cut into tokens; all of `written` where none does.

    Characters are lined up by counting those that are no blanks, so a text whose length changes on the way
    (composed accents, control characters, other white space) comes back whole.
    """
    read = " ".join(basic_tokens(written, lower_case=lower_case))
    ink_read = [i for i, c in enumerate(read) if c != " "]
    ink_written = [i for i, c in enumerate(written) if c != " "]
    first = read.find(said)
    last = first + len(said) - 1
    if first < 0 or len(ink_read) != len(ink_written) or first not in ink_read or last not in ink_read:
        return written
    return written[ink_written[ink_read.index(first)] : ink_written[ink_read.index(last)] + 1]


def basic_tokens(text: str, *, lower_case: bool) -> list[str]:
    """Words, marks of punctuation and ideographs, each alone; lower-cased also means without accents."""
    text = unicodedata.normalize("NFC", "".join(map(_cleaned, text)))
    if lower_case:
        # Word by word, as the script does: the lower case of a final sigma depends on where a word ends.
        words = (unicodedata.normalize("NFD", word.lower()) for word in text.split())
        text = " ".join("".join(c for c in word if unicodedata.category(c) != "Mn") for word in words)
    return "".join(f" {c} " if _is_punctuation(c) else c for c in text).split()


def words(context: str) -> tuple[list[str], list[int]]:
    """The words of a context, and the number of each character's word (a blank's is the word before)."""
    found: list[str] = []
    word_of: list[int] = []
    inside = False
    for c in context:
        if c in BLANKS:
            inside = False
        elif inside:
            found[-1] += c
        else:
            found.append(c)
            inside = True
        word_of.append(max(len(found) - 1, 0))
    return found, word_of


def _cleaned(c: str) -> str:
    if c in "\t\n\r" or unicodedata.category(c) == "Zs":
        return " "
    if c == "\ufffd" or unicodedata.category(c).startswith("C"):
        return ""
    return f" {c} " if any(a <= ord(c) <= b for a, b in IDEOGRAPHS) else c


def _is_punctuation(c: str) -> bool:
    """Also the symbols of ASCII, such as $ and ^, which Unicode does not call punctuation."""
    return unicodedata.category(c).startswith("P") or ("!" <= c <= "~" and not c.isalnum())


def _spans(window: Window, rules: Rules) -> Iterator[_Span]:
    start_logits, end_logits = (
        logits.astype(float).tolist() for logits in (window.start_logits, window.end_logits)
    )
    starts, ends = (_highest(logits, rules.n_best) for logits in (start_logits, end_logits))
    for s, e in window.legal(starts, ends, max_tokens=rules.max_answer_tokens, only_widest=True):
        yield _Span(window, s, e, start_logits[s], end_logits[e])


def _highest(logits: Sequence[float], n: int) -> list[int]:
    return sorted(range(len(logits)), key=lambda i: logits[i], reverse=True)[:n]


def _kept(context: str, spans: Sequence[_Span], rules: Rules) -> list[_Reading]:
    """The best `n_best` spans with different texts; those at a row's first token have none, all are kept."""
    kept: list[_Reading] = []
    seen: set[str] = set()
    found, word_of = words(context)
    for span in spans:
        if len(kept) == rules.n_best:
            break
        text = ""
        if span.window is not None and span.start > 0:
            text = _text(span.window, span.start, span.end, found, word_of, rules)
            if text in seen:
                continue
        seen.add(text)
        kept.append(_Reading(text, span.start_logit, span.end_logit))
    return kept


def _text(
    window: Window, start: int, end: int, found: Sequence[str], word_of: Sequence[int], rules: Rules
) -> str:
    first, last = (word_of[min(int(window.char_start[i]), len(word_of) - 1)] for i in (start, end))
    said = " ".join(rules.join(window.tokens[start : end + 1]).split())
    return project(said, " ".join(found[first : last + 1]), lower_case=rules.lower_case)


def _shares(scores: Sequence[float]) -> list[float]:
    """Each score's share of the sum of exponentials; not a number where the first score is none."""
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    return [r / total for r in raised]


DECODER = Decoder(
    name="bert",
    script="huggingface/transformers 4.57.6 src/transformers/data/metrics/squad_metrics.py",
    reads=("n_best", "max_answer_tokens", "may_abstain", "null_threshold", "lower_case"),
    decode=decode,
)
