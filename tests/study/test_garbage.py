"""Garbage: whatever is handed to the door, it answers with problems and never raises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.study import Study, read
from study.scenes import PHASE, STUDY, TWO_ARMS

WHOLE = (
    STUDY
    + TWO_ARMS
    + '[encoder]\nname = "scratch"\ntokenizer = { text = ["world-text/all"] }\n'
    + '[data.mine]\nreader = "squad"\npath = "x"\nlanguage = "sw"\n'
    + PHASE
    + 'after = ""\nwhen = "middle == \'none\'"\nprobe = { every = 5, on = ["world-qa/sw"] }\n'
    + '[evaluate.z]\ntask = "world-qa"\nlanguages = "all"\ncheckpoint = "last"\n'
    + '[[claim]]\nsays = "s"\ncompare = { middle = ["english", "none"] }\non = "z"\nexpect = "> 0"\n'
)
LINES = WHOLE.splitlines()
VALUES = [
    "1",
    "-1",
    "nan",
    "0.5",
    "true",
    '""',
    '"all"',
    '"t"',
    "[]",
    "[1]",
    "{}",
    '{ by = "middle" }',
    "[[]]",
]
VALUES += ["{ by = 1 }", '["a", 1]', "2020-01-01", '"hub:"', '"dir:\\u0000"', '"{"', '"a/{b"', '"best on x"']
VALUES += ['{ by = "middle", none = 1, english = "middle" }', f'"{"x" * 400}"', "0xffffffffffffffffffffffff"]


def is_answered(text: str, **options: object) -> None:
    """The answer is a study, or problems of one line each."""
    found = read(text, **options)  # type: ignore[arg-type]
    if not isinstance(found, Study):
        assert found
        assert all(str(problem).isprintable() for problem in found)


@settings(deadline=None, max_examples=80)
@given(st.text(st.characters(), max_size=200))
def test_any_text(text):
    """Random text, as a name and as the study itself."""
    is_answered(text)
    is_answered(f"{text}\n")


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([*LINES, *(line.split("=")[0] for line in LINES)]), max_size=25))
def test_any_lines(lines):
    """Lines of a study in any order and number."""
    is_answered("\n".join(lines) + "\n")


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([line for line in LINES if " = " in line]), st.sampled_from(VALUES))
def test_any_value(line, value):
    """A whole study with one value in the place of another."""
    is_answered(WHOLE.replace(line, f"{line.split(' = ')[0]} = {value}"))


@settings(deadline=None, max_examples=50)
@given(
    st.text(max_size=30)
    | st.sampled_from(["claim.1.over=seen", "claim.x=1", "phase=", "a.b", "study.seeds.x=1"])
)
def test_any_change(change):
    """Any text behind --set."""
    is_answered("quickstart", changes=[change])
