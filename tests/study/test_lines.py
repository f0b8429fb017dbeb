"""Lines: where each key of a TOML text stands."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from intermezzo.study.lines import key_path, line_map

TRICKY = '''\
# a comment with [brackets] and = signs
top = 1

[phase . "two words"]          # spaces and quotes in a header
text = """
[not.a.table]
not = "a key" \\""" still text """
raw = \'\'\'
it\'s \'\'quoted\'\'
\'\'\'\'
list = [
  1, # one ] and }
  [
    "a # no comment",
    { deep = true }, ],
]
budget.steps = 3
"a\\u0062c" = 2020-01-01 07:32:00
inline = { en = 1, "world-qa/sw" = { by = "x", a = [1,
  2] } }

[[claim]]
says = "first"
[claim.compare]
order = ["a", "b"]

[[claim]]
says = "second"
[[claim.sub]]
x = 1
[[claim.sub]]
x = 2

[a.b.c]
d = ""
[a]
e = \'\'
[a.b]
f = 1e3
'''

EXPECTED = {
    ("top",): 2,
    ("phase", "two words"): 4,
    ("phase", "two words", "text"): 5,
    ("phase", "two words", "raw"): 8,
    ("phase", "two words", "list"): 11,
    ("phase", "two words", "list", 0): 12,
    ("phase", "two words", "list", 1): 13,
    ("phase", "two words", "list", 1, 0): 14,
    ("phase", "two words", "list", 1, 1): 15,
    ("phase", "two words", "list", 1, 1, "deep"): 15,
    ("phase", "two words", "budget"): 17,
    ("phase", "two words", "budget", "steps"): 17,
    ("phase", "two words", "abc"): 18,
    ("phase", "two words", "inline", "en"): 19,
    ("phase", "two words", "inline", "world-qa/sw", "by"): 19,
    ("phase", "two words", "inline", "world-qa/sw", "a", 1): 20,
    ("claim",): 22,
    ("claim", 0): 22,
    ("claim", 0, "says"): 23,
    ("claim", 0, "compare"): 24,
    ("claim", 0, "compare", "order", 1): 25,
    ("claim", 1): 27,
    ("claim", 1, "says"): 28,
    ("claim", 1, "sub", 0, "x"): 30,
    ("claim", 1, "sub", 1): 31,
    ("claim", 1, "sub", 1, "x"): 32,
    ("a", "b", "c", "d"): 35,
    ("a",): 36,
    ("a", "e"): 37,
    ("a", "b"): 38,
    ("a", "b", "f"): 39,
}


def test_tricky():
    """Headers, dotted keys, strings over lines, nested lists and tables: every line is exact."""
    tomllib.loads(TRICKY)
    found = line_map(TRICKY)
    assert {path: found.at(path) for path in EXPECTED} == EXPECTED


def test_nearest_table():
    """A key that is not there has the line of what it would stand in."""
    assert line_map(TRICKY).at(("claim", 1, "on", 3)) == 27
    assert line_map(TRICKY).at(("nowhere", "at", "all")) == 1


def test_carriage_returns():
    """Windows line ends count once."""
    assert line_map(TRICKY.replace("\n", "\r\n")) == line_map(TRICKY)


def test_key_paths():
    """Paths read as the file does: items count from 1, and odd keys are quoted and stay on one line."""
    assert key_path(("claim", 1, "metric")) == "claim 2.metric"
    assert key_path(("phase", "target", "mixture", "squad/en")) == 'phase.target.mixture."squad/en"'
    assert key_path(("a\nb",)) == '"a\\nb"'


KEYS = st.text("ab-\"'. é#=[", min_size=1, max_size=3)
VALUES = st.recursive(
    st.integers(0, 9) | st.text("ab\"'\\\n#]}=", max_size=4) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def quoted(text: str) -> str:
    """A TOML string on one line, or where it has line ends, over several."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{inner}"""' if "\n" in text else f'"{inner}"'


def written(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[\n" + "".join(f"{written(each)},\n" for each in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(key)} = {written(each)}" for key, each in value.items()) + " }"
    return str(value)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_every_key_begins_its_line(tables):
    """Whatever the values before it, a key at the top is found on the line it was written to."""
    lines, text = {}, ""
    for key, value in tables.items():
        lines[(key,)] = text.count("\n") + 1
        text += f"{quoted(key)} = {written(value)}\n"
    assert tomllib.loads(text) == tables
    assert {path: line_map(text).at(path) for path in lines} == lines
