"""The same study started twice on one store."""

from __future__ import annotations

from pathlib import Path

import miniature

from .scenes import assert_as_undisturbed, made, told


def test_started_twice_at_once(finished: miniature.Place, tmp_path: Path) -> None:
    """Each job is made by exactly one of two processes, both come to the end, and both write the same page."""
    place = miniature.put(tmp_path)
    other = miniature.Place(tmp_path / "other")
    arguments = [*miniature.run_arguments(place, "--json"), "--report"]
    runs = [
        miniature.start([*arguments, str(page)], tmp_path / f"said-{n}")
        for n, page in enumerate((place.page, other.page))
    ]
    events = [told(run) for run in runs]
    assert [run.end() for run in runs] == [0, 0], "".join(run.err.read_text() for run in runs)
    one, two = (made(each) for each in events)
    jobs = [job.short for job in place.plan().jobs if job.kind != "probe"]
    assert sorted([*one, *two]) == sorted(jobs)
    assert one
    assert two
    assert_as_undisturbed(place, finished)
    assert place.page.read_bytes() == other.page.read_bytes()


def test_started_again(finished: miniature.Place) -> None:
    """A finished study is not done again."""
    run = miniature.start(miniature.run_arguments(finished, "--json"), finished.folder / "said")
    events = told(run)
    assert run.end() == 0
    (plan,) = (event for event in events if event["event"] == "plan")
    assert (plan["present"], plan["missing"]) == (plan["jobs"], 0)
    assert [event for event in events if event["event"] == "begin"] == []
