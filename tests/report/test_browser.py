"""The page in a browser: it opens from disk, fits, sorts, and gives its scores away."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from report import scenes

WIDTHS = (360, 820, 1400)
PATIENCE = 300_000  # ms; a busy machine is slow, and how slow is not what is tested


@contextmanager
def opened(browser: Any, path: Path, **settings: Any) -> Iterator[Any]:
    """The page; leaving it checks that nothing went wrong and nothing was asked of a network."""
    context = browser.new_context(accept_downloads=True, **settings)
    context.set_default_timeout(PATIENCE)
    tab = context.new_page()
    wrong: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("dialog", lambda dialog: (wrong.append("a dialog: text ran"), dialog.dismiss()))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    try:
        yield tab
        assert wrong == []
        assert all(url == path.as_uri() or url.startswith(("data:", "blob:")) for url in asked)
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scene", ["whole", "hostile", "unfinished", "empty"])
def test_fits(browser: Any, pages: dict[str, Path], scene: str, width: int, scheme: str) -> None:
    """No message on the console, no request, and no scrolling sideways, with all folds open."""
    with opened(browser, pages[scene], viewport={"width": width, "height": 900}, color_scheme=scheme) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Any, pages: dict[str, Path], scheme: str) -> None:
    """Inks of text stand out by 4.5 to 1 from their grounds, of lines by 3 to 1 (WCAG 2.2, 1.4.3, 1.4.11)."""
    text = ["ink", "muted", "accent", "holds", "fails", "undecided"]
    lines = ["zero", "control", *(f"arm-{i}" for i in range(7))]
    with opened(browser, pages["empty"], color_scheme=scheme) as tab:
        given = tab.evaluate(
            "names => { const s = getComputedStyle(document.documentElement);"
            " return Object.fromEntries(names.map(n => [n, s.getPropertyValue('--' + n).trim()])); }",
            [*text, *lines, "page", "raised", "notice"],
        )
    for ground in ("page", "raised"):
        assert all(contrast(given[name], given[ground]) >= 4.5 for name in text)
        assert all(contrast(given[name], given[ground]) >= 3 for name in lines)
    assert contrast(given["ink"], given["notice"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio", of two colours written #rrggbb."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_hostile_text_is_read(browser: Any, pages: dict[str, Path]) -> None:
    """Where the data has markup, the reader sees its letters."""
    with opened(browser, pages["hostile"]) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        assert scenes.HOSTILE in tab.inner_text("h1")
        assert scenes.HOSTILE in tab.inner_text("#study pre")
        assert scenes.HOSTILE in tab.inner_text("#errors .context[lang=en]")
        assert tab.locator("img").count() == 0


def test_sorts_by_keyboard(browser: Any, pages: dict[str, Path]) -> None:
    """Enter on a column's button sorts up, then down; the column says so; missing figures stay last."""
    with opened(browser, pages["unfinished"]) as tab:
        table = tab.locator(".measured table").first
        head = table.locator("thead th").nth(3)
        head.locator("button").focus()
        for way, flip in (("ascending", False), ("descending", True)):
            tab.keyboard.press("Enter")
            assert head.get_attribute("aria-sort") == way
            shown = [t.split()[0] for t in table.locator("tbody td:nth-child(4)").all_inner_texts()]
            figures = [float(t) for t in shown if t != "—"]
            assert figures == sorted(figures, reverse=flip)
            assert len(figures) > 5
            assert shown[len(figures) :] == ["—"] * (len(shown) - len(figures)) != []
        assert table.locator("thead th[aria-sort=none]").count() == 3


def test_sorts_what_numbers_mean(browser: Any, pages: dict[str, Path]) -> None:
    """True minus signs, thousands, times and p-values sort by value, not by letter."""
    with opened(browser, pages["whole"]) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        findings = scenes.whole_study()

        def column(section: str, title: str) -> list[str]:
            table = tab.locator(f"{section} table").first
            heads = table.locator("thead th")
            place = heads.all_inner_texts().index(title)
            heads.nth(place).locator("button").press("Enter")
            return table.locator("tbody tr").evaluate_all(
                "(rows, i) => rows.map(row => row.cells[i].innerText)", place
            )

        effects = column("#languages", "effect")
        assert effects == [f"{e:+.1f}" for e in sorted(e.effect for e in findings.effects[:13])]
        times = column("#phases", "time")
        seconds = [60 * int(t.split()[0]) + int(t.split()[2]) for t in times if "min" in t]
        assert seconds == sorted(seconds)
        assert column("#languages", "p")[0] == "< 0.001"


