"""The tasks of XTREME and XTREME-R: their files, languages, scorers and groups.

Languages stand in the script's order, which is that of its sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intermezzo.metrics._aggregates import XTREME_GROUPS, XTREME_R_GROUPS
from intermezzo.metrics._chunks import tag_0, tag_1
from intermezzo.metrics._profiles import mlqa, squad_1_1
from intermezzo.metrics._xtreme import scorers
from intermezzo.metrics._xtreme.scorers import Scorer

SuiteName = Literal["xtreme", "xtreme-r"]
Seqeval = Literal["0.0.12", "1.2.2"]

READ_TAG = {"0.0.12": tag_0, "1.2.2": tag_1}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteTask:
    """One task: where its files are and how a language of it is scored."""

    extension: str
    languages: tuple[str, ...]
    scorer: Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Tasks in the order they are scored in, and the groups that the script averages over."""

    tasks: dict[str, SuiteTask]
    groups: dict[str, tuple[str, ...]]
    all_tasks: frozenset[str]  # the script's overall score asks for all of them


LANGUAGES = {
    "pawsx": "de en es fr ja ko zh",
    "xnli": "ar bg de el en es fr hi ru sw th tr ur vi zh",
    "panx": "ar he vi id jv ms tl eu ml ta te af nl en de el bn hi mr ur fa fr it pt es bg ru ja ka ko th sw yo "
    "my zh kk tr et fi hu",
    "udpos": "af ar bg de el en es et eu fa fi fr he hi hu id it ja kk ko mr nl pt ru ta te th tl tr ur vi yo zh",
    "bucc2018": "de fr ru zh",
    "tatoeba": "ar he vi id jv tl eu ml ta te af nl de el bn hi mr ur fa fr it pt es bg ru ja ka ko th sw zh kk "
    "tr et fi hu",
    "xquad": "en es de el ru tr ar vi th zh hi",
    "mlqa": "en es de ar hi vi zh",
    "tydiqa": "en ar bn fi id ko ru sw te",
    "xcopa": "et ht id it qu sw ta th tr vi zh",
    "mewslix": "ar de en es fa ja pl ro ta tr uk",
}
ADDED_IN_XTREME_R = {
    "panx": "qu pl uk az lt pa gu ro",
    "udpos": "lt pl uk wo ro",
    "tatoeba": "az lt pl uk ro",
    "xquad": "ro",
}
EXTENSION = {"xquad": "json", "mlqa": "json", "tydiqa": "json", "mewslix": "json", "xcopa": "jsonl"}

# The script counts XCOPA in two groups, and Mewsli-X and Tatoeba alone as retrieval.
PRINTED_XTREME_R_GROUPS = {
    **XTREME_R_GROUPS,
    "retrieval": ("mewslix", "tatoeba"),
    "multi_choice": ("xcopa",),
}


def suite(name: SuiteName, seqeval: Seqeval) -> Suite:
    """The suite of that name, with tags read as that version of seqeval does."""
    scorer: dict[str, Scorer] = {
        **dict.fromkeys(("pawsx", "xnli", "tatoeba"), scorers.labels),
        **dict.fromkeys(("panx", "udpos"), scorers.tags(READ_TAG[seqeval])),
        **dict.fromkeys(("xquad", "tydiqa"), scorers.answers(squad_1_1.PROFILE)),
        "mlqa": scorers.answers(mlqa.PROFILE),
        "bucc2018": scorers.pairs,
        "xcopa": scorers.choices,
        "mewslix": scorers.entities,
    }
    is_r = name == "xtreme-r"
    groups = PRINTED_XTREME_R_GROUPS if is_r else XTREME_GROUPS
    wanted = XTREME_R_GROUPS if is_r else XTREME_GROUPS
    return Suite(
        tasks={
            task: SuiteTask(
                extension=EXTENSION.get(task, "tsv"),
                languages=tuple(f"{languages} {ADDED_IN_XTREME_R.get(task, '') if is_r else ''}".split()),
                scorer=scorer[task],
            )
            for task, languages in LANGUAGES.items()
            if any(task in names for names in groups.values())
        },
        groups=groups,
        all_tasks=frozenset(task for names in wanted.values() for task in names),
    )
