"""SQuAD's normalisation, shared by its two versions: written for English, used by XTREME for every language.

Known oddities, kept: only ASCII punctuation goes, so curly quotes, a danda or full-width signs stay;
punctuation is deleted, not replaced, so "well-known" equals "wellknown"; `\\b` does not take a combining
mark for a letter, so in decomposed text an "a" in front of one is an article.
"""

from __future__ import annotations

import string

from intermezzo.metrics._profiles._articles import MLQA, as_words

DELETE_ASCII_PUNCTUATION = str.maketrans("", "", string.punctuation)
ENGLISH_ARTICLE = as_words(MLQA["en"])  # the same three words as in evaluate-v1.1.py


def normalise(text: str, language: str) -> str:
    """Lower case, no ASCII punctuation, no English articles, single blanks; whatever the language."""
    return " ".join(ENGLISH_ARTICLE.sub(" ", text.lower().translate(DELETE_ASCII_PUNCTUATION)).split())