def test_csv_holds_the_scores(browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    """The download parses back to every score of the study, to the last digit."""
    with opened(browser, pages["hostile"]) as tab:
        with tab.expect_download() as waiting:
            tab.locator("#download").press("Enter")
        waiting.value.save_as(tmp_path / "scores.csv")
    with (tmp_path / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    given = scenes.hostile_study().scores
    assert [
        (
            r["evaluation"],
            r["metric"],
            r["profile"],
            r["arm"],
            int(r["seed"]),
            r["language"],
            float(r["score"]),
        )
        for r in rows
    ] == [(s.evaluation, s.metric, s.profile, s.arm, s.seed, s.language, s.score) for s in given]
    assert [(int(r["n_examples"]), r["is_seen"] == "true", r["signature"]) for r in rows] == [
        (s.n_examples, s.is_seen, s.signature) for s in given
    ]


def test_one_table_of_scores_at_a_time(browser: Any, pages: dict[str, Path]) -> None:
    """The list of evaluations says which table shows; on paper all do."""
    with opened(browser, pages["whole"]) as tab:
        assert tab.locator(".measured:visible").count() == 1
        tab.select_option("#measured", "2")
        assert "script-aware" in tab.locator(".measured:visible caption").inner_text()
        tab.emulate_media(media="print")
        assert tab.locator(".measured:visible").count() == 3


def test_paper_holds_the_page(browser: Any, pages: dict[str, Path]) -> None:
    """On paper, dark screen or not, ink is black, folds are open, and nothing stands beyond the edge."""
    with opened(browser, pages["whole"], viewport={"width": 700, "height": 990}, color_scheme="dark") as tab:
        tab.emulate_media(media="print")
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert tab.locator("details:not([open])").count() == 0
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert tab.locator("details[open]").count() == 0


def test_without_script(browser: Any, pages: dict[str, Path]) -> None:
    """Where scripts are off, all tables show, and nothing is offered that would not work."""
    with opened(browser, pages["whole"], java_script_enabled=False) as tab:
        assert tab.locator(".measured:visible").count() == 3
        assert tab.locator("button:visible").count() == 0


def test_first_tab_skips(browser: Any, pages: dict[str, Path]) -> None:
    """The first stop of the keyboard is a link to the verdicts, seen when it has the focus."""
    with opened(browser, pages["whole"]) as tab:
        tab.keyboard.press("Tab")
        skip = tab.locator(":focus")
        assert skip.inner_text() == "Skip to the verdicts"
        assert skip.bounding_box()["y"] >= 0
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "verdicts"


def test_direction_follows_the_text(browser: Any, pages: dict[str, Path]) -> None:
    """Arabic runs from the right, Hindi from the left."""
    with opened(browser, pages["whole"]) as tab:
        ways = {
            language: tab.locator(f"#errors .context[lang={language}]").evaluate(
                "e => getComputedStyle(e).direction"
            )
            for language in ("ar", "hi")
        }
        assert ways == {"ar": "rtl", "hi": "ltr"}


def test_zero_line_runs_through(browser: Any, pages: dict[str, Path]) -> None:
    """The zero of every claim's strip and of the axis below stand over one another, to half a pixel."""
    for width in WIDTHS:
        with opened(browser, pages["whole"], viewport={"width": width, "height": 900}) as tab:
            zeros = tab.evaluate(
                "[...document.querySelectorAll('.strip')].map(strip => {"
                " const zero = strip.querySelector('[stroke=\"var(--zero)\"]').getBoundingClientRect();"
                " return zero.x + zero.width / 2; })"
            )
            label = tab.evaluate(
                "(() => { const text = [...document.querySelectorAll('.axis text')]"
                ".find(t => t.textContent === '0').getBoundingClientRect();"
                " return text.x + text.width / 2; })()"
            )
        assert len(zeros) == 4
        assert max(zeros) - min(zeros) < 0.5
        assert abs(label - zeros[0]) < 1  # half a pixel, and the width a browser gives the figure
