"""The page as text: what it says, what it is made of, and what it cannot do."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from intermezzo.report.findings import Findings
from intermezzo.report.page import LONG_ANSWER, render, write
from report import markup, scenes
from report.conftest import SCENES

MAX_BYTES = 3_000_000  # DESIGN section 9


@pytest.fixture(params=sorted(SCENES), scope="module")
def html(request: pytest.FixtureRequest) -> str:
    return render(SCENES[request.param]())


def words(html: str) -> str:
    """All text of the page, single-spaced."""
    return " ".join(markup.read(html).named("body")[0].text.split())


def test_same_findings_same_bytes(tmp_path: Path) -> None:
    """The page depends on its findings alone: not on pages drawn before it, nor on the order of mappings."""
    write(scenes.whole_study(), tmp_path / "a.html")
    write(scenes.hostile_study(), tmp_path / "between.html")
    write(turned(scenes.whole_study()), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def turned(findings: Findings) -> Findings:
    """The same findings, every mapping in the opposite order."""

    def back(mapping: dict[str, object]) -> dict[str, object]:
        return dict(reversed(list(mapping.items())))

    return replace(
        findings,
        environment=back(findings.environment),
        language_names=back(findings.language_names),
        phases=tuple(
            replace(p, requested=back(p.requested), realised=back(p.realised)) for p in findings.phases
        ),
        data=tuple(replace(d, dropped=back(d.dropped), notes=back(d.notes)) for d in findings.data),
    )


def test_nothing_from_outside(html: str) -> None:
    """Every address on the page is a place on it or holds its own data; the style loads nothing."""
    page = markup.read(html)
    addresses = [
        value
        for e in page.elements
        for name, value in e.attributes.items()
        if name in ("href", "src", "srcset", "action", "data", "poster", "xlink:href")
    ]
    assert addresses
    assert all(address.startswith("#") or address == "data:," for address in addresses)
    style = page.named("style")[0].text
    assert "url(" not in style and "@import" not in style


def test_data_is_never_markup() -> None:
    """A page of hostile text has the elements of the same page of harmless text, and no other."""
    harmless = markup.read(render(scenes.whole_study()))
    hostile = markup.read(render(scenes.hostile_study()))
    assert {e.name for e in hostile.elements} == {e.name for e in harmless.elements}
    assert len(hostile.named("script")) == len(harmless.named("script")) == 2
    assert not hostile.named("img")
    for element in hostile.elements:
        assert not [a for a in element.attributes if a.startswith("on") or a == "style"], element


def test_policy_allows_this_page_only(html: str) -> None:
    """The policy names the hashes of the one style and the one script that runs, and allows nothing else."""
    page = markup.read(html)
    policy = next(e.attributes["content"] for e in page.named("meta") if "http-equiv" in e.attributes)
    running = [e.text for e in page.named("script") if e.attributes.get("type") != "application/json"]
    assert len(running) == 1
    for text in (page.named("style")[0].text, running[0]):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_links_lead_somewhere(html: str) -> None:
    """Ids are unique, and each link and each reference names one."""
    page = markup.read(html)
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    pointed = [e.attributes["href"][1:] for e in page.named("a", "use")]
    pointed += [e.attributes["aria-labelledby"] for e in page.elements if "aria-labelledby" in e.attributes]
    assert set(pointed) <= set(ids)


def test_headings_in_order(html: str) -> None:
    """One h1, and no level is skipped on the way down."""
    levels = [int(e.name[1]) for e in markup.read(html).elements if re.fullmatch(r"h[1-6]", e.name)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_read_aloud(html: str) -> None:
    """A picture has words or is passed over; a table has a caption, a header cell a scope."""
    page = markup.read(html)
    for svg in page.named("svg"):
        given = svg.attributes
        assert given.get("aria-hidden") == "true" or (given["role"] == "img" and given["aria-label"])
    assert len(page.named("caption")) == len(page.named("table"))
    assert all(e.attributes["scope"] in ("col", "row") for e in page.named("th"))


def test_first_screen_says_it_all() -> None:
    """Question, answer, limits; of each claim the word, effect, interval, basis, and what it could see."""
    findings = scenes.whole_study()
    said = words(render(findings))
    first = said[: said.index("Contents")]
    for text in (findings.question, findings.answer, *findings.limits):
        assert text in first
    for verdict in findings.verdicts:
        assert f"{verdict.verdict} {verdict.claim.name}" in first
    for text in (
        "+4.2 points 95 % interval 1.6 to 6.8 3 seeds × 9 languages, 10,710 examples",
        "Smallest effect it could see 4.1 points",
        "To settle it about 11 more seeds",
        "english trained for 150 steps more than none",
        "expected within 0.5 points in f1",
        "the arms are called equal in tokens, but multilingual read 412,118 and none 208,930.",
    ):
        assert text in first


def test_exploratory_claims_are_marked() -> None:
    """A claim written after its results is called so; the others are not."""
    said = words(render(scenes.whole_study()))
    assert "claim 3 exploratory" in said
    assert said.count("exploratory") == 1


def test_no_best_is_bold() -> None:
    """No figure of a table stands out by weight."""
    page = markup.read(render(scenes.whole_study()))
    assert not [e for e in page.named("b", "strong", "em") if "table" in e.above]


def test_empty_study() -> None:
    """A study that has not run has a page that says so, with its plan and its text."""
    said = words(render(scenes.empty_study()))
    for text in (
        "No claim has a verdict yet.",
        "No run has been evaluated yet.",
        "34 jobs missing, of 34",
        "[study]",
    ):
        assert text in said


def test_a_study_without_claims_or_probes() -> None:
    """Has no sections that would stay empty, nor ways to them; an unfinished one keeps them, as they may fill."""
    whole = scenes.whole_study()
    page = markup.read(render(replace(whole, verdicts=(), effects=(), curves=(), answer="No claim.")))
    ids = {e.attributes.get("id") for e in page.named("section")}
    assert not ids & {"verdicts", "languages", "curves"}
    assert {"limits", "scores", "mixture", "plan", "study"} <= ids
    ways = {e.attributes["href"].removeprefix("#") for e in page.named("a") if "href" in e.attributes}
    assert ways - {e.attributes.get("id") for e in page.elements} == set()
    unfinished = markup.read(render(scenes.empty_study()))
    assert {"verdicts", "languages", "curves"} <= {
        e.attributes.get("id") for e in unfinished.named("section")
    }


def test_unfinished_study() -> None:
    """What failed is told with its reason, what is missing by name, and thin cells with their seeds."""
    said = words(render(scenes.unfinished_study()))
    for text in (
        "Unfinished. 1 job failed, 1 job missing, of 32.",
        "Failed: phase, multilingual@3, intermediate",
        "the loss was not finite at step 41. Lower the rate.",
        "Scores are missing of english and multilingual.",
        "(2 of 3 seeds)",
        "this one seed held fixed",
    ):
        assert text in said


def test_large_study_is_small() -> None:
    """200 runs in 13 languages, three metrics and 2600 wrong answers stay under 3 MB."""
    size = len(render(scenes.large_study()).encode())
    assert size < MAX_BYTES


def test_broken_text_is_written(tmp_path: Path) -> None:
    """Half a surrogate pair, which UTF-8 cannot hold, does not keep the page from being written."""
    write(replace(scenes.empty_study(), question="half \ud83d a pair"), tmp_path / "page.html")
    assert "half &#55357; a pair" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_long_answers_are_smaller() -> None:
    """An answer of many claims is set smaller, so that the picture stays in sight."""
    long = replace(scenes.empty_study(), answer="x" * (LONG_ANSWER + 1))
    assert 'class="answer long"' in render(long)
    assert 'class="answer"' in render(scenes.empty_study())
