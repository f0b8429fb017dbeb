"""Vega-Lite charts as inline SVG, drawn beforehand: no script, no network, no font of its own.

Colours are written into the charts as CSS variables (`var(--zero)`), so one drawing serves the light page,
the dark page and paper. What vl-convert writes is then read as XML and written anew from a short list of
elements and attributes: whatever else might come through from text of data does not.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

ELEMENTS = frozenset({"g", "path", "line", "rect", "text", "tspan"})
MEASURES = frozenset({"d", "dx", "dy", "height", "transform", "width", "x", "x1", "x2", "y", "y1", "y2"})
STROKES = frozenset(f"stroke{of}" for of in ("", "-dasharray", "-linecap", "-linejoin", "-opacity", "-width"))
LETTERS = frozenset({"font-size", "font-weight", "text-anchor"})
ATTRIBUTES = MEASURES | STROKES | LETTERS | {"fill", "fill-opacity", "opacity"}
STILL: dict[str, Any] = {  # marks that say nothing of themselves; a mark that does has a `description`
    mark: {"aria": False} for mark in ("rule", "line", "rect", "text", "tick", "area")
}
CONFIG: dict[str, Any] = {
    **STILL,
    "background": None,
    "font": "sans-serif",  # what widths are measured with; the page's own font is drawn
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "gridColor": "var(--grid)",
        "labelColor": "var(--muted)",
        "labelFontSize": 12,
        "labelPadding": 6,
        "ticks": False,
        "titleColor": "var(--muted)",
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    },
}

_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


def draw(spec: dict[str, Any], *, says: str, slices: bool = False) -> Markup:
    """A chart as inline SVG.

    Args:
        spec: Vega-Lite. A mark's `description` becomes its tooltip. No `clip`: its ids count on from chart
            to chart, and the page would depend on what was drawn before it.
        says: what a screen reader reads in its place; the figures stand in a table beside it.
        slices: fills its box and lets it cut off above and below, as strips do that stand over one another.
    """
    import vl_convert  # late: a tenth of a second, and only the page needs it

    drawn = vl_convert.vegalite_to_svg({"config": CONFIG, **spec}, allowed_base_urls=[])
    root = ElementTree.fromstring(drawn)
    width, height = (_short(root.attrib[side]) for side in ("width", "height"))
    page = ElementTree.Element(
        "svg",
        {
            "role": "img",
            "aria-label": says,
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "fill": "none",
            **({"preserveAspectRatio": "xMidYMid slice"} if slices else {}),
        },
    )
    page.extend(kept for child in root for kept in _kept(child))
    return Markup(ElementTree.tostring(page, encoding="unicode"))


def extent(values: list[float], *, pad: float = 0.06) -> tuple[float, float]:
    """What an axis must span to show all values, with a little air; -1 to 1 where there is no width."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    air = pad * (high - low)
    return (low - air, high + air) if air > 0 else (low - 1, high + 1)


def _kept(element: ElementTree.Element) -> list[ElementTree.Element]:
    name = element.tag.rpartition("}")[2]
    given = element.attrib
    unseen = given.get("opacity") == "0" or given.get("class") in ("background", "foreground")
    if name not in ELEMENTS or unseen:
        return []
    attributes = {
        key: _short(value) if key in MEASURES else value
        for key, value in given.items()
        if key in ATTRIBUTES and (key, value) != ("opacity", "1") and value != "translate(0,0)"
    }
    children = [kept for child in element for kept in _kept(child)]
    if name == "g" and not attributes:
        return children
    if name == "g" and not children:
        return []
    copy = ElementTree.Element(name, attributes)
    copy.text = element.text
    if given.get("role") == "graphics-symbol" and "aria-label" in given:
        ElementTree.SubElement(copy, "title").text = given["aria-label"]
    copy.extend(children)
    return [copy]


def _short(measures: str) -> str:
    """Two decimals of a pixel are enough for paper."""
    return _LONG_DECIMAL.sub(lambda found: f"{float(found[0]):.2f}", measures)
