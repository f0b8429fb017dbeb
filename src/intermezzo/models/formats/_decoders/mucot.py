"""mucot: the decoder of the MuCoT experiments on ChAII.

The beam of `utils_qa` with the highest score as the answer, and nothing else: no null answer, no list of
candidates, and an empty text where no span is legal.

Source: gokulkarthik/mucot, datasets_local.py, `postprocess_qa_predictions`, commit c1a8c101.

Example:
    >>> import numpy as np
    >>> window = Window(char_start=np.array([-1, 0]), char_end=np.array([-1, 6]),
    ...                 is_widest=np.array([False, True]),
    ...                 start_logits=np.array([2.5, 2.0]), end_logits=np.array([2.0, 2.0]))
    >>> DECODER.decode("abcdef ghi", [window], Rules()).answer
    'abcdef'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intermezzo.models.formats._decoders._decoder import Decoded, Decoder, Rules
from intermezzo.models.formats._decoders._window import Window
from intermezzo.models.formats._decoders.utils_qa import highest
from intermezzo.problem import Problem, Refused


def decode(context: str, windows: Sequence[Window], rules: Rules) -> Decoded:
    """What the script answers to one example.

    Errors: `Refused` if a null answer is allowed: this script has none.
    """
    if rules.may_abstain:
        raise Refused(
            Problem(
                what="mucot has no null answer.", remedy="Set may_abstain = false, or use utils_qa or bert."
            )
        )
    readings: list[tuple[Any, str]] = []
    for window in windows:
        starts, ends = (highest(logits, rules.n_best) for logits in (window.start_logits, window.end_logits))
        for s, e in window.legal(starts, ends, max_tokens=rules.max_answer_tokens, only_widest=False):
            score = window.start_logits[s] + window.end_logits[e]
            readings.append((score, context[window.char_start[s] : window.char_end[e]]))
    readings.sort(key=lambda reading: reading[0], reverse=True)  # stable: of equal scores the first one found
    return Decoded(answer=readings[0][1] if readings else "")


DECODER = Decoder(
    name="mucot",
    script="gokulkarthik/mucot datasets_local.py c1a8c101",
    reads=("n_best", "max_answer_tokens"),
    decode=decode,
)
