"""Three-letter codes (ISO 639) of the languages of tasks, for data that name languages so.

LASER's Tatoeba and WebFAQ differ where a language has a code for its family and one for a member: `zho` and `cmn`.
"""

from __future__ import annotations

from collections.abc import Mapping

ISO_639_3: Mapping[str, str] = {
    "af": "afr", "ar": "ara", "az": "aze", "bg": "bul", "bn": "ben", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb",
    "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "jv": "jav", "ka": "kat", "kk": "kaz",
    "ko": "kor", "lt": "lit", "ml": "mal", "mr": "mar", "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "sv": "swe", "sw": "swa", "ta": "tam", "te": "tel", "th": "tha", "tl": "tgl", "tr": "tur",
    "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip

# LASER, data/tatoeba/v1
TATOEBA: Mapping[str, str] = {**ISO_639_3, "fa": "pes", "sw": "swh", "zh": "cmn"}
