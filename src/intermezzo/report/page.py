"""The page: findings in, one self-contained HTML file out.

What the page may do is fixed by its content security policy: run the one script and use the one style whose
hashes it names, and nothing else. No request leaves it, no text of data becomes markup, nothing is evaluated.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from intermezzo.report.findings import Findings
from intermezzo.report.number_text import KEY_CHARACTERS, count, listed, whole
from intermezzo.report.sections import (
    curves,
    data,
    errors,
    jobs,
    languages,
    mixture,
    phases,
    scores,
    verdicts,
)

# Every section by its id in the page and the name of its template, in the order in which they stand below the contents.
SECTIONS = {
    "languages": "Effects by language",
    "scores": "Scores",
    "curves": "Learning curves",
    "mixture": "Mixtures",
    "phases": "Phases",
    "errors": "Wrong answers",
    "data": "Data",
    "plan": "Plan",
    "environment": "Environment",
    "study": "Study file",
}
FIRST = {"verdicts": "Verdicts", "limits": "Limits"}  # on the first screen
LONG_ANSWER = 240  # characters, from which an answer is set smaller so that the picture stays in sight


def write(findings: Findings, path: Path) -> None:
    """Write the page; the same findings give the same bytes.

    Lone surrogates, which broken data can hold and UTF-8 cannot, are written so that a browser shows U+FFFD.
    """
    path.write_bytes(render(findings).encode("utf-8", errors="xmlcharrefreplace"))


def render(findings: Findings) -> str:
    """The page as text."""
    style, script = _packaged("page.css"), _packaged("page.js")
    return (
        _templates()
        .get_template("page.html")
        .render(
            findings=findings,
            first=held(FIRST, findings),
            sections=held(SECTIONS, findings),
            policy=policy(style=style, script=script),
            style=Markup(style),
            script=Markup(script),
            verdicts=verdicts.of(findings),
            by_language=languages.of(findings),
            scores=scores.of(findings),
            missing_scores=scores.missing(findings),
            curves=curves.of(findings),
            mixtures=mixture.of(findings),
            phases=phases.of(findings),
            errors=errors.of(findings),
            data=data.of(findings),
            excluded=data.excluded(findings),
            jobs=jobs.of(findings),
            environment=sorted(findings.environment.items()),
        )
    )


def held(sections: Mapping[str, str], findings: Findings) -> dict[str, str]:
    """The sections that have something to show or may still get it: a study need not claim, nor probe."""
    may_grow = not jobs.of(findings).is_finished
    empty = {
        "verdicts": not findings.verdicts,
        "languages": not findings.verdicts,
        "curves": not findings.curves,
    }
    return {id: title for id, title in sections.items() if may_grow or not empty.get(id)}


def policy(*, style: str, script: str) -> str:
    """The content security policy: nothing but this style, this script, and images within the page."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _packaged(name: str) -> str:
    return resources.files("intermezzo.report").joinpath("templates", name).read_text(encoding="utf-8")


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("intermezzo.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"whole": whole, "listed": listed, "counted": count}
    environment.globals |= {"KEY_CHARACTERS": KEY_CHARACTERS, "LONG_ANSWER": LONG_ANSWER}
    return environment
