"""script-aware: answers read as their script asks; ours, beside the official profiles, never in their place.

Source: our own definition (docs/design.md, section 10). Clitics of Arabic: the prefixes of the light10
stemmer and its limits on length, Larkey, Ballesteros and Connell (2007), Light Stemming for Arabic
Information Retrieval; split off here, not removed.

Worked item, th: gold "กรุงเทพ" is six grapheme clusters, prediction "กรุง" three of them; any official
profile sees one unequal word. Worked item, ar: "والكتاب" is read as the three tokens و, ال, كتاب.

Both sides empty agree; golds that normalise to nothing are dropped, and where none is left, no answer is
right.
"""

from __future__ import annotations

import unicodedata

import regex

from intermezzo.metrics._profile import Profile
from intermezzo.metrics._profiles._articles import WORDS
from intermezzo.metrics._profiles._punctuation import unicode_punctuation

DELETE_PUNCTUATION = dict.fromkeys(map(ord, unicode_punctuation()))

# Scripts written without blanks between words. Script_Extensions, so that the long-vowel mark of kana
# counts as kana.
UNSPACED = "".join(
    rf"\p{{Script_Extensions={script}}}"
    for script in ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar")
)
IS_UNSPACED = regex.compile(f"[{UNSPACED}]")
TOKEN = regex.compile(rf"(?=[{UNSPACED}])\X|[^\s{UNSPACED}]+")

CONJUNCTION = "و"  # and
MIN_LETTERS_AFTER_CONJUNCTION = 3  # light10
DEFINITE = {  # what a word starts with -> the clitics in it; light10's list
    "ال": ("ال",),
    "بال": ("ب", "ال"),
    "كال": ("ك", "ال"),
    "فال": ("ف", "ال"),
    "لل": ("ل", "ال"),  # the article's alif is not written after this preposition
}
MIN_LETTERS_AFTER_DEFINITE = 2  # light10

# Folded like the text they are looked for in: case folding turns a final sigma into an ordinary one.
ARTICLES = {language: {word.casefold() for word in words} for language, words in WORDS.items()}


def normalise(text: str, language: str) -> str:
    """Tokens joined by single blanks: folded, without punctuation and articles, cut as the script asks."""
    folded = fold(text)
    # The pattern costs ten times what `split` does, and most scripts write their blanks.
    tokens = TOKEN.findall(folded) if IS_UNSPACED.search(folded) else folded.split()
    if language in ARTICLES:
        tokens = [token for token in tokens if token not in ARTICLES[language]]
    if language == "ar":
        tokens = [part for token in tokens for part in split_proclitics(token)]
    return " ".join(tokens)


def fold(text: str) -> str:
    """NFKC, case folded, without punctuation; NFKC again, as the two steps between may undo it.

    Punctuation goes before and after the first NFKC: that step takes some apart (U+2017, a double low line,
    into a blank and a combining one) and makes some of what was none (U+2100, a/c).
    """
    text = unicodedata.normalize("NFKC", text.translate(DELETE_PUNCTUATION))
    return unicodedata.normalize("NFKC", text.casefold().translate(DELETE_PUNCTUATION))


def split_proclitics(word: str) -> list[str]:
    """An Arabic word as its clitics and the rest.

    Example:
        >>> split_proclitics("للكتاب")
        ['ل', 'ال', 'كتاب']
    """
    parts: list[str] = []
    if word.startswith(CONJUNCTION) and len(word) > MIN_LETTERS_AFTER_CONJUNCTION:
        parts.append(CONJUNCTION)
        word = word[1:]
    for start, clitics in DEFINITE.items():
        if word.startswith(start) and len(word) >= len(start) + MIN_LETTERS_AFTER_DEFINITE:
            return [*parts, *clitics, word[len(start) :]]
    return [*parts, word]


PROFILE = Profile(
    name="script-aware",
    normalise=normalise,
    both_empty_f1=1.0,
    drops_empty_golds=True,
    scores_missing=True,
    languages=None,
    versions=(f"regex:{regex.__version__}",),  # brings its own Unicode tables for scripts and clusters
)
