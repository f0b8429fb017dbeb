"""decoders: how other people's scripts read an answer from logits, one script a file, oddities included.

In            a context, its windows with their logits, rules.
Out           the answer, the candidates behind it, how far the null answer is ahead.
Leaves alone  our own answers: `extractive_qa.best_spans` searches all legal spans; these are for comparison.
Start at      utils_qa.py, then _window.py.
"""

from __future__ import annotations

from intermezzo import shelf
from intermezzo.models.formats._decoders._decoder import Candidate, Decoded, Decoder, Rules, signed
from intermezzo.models.formats._decoders._window import Window, windows_of
from intermezzo.problem import Problem

__all__ = ["Candidate", "Decoded", "Decoder", "Rules", "Window", "load", "names", "signed", "windows_of"]


def names() -> list[str]:
    """Names of all decoders, with the underscores that the scripts' own names have."""
    return [name.replace("-", "_") for name in shelf.names(__name__)]


def load(name: str) -> Decoder | Problem:
    """The decoder of that name; a `Problem` naming what there is otherwise."""
    if name not in names():
        return shelf.unknown("decoders", name, names())
    decoder: Decoder = shelf.load(__name__, name.replace("_", "-"), "DECODER")
    return decoder
