"""Named groups of languages to average over: by script, and those with little text.

Scripts are those that the data sets of XTREME and XTREME-R are written in (ISO 15924 names; Kazakh in
Cyrillic, Punjabi in Gurmukhi, Azerbaijani in Latin letters).
"""

from __future__ import annotations

from collections.abc import Mapping

LanguageGroups = Mapping[str, frozenset[str]]

SCRIPTS: dict[str, frozenset[str]] = {
    script: frozenset(languages.split())
    for script, languages in {
        "Latin": "af az de en es et eu fi fr ht hu id it jv lt ms nl pl pt qu ro sw tl tr vi wo yo",
        "Cyrillic": "bg kk ru uk",
        "Arabic": "ar fa ur",
        "Devanagari": "hi mr",
        "Bengali": "bn",
        "Burmese": "my",
        "Georgian": "ka",
        "Greek": "el",
        "Gujarati": "gu",
        "Gurmukhi": "pa",
        "Han": "zh",
        "Hangul": "ko",
        "Hebrew": "he",
        "Japanese": "ja",
        "Malayalam": "ml",
        "Tamil": "ta",
        "Telugu": "te",
        "Thai": "th",
    }.items()
}

# A list of our own, of the languages of XTREME and XTREME-R whose Wikipedia is small (about 100,000 articles and
# less when it was made). Where such a line is drawn is a choice: say which languages you mean when you report it.
LOW_RESOURCE = frozenset(
    ["af", "bn", "gu", "ht", "jv", "ml", "mr", "my", "pa", "qu", "sw", "te", "tl", "wo", "yo"]
)

LANGUAGE_GROUPS: LanguageGroups = {"low-resource": LOW_RESOURCE, **SCRIPTS}
