"""What a page is made of, read by Python's own parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

OUTSIDE_THE_TREE = {"meta", "link", "br", "wbr", "img", "input", "path", "rect", "line", "circle", "use"}


@dataclass(slots=True)
class Element:
    """An element with the elements above it, nearest last."""

    name: str
    attributes: dict[str, str]
    above: tuple[str, ...]
    text: str = ""  # all below it


@dataclass
class Page(HTMLParser):
    """All elements of a page in the order they open."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs}, tuple(e.name for e in self.open))
        self.elements.append(element)
        if tag not in OUTSIDE_THE_TREE:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {k: v or "" for k, v in attrs}, tuple(e.name for e in self.open)))

    def handle_endtag(self, tag: str) -> None:
        if tag in OUTSIDE_THE_TREE:
            return
        assert self.open and self.open[-1].name == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def named(self, *names: str) -> list[Element]:
        """Elements of these names."""
        return [e for e in self.elements if e.name in names]


def read(html: str) -> Page:
    """The page, whole: what opens also closes."""
    page = Page()
    page.feed(html)
    page.close()
    assert not page.open, page.open
    return page
