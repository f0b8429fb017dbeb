import pytest

from intermezzo.analysis.expectation import Expectation, parse_expectation
from intermezzo.problem import Problem


@pytest.mark.parametrize(
    ("text", "kind", "points"),
    [
        ("> 0", "above", 0.0),
        (">1.5", "above", 1.5),
        ("< 0", "below", 0.0),
        ("> -1", "above", -1.0),
        (" < −0.5 ", "below", -0.5),
        ("within 0.5", "within", 0.5),
        ("> -0", "above", 0.0),
    ],
)
def test_what_a_study_may_write(text, kind, points):
    """A comparison and a number of points, or a margin."""
    assert parse_expectation(text) == Expectation(kind=kind, points=points)


@pytest.mark.parametrize(
    "text", ["", "0", "> x", ">= 0", "== 0", "> 1 point", "within", "> 1e3", "> nan", "> ١"]
)
def test_what_it_may_not(text):
    """Anything else is a problem that shows three ways to write it."""
    problem = parse_expectation(text)
    assert isinstance(problem, Problem)
    assert problem.what.startswith(f'expected a comparison with a number of points, found "{text}"')
    assert problem.remedy == 'Write "> 0", "< -1.5" or "within 0.5", in points.'


@pytest.mark.parametrize("text", ["within 0", "within -1"])
def test_margin_is_above_zero(text):
    """No effect lies within a margin of nothing."""
    problem = parse_expectation(text)
    assert isinstance(problem, Problem)
    assert "a margin above 0" in str(problem)


def test_shown_as_read():
    """An expectation told is an expectation that reads the same."""
    for text in ("> 0", "< -1.5", "within 0.5"):
        found = parse_expectation(text)
        assert str(found) == text
