"""Lines: where in a TOML text each key stands. tomllib says what a text means, this says where.

    ("phase", "target", "budget", "steps") -> 41
    ("claim", 1, "metric")                 -> 58    the second [[claim]]

Only text that tomllib has accepted comes here, so the scan may believe what it sees.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from intermezzo.problem import Problem

KeyPath = tuple[str | int, ...]

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
BASIC_KEY = re.compile(r'"(?:[^"\\]|\\.)*"')
LITERAL_KEY = re.compile(r"'[^']*'")
BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
STRINGS = re.compile(
    "|".join(
        (
            r'"""(?:[^\\]|\\.)*?"{3,5}(?!")',
            r"'''.*?'{3,5}(?!')",
            r'"(?:[^"\\]|\\.)*"',
            r"'[^']*'",
        )
    ),
    re.DOTALL,
)
ATOM = re.compile(r"[^,\]}\n#]+")
ERROR = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Key paths and their lines, from 1."""

    of: Mapping[KeyPath, int]

    def at(self, path: KeyPath) -> int:
        """The line of a key, or of the nearest table around it that the text has."""
        while path and path not in self.of:
            path = path[:-1]
        return self.of.get(path, 1)


def parse(text: str) -> dict[str, object] | Problem:
    """What the text means. A slip against TOML is a problem with the line as its place."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Problem(place="1", what="not valid TOML: nested too deeply")
    except ValueError as error:
        found = ERROR.fullmatch(str(error))
        if found is None:  # Python refuses to read thousands of digits
            return Problem(place="1", what="not valid TOML: a number of very many digits")
        what = f"{found['what'][:1].lower()}{found['what'][1:]}"
        if found["line"] is None:
            last = text.rstrip("\n").count("\n") + 1
            return Problem(place=str(last), what=f"not valid TOML: {what} (at the end)")
        return Problem(place=found["line"], what=f"not valid TOML: {what} (column {found['column']})")


@lru_cache(maxsize=8)
def line_map(text: str) -> Lines:
    """The lines of every table, key, and item of a list."""
    scan = _Scan(text.replace("\r\n", "\n"))
    with suppress(
        RecursionError
    ):  # lists nested to the edge of what tomllib takes: their table's line will do
        scan.document()
    return Lines({**scan.implied, **scan.written})


def key_path(path: KeyPath) -> str:
    """`phase.target.budget`, `claim 2.metric`, `phase.target.mixture."squad/en"`."""
    shown = ""
    for part in path:
        if isinstance(part, int):
            shown += f" {part + 1}"
        else:
            key = part if BARE_KEY.fullmatch(part) else f'"{in_one_line(part)}"'
            shown += f".{key}" if shown else key
    return shown


def in_one_line(text: str) -> str:
    """What cannot be seen is written out, so that a message stays one line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


class _Scan:
    """One pass over the text; `written` are keys and headers, `implied` the tables they lie in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = 0  # lines are counted on from here
        self.line = 1
        self.written: dict[KeyPath, int] = {}
        self.implied: dict[KeyPath, int] = {}
        self.n_items: dict[KeyPath, int] = {}  # of each [[array]] so far

    def document(self) -> None:
        table: KeyPath = ()
        while self.skip_blank():
            if self.text.startswith("[[", self.at):
                table = self.header(2)
            elif self.text[self.at] == "[":
                table = self.header(1)
            else:
                self.pair(table)

    def skip_blank(self) -> bool:
        """Past white space and comments; whether something follows."""
        blank = BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at < len(self.text)

    def current_line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def header(self, n_brackets: int) -> KeyPath:
        line = self.current_line()
        self.at += n_brackets
        keys = self.keys()
        self.at = self.text.index("]" * n_brackets, self.at) + n_brackets
        table: KeyPath = ()
        for key in keys[:-1]:
            table = self.last_item((*table, key))
            self.implied.setdefault(table, line)
        table = (*table, keys[-1])
        if n_brackets == 2:
            self.implied.setdefault(table, line)
            table = (*table, self.n_items.setdefault(table, 0))
            self.n_items[table[:-1]] += 1
        self.written.setdefault(table, line)
        return table

    def last_item(self, table: KeyPath) -> KeyPath:
        """A header below [[array]] speaks of its last item."""
        return (*table, self.n_items[table] - 1) if table in self.n_items else table

    def pair(self, table: KeyPath) -> None:
        line = self.current_line()
        for key in (keys := self.keys())[:-1]:
            table = (*table, key)
            self.implied.setdefault(table, line)
        table = (*table, keys[-1])
        self.written.setdefault(table, line)
        self.at = self.text.index("=", self.at) + 1
        self.value(table)

    def keys(self) -> list[str]:
        """A dotted key, up to what ends it."""
        keys = []
        while True:
            self.skip_blank()
            if bare := BARE_KEY.match(self.text, self.at):
                keys.append(bare[0])
                self.at = bare.end()
            else:
                quoted = (BASIC_KEY if self.text[self.at] == '"' else LITERAL_KEY).match(self.text, self.at)
                assert quoted is not None, "tomllib accepted this text"
                keys += tomllib.loads(f"{quoted[0]} = 0")
                self.at = quoted.end()
            self.skip_blank()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def value(self, path: KeyPath) -> None:
        self.skip_blank()
        if self.text[self.at] == "[":
            self.array(path)
        elif self.text[self.at] == "{":
            self.inline_table(path)
        else:
            found = STRINGS.match(self.text, self.at) or ATOM.match(self.text, self.at)
            assert found is not None, "tomllib accepted this text"
            self.at = found.end()

    def array(self, path: KeyPath) -> None:
        self.at += 1
        n_items = 0
        while self.skip_blank() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.written.setdefault((*path, n_items), self.current_line())
            self.value((*path, n_items))
            n_items += 1
        self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self.skip_blank() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.pair(path)
        self.at += 1
