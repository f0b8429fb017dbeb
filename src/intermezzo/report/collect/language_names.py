"""What English calls a language."""

from __future__ import annotations

from intermezzo.study.seen import spoken
from intermezzo.world.cipher import find_language, is_known
from intermezzo.world.language import codes

# Languages of public data that the built-in world does not speak.
NAMES = {
    "af": "Afrikaans", "as": "Assamese", "az": "Azerbaijani", "be": "Belarusian", "bem": "Bemba",
    "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish",
    "el": "Greek", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fon": "Fon",
    "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hr": "Croatian",
    "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "ig": "Igbo",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian", "kk": "Kazakh",
    "kn": "Kannada", "ko": "Korean", "la": "Latin", "lt": "Lithuanian", "lv": "Latvian", "ml": "Malayalam",
    "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "nl": "Dutch", "no": "Norwegian",
    "or": "Odia", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "qu": "Quechua", "ro": "Romanian",
    "rw": "Kinyarwanda", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tl": "Tagalog",
    "tw": "Twi", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "wo": "Wolof",
    "yo": "Yoruba", "zh-hant": "Chinese (traditional)", "zu": "Zulu",
}  # fmt: skip


def language_name(code: str) -> str:
    """`Hindi`; of a pair `German, asked in Spanish`; the code where nobody has said."""
    if is_known(code, codes()):
        return find_language(code).name
    if code in NAMES:
        return NAMES[code]
    context, _, question = code.partition("-")
    if {context, question} == spoken(code) and context != question:
        return f"{language_name(context)}, asked in {language_name(question)}"
    return language_name(context) if context == question else code
