"""Articles, language by language."""

from __future__ import annotations

import re

# facebookresearch/MLQA, mlqa_evaluation_v1.py, commit 24bf470b. Taken as they are: the Vietnamese list holds
# "of", "is", classifiers and a plural, the Spanish one lacks "lo". Arabic is no list of words; see mlqa.py.
MLQA: dict[str, tuple[str, ...]] = {
    "en": ("a", "an", "the"),
    "es": ("un", "una", "unos", "unas", "el", "la", "los", "las"),
    "vi": ("của", "là", "cái", "chiếc", "những"),
    "de": ("ein", "eine", "einen", "einem", "eines", "einer", "der", "die", "das", "den", "dem", "des"),
    "hi": (),
    "zh": (),
}

# Ours, for script-aware: languages whose articles are words of their own. MLQA's lists where they hold
# articles, the declined forms of a school grammar otherwise. Vietnamese is absent: its list above has no
# article in it. So are languages that mark definiteness by an affix alone (Arabic) or not at all (Chinese,
# Thai, Russian, Hindi, Turkish).
WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(MLQA["en"]),
    "es": frozenset(MLQA["es"]),
    "de": frozenset(MLQA["de"]),
    "fr": frozenset({"un", "une", "des", "le", "la", "les"}),
    "it": frozenset({"un", "uno", "una", "il", "lo", "la", "i", "gli", "le"}),
    "pt": frozenset({"um", "uma", "uns", "umas", "o", "a", "os", "as"}),
    "nl": frozenset({"een", "de", "het"}),
    "ro": frozenset({"un", "o", "unui", "unei", "unor", "niște"}),
    "el": frozenset(
        {"ο", "η", "το", "οι", "τα", "του", "της", "των", "τον", "την", "τη", "τους", "τις"}
        | {"ένας", "μια", "μία", "ένα", "ενός", "μιας", "μίας", "έναν"}
    ),
}


def as_words(articles: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds these articles where they stand alone, `\\b` on both sides."""
    return re.compile(rf"\b({'|'.join(articles)})\b")
