"""Where a report goes."""

from __future__ import annotations

from pathlib import Path

from intermezzo.problem import Problem, Refused
from intermezzo.report.findings import Findings


def page_place(given: Path | None, study: str) -> Path:
    """The page's file, its folder made; refused before any work where it could not be written."""
    place = given or Path("reports") / f"{study}.html"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(unwritable(place, error)) from error
    if place.is_dir():
        raise Refused(Problem(place=str(place), what="is a folder.", remedy="Name a file in it."))
    return place


def write_page(findings: Findings, place: Path) -> None:
    """Write the report; a full disk or a closed folder is told as that."""
    from intermezzo.report.page import write

    try:
        write(findings, place)
    except OSError as error:
        raise Refused(unwritable(place, error)) from error


def unwritable(place: Path, error: OSError) -> Problem:
    """A page that the system does not take."""
    return Problem(
        place=str(place),
        what=f"cannot be written ({error.strerror}).",
        remedy="Name another place for the page.",
    )
