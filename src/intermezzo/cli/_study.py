"""A study as a command line asks for it."""

from __future__ import annotations

from pathlib import Path

from intermezzo.plan import Plan, plan
from intermezzo.problem import Refused
from intermezzo.study.model import Study
from intermezzo.study.read import read


def read_study(
    name: str,
    *,
    changes: list[str] | None = None,
    seeds: int | None = None,
    scale: float | None = None,
    data: Path | None = None,
    is_fetched: bool = True,
) -> Study:
    """The study, or a refusal with all its mistakes. `is_fetched`: whether what a hub has must be here by now."""
    found = read(
        name, changes=changes or [], seeds=seeds, scale=scale, data_folder=data, is_fetched=is_fetched
    )
    if not isinstance(found, Study):
        raise Refused(found)
    return found


def read_plan(
    name: str,
    *,
    changes: list[str] | None = None,
    seeds: int | None = None,
    scale: float | None = None,
    data: Path | None = None,
) -> Plan:
    """The study's plan."""
    return plan(read_study(name, changes=changes, seeds=seeds, scale=scale, data=data))
