"""A metric as a value: shelf, sums, combine."""

from __future__ import annotations

from inspect import signature

import numpy as np
import pytest

from intermezzo import shelf
from intermezzo.metrics import Metric, overall
from intermezzo.metrics import _profiles as profiles
from intermezzo.metrics._metric import mean_in_points
from intermezzo.problem import Problem, Refused

TENTHS = Metric(name="tenths", unit="points", measure=lambda: np.zeros((0, 2)), combine=mean_in_points)


def test_shelf_holds_metrics_only():
    """Every file on the shelf is a metric that carries the file's name."""
    names = shelf.names("intermezzo.metrics")
    assert {"em", "f1"} <= set(names)
    assert [shelf.load("intermezzo.metrics", name, "METRIC").name for name in names] == names


def test_profiles_carry_their_names():
    """A profile is found under the name that signatures show."""
    names = profiles.names()
    assert {"chaii", "mlqa", "script-aware", "squad-1.1", "squad-2.0"} <= set(names)
    assert [
        profile.name for profile in map(profiles.load, names) if not isinstance(profile, Problem)
    ] == names


def test_a_slip_of_the_hand_is_answered():
    """An unknown profile is a problem that names the nearest."""
    found = profiles.load("squad-1.2")
    assert isinstance(found, Problem)
    assert (
        str(found)
        == "no profile 'squad-1.2'. Did you mean 'squad-1.1'? All profiles: intermezzo list profiles"
    )


def test_sums_run_from_the_first_to_the_last():
    """Ten tenths make 0.9999999999999999 as in a script's loop, where numpy's own sum makes 1."""
    lines = np.column_stack([np.full(10, 0.1), np.ones(10)])
    assert overall(TENTHS, lines) == 100.0 * 0.9999999999999999 / 10
    assert lines[:, 0].sum() == 1.0


def test_nothing_to_score_is_refused():
    """Without examples there is no mean: refused, where the scripts divide by zero."""
    with pytest.raises(Refused, match="no examples to score"):
        overall(TENTHS, np.zeros((0, 2)))


def test_profiles_are_for_answers():
    """Metrics that read answers take a profile, the others none; each takes a language."""
    expected = {"accuracy": "label", "entity-f1": "tags", "map-at-20": "ranking", "em": "answers"}
    metrics = {
        name: shelf.load("intermezzo.metrics", name, "METRIC") for name in shelf.names("intermezzo.metrics")
    }
    assert expected.items() <= {name: metric.reads for name, metric in metrics.items()}.items()
    for metric in metrics.values():
        parameters = signature(metric.measure).parameters
        assert metric.is_profiled == ("profile" in parameters) == (metric.reads == "answers")
        assert "language" in parameters
