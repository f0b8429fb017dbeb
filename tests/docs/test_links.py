"""Links within the project lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.written import ROOT, anchors, links, name_of, pages

# Made by hand from a finished run and not there in every checkout.
PICTURES = {"docs/images/report.png"}


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links_resolve(page: Path):
    """Every link that is not of the net names a file of the project, and a heading where it names one."""
    broken = []
    for link in links(page):
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if file.is_relative_to(ROOT) and name_of(file) in PICTURES:
            continue
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            broken.append(link)
    assert not broken


def test_pages_stay_inside():
    """A page of the site links to pages of the site only: it is read without the sources, too."""
    docs = ROOT / "docs"
    outside = [
        f"{name_of(page)}: {link}"
        for page in docs.rglob("*.md")
        for link in links(page)
        if not (page.parent / link.partition("#")[0]).resolve().is_relative_to(docs)
    ]
    assert not outside


def test_every_page_is_in_the_navigation():
    """Nothing is written that nobody finds."""
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    docs = ROOT / "docs"
    missing = [p.relative_to(docs).as_posix() for p in docs.rglob("*.md") if p.parent.name != "images"]
    assert not [name for name in missing if name not in navigation]
