"""Cipher languages: English through a one-to-one change of script, for tests with known answers.

`cipher-100` is English; `cipher-0` shares no word, letter or digit with it; `cipher-40` keeps 40 words in a hundred.
`cipher-0-reversed` also turns the order of words round. What transfers to a cipher language is known before any
training: full overlap must transfer whole, none (without text that links the two) not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

from intermezzo.world.language import Language, Part, Relation, Template, load_language

NAME = re.compile(r"cipher-(0|[1-9][0-9]?|100)(-reversed)?")  # one code for one language: no cipher-07
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Armenian has as many letters and both cases, and no language of the world is written in it; Lao digits likewise.
CIPHER = "".join(chr(0x561 + i) for i in range(26)) + "".join(chr(0x531 + i) for i in range(26))
DIGITS = "".join(chr(0xED0 + i) for i in range(10))
TO_CIPHER = str.maketrans(LATIN, CIPHER)
WORD = re.compile(r"[A-Za-z]+")


def find_language(code: str) -> Language:
    """A real language of the world by its code, or a cipher language by its dials."""
    dials = find_dials(code)
    return load_language(code) if dials is None else cipher(dials[0], is_reversed=dials[1])


def find_dials(code: str) -> tuple[int, bool] | None:
    """Of a cipher language, how many words in a hundred it keeps and whether it is reversed; None of any other."""
    dials = NAME.fullmatch(code)
    return None if dials is None else (int(dials[1]), bool(dials[2]))


def is_known(code: str, known: tuple[str, ...]) -> bool:
    """Whether a code names a language of the world or a cipher."""
    return code in known or NAME.fullmatch(code) is not None


@cache
def cipher(overlap: int, *, is_reversed: bool) -> Language:
    """English with `overlap` words in a hundred kept; which ones depends on nothing but the word."""
    english = load_language("en")
    change = partial(encipher, overlap=overlap)
    return replace(
        english,
        code=f"cipher-{overlap}{'-reversed' if is_reversed else ''}",
        name=f"English in cipher, {overlap} % of words kept{', word order reversed' if is_reversed else ''}",
        own_name=change("English"),
        script="Armenian",
        given={k: change(v) for k, v in english.given.items()},
        surname={k: change(v) for k, v in english.surname.items()},
        words={
            kind: {k: {form: change(text) for form, text in w.items()} for k, w in entries.items()}
            for kind, entries in english.words.items()
        },
        relations={
            name: Relation(
                says=tuple(_changed(t, change, is_reversed) for t in r.says),
                asks=tuple(_changed(t, change, is_reversed) for t in r.asks),
                asks_who=tuple(_changed(t, change, is_reversed) for t in r.asks_who),
            )
            for name, r in english.relations.items()
        },
        digits=english.digits if overlap == 100 else DIGITS,
    )


def encipher(text: str, overlap: int) -> str:
    """English words as a cipher writes them; digits stay."""

    def word(match: re.Match[str]) -> str:
        # The lower-cased word decides, so that a word is kept or changed wherever it stands.
        digest = hashlib.sha256(match[0].lower().encode()).digest()
        return match[0] if digest[0] * 100 < overlap * 256 else match[0].translate(TO_CIPHER)

    return WORD.sub(word, text)


def _changed(template: Template, change: Callable[[str], str], is_reversed: bool) -> Template:
    return {
        gender: _reversed_parts(parts, change)
        if is_reversed
        else tuple((slot, content if slot else change(content)) for slot, content in parts)
        for gender, parts in template.items()
    }


def _reversed_parts(parts: tuple[Part, ...], change: Callable[[str], str]) -> tuple[Part, ...]:
    """The same words in the opposite order; the mark that ends the sentence stays at its end."""
    tokens: list[Part] = []
    for slot, content in parts:
        if slot:
            tokens.append((slot, content))
        else:
            tokens += [("", t) for t in re.findall(r"[A-Za-z]+|[^\sA-Za-z]", content)]
    end = tokens.pop() if tokens and not tokens[-1][0] and not tokens[-1][1].isalpha() else None
    out: list[Part] = []
    for slot, content in reversed(tokens):
        if out:
            out.append(("", " "))
        out.append((slot, content if slot else change(content)))
    return (*out, end) if end else tuple(out)
