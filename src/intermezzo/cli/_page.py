"""Where a report goes."""

from __future__ import annotations

from pathlib import Path

from intermezzo.problem import Problem, Refused


def page_place(given: Path | None, study: str) -> Path:
    """The page's file, its folder made; refused before any work where it could not be written."""
    place = given or Path("reports") / f"{study}.html"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(Problem(place=str(place), what=f"cannot be written ({error.strerror}).")) from error
    if place.is_dir():
        raise Refused(Problem(place=str(place), what="is a folder.", remedy="Name a file in it."))
    return place
