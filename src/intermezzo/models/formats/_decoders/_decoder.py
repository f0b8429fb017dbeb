"""What a decoder is: from one example's windows to its answer, under rules that its signature names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from intermezzo.models.formats._decoders._window import Window


def join_wordpieces(tokens: Sequence[str]) -> str:
    """Text of BERT's word pieces: `["Pant", "##hers", ","]` reads `Panthers ,`."""
    return " ".join(tokens).replace(" ##", "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the scripts let a user choose; a decoder's `reads` says which of these it looks at.

    Defaults are the scripts' own: utils_qa.py, `postprocess_qa_predictions`.
    """

    n_best: int = 20  # starts and ends looked at in a window, and candidates kept
    max_answer_tokens: int = 30
    may_abstain: bool = False  # `version_2_with_negative`
    null_threshold: float = 0.0  # `null_score_diff_threshold`: the null answer must be ahead by more
    only_widest: bool = (
        False  # a span starts where its window shows the token best; run_qa.py does not ask for it
    )
    lower_case: bool = False  # the model's tokens are lower-cased and have no accents
    join: Callable[[Sequence[str]], str] = join_wordpieces  # the tokenizer's `convert_tokens_to_string`


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading the script kept: its text, the logits of its ends, its share in [0, 1] among those kept."""

    text: str
    start_logit: float
    end_logit: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What the script says to one example.

    `null_margin` is the null score less the score of the best candidate with a text (the scripts' file
    `null_odds`); None where the rules allow no null answer. mucot keeps no candidates.
    """

    answer: str
    candidates: tuple[Candidate, ...] = ()
    null_margin: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """One script's way from logits to an answer; a shelf file holds one as `DECODER`.

    `decode(context, windows, rules)` raises `Refused` where the script itself would crash.
    """

    name: str
    script: str  # repository, path, commit
    reads: tuple[str, ...]  # the rules it looks at
    decode: Callable[[str, Sequence[Window], Rules], Decoded]

    def signature(self, rules: Rules) -> str:
        """What stands in a score's signature: `decoder:mucot|n_best:20|max_answer_tokens:30`."""
        return signed(self.name, {name: getattr(rules, name) for name in self.reads})


def signed(name: str, rules: Mapping[str, object]) -> str:
    """A decoder and the rules it looks at."""
    return "|".join((f"decoder:{name}", *(f"{rule}:{value}" for rule, value in rules.items())))
