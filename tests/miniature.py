"""The miniature study: two arms, two seeds, two phases, a probe and a claim, done in a few seconds on one core.

It trains on the small dev splits of the built-in world and is evaluated on their test splits, so nothing is fetched.
Other processes start here without loading pytest.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from intermezzo.plan import Plan, plan
from intermezzo.problem import Refused
from intermezzo.store import Store
from intermezzo.study import Study, read

NAME = "miniature"
STUDY = """\
[study]
question = "Does a phase in between help a language that no phase has seen?"
seeds = 2

[axes]
intermediate = ["none", "mixed"]

[encoder]
name      = "scratch"
layers    = 1
width     = 32
heads     = 2
inner     = 64
positions = 128

[encoder.tokenizer]
text       = ["world-text/{en,fr,sw}@dev"]
vocabulary = 600

[phase.intermediate]
when    = "intermediate == 'mixed'"
task    = "world-qa-unanswerable"
budget  = { steps = 8 }
batch   = { rows = 4 }
rate    = 1e-3
length  = 96
stride  = 16
mixture = { "en@dev" = 1, "fr@dev" = "1 - t" }

[phase.target]
after   = "intermediate"
task    = "world-qa"
budget  = { steps = 12 }
batch   = { rows = 4 }
rate    = 1e-3
length  = 96
stride  = 16
mixture = { "en@dev" = 1 }
probe   = { every = 4, on = ["world-qa/fr@dev"], limit = 6 }

[evaluate.zero-shot]
task      = "world-qa"
languages = ["fr", "sw"]
limit     = 20

[[claim]]
says    = "A mixed phase in between helps a language that no phase has seen"
compare = { intermediate = ["mixed", "none"] }
on      = "zero-shot"
metric  = "f1"
over    = "unseen"
expect  = "> 0"
"""


@dataclass(frozen=True)
class Place:
    """A folder with the study in it, and where its store and its page go."""

    folder: Path

    @property
    def study(self) -> Path:
        return self.folder / f"{NAME}.toml"

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def page(self) -> Path:
        return self.folder / "reports" / f"{NAME}.html"

    def plan(self) -> Plan:
        return plan(taken(self.study))


def put(folder: Path, text: str = STUDY) -> Place:
    """The study, or a variant of it, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    place = Place(folder)
    place.study.write_text(text, encoding="utf-8")
    return place


def changed(*changes: tuple[str, str], text: str = STUDY) -> str:
    """The study with something else in it; each old text stands in it once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the study"
        text = text.replace(old, new)
    return text


def taken(study: str | Path = STUDY, **options: Any) -> Study:
    """A study that the door takes, from its file or its text."""
    found = read(study, **options)
    if not isinstance(found, Study):
        raise Refused(found)
    return found


def contents(store: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Of each record, kind and key -> the hashes of its files, computed from the files."""
    found = {}
    for record in Store(store, read_only=True).records():
        found[record.kind, record.key] = {name: digest(record.file(name)) for name in sorted(record.files)}
    return found


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


# Other processes


def command(*arguments: str | Path) -> list[str]:
    """The command line as users type it."""
    return [sys.executable, "-m", "intermezzo", *map(str, arguments)]


def run_arguments(place: Place, *more: str, executor: str = "inline") -> list[str]:
    """`run` on the study of a place."""
    at = ["--store", str(place.store), "--report", str(place.page)]
    return ["run", str(place.study), *at, "--executor", executor, *more]


def typed(*arguments: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What a command says, in a process started as users start it."""
    return subprocess.run(
        command(*arguments), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}

# Loading torch takes longer than the study. So a process that has loaded all it needs, and done nothing, stands by and
# forks for every command; what it forks is killed, interrupted and raced like any other process.
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(
    [
        "intermezzo.cli.run_command",
        "intermezzo.data.gather",
        "intermezzo.execute.inline",
        "intermezzo.execute.verify",
        "intermezzo.models.make_features",
        "intermezzo.models.make_tokenizer",
        "intermezzo.models.predict",
        "intermezzo.train.phase",
    ]
)


@dataclass
class Started:
    """A command under way, the leader of its own process group; its words go to two files."""

    process: BaseProcess
    out: Path
    err: Path

    def kill(self) -> None:
        """SIGKILL to it and all that it started."""
        assert self.process.pid
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()

    def interrupt(self) -> None:
        """Ctrl-C, as a terminal sends it: to the whole group."""
        assert self.process.pid
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> int:
        """Wait for it; its exit code."""
        self.process.join()
        assert self.process.exitcode is not None
        return self.process.exitcode

    def events(self) -> Iterator[dict[str, Any]]:
        """What it tells with --json, as it tells it, until it ends."""
        with self.out.open(encoding="utf-8") as stream:
            told = ""
            while True:
                is_over = not self.process.is_alive()
                told += stream.readline()
                if told.endswith("\n"):
                    if told.startswith('{"event"'):
                        yield json.loads(told)
                    told = ""
                elif is_over:
                    return
                else:
                    self.process.join(0.001)


def start(arguments: list[str], folder: Path) -> Started:
    """Start a command in a process of its own, whose words go into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    n = len(list(folder.glob("*.out")))
    out, err = folder / f"{n}.out", folder / f"{n}.err"
    out.touch()
    ready, theirs = WARM.Pipe(duplex=False)
    process = WARM.Process(target=_be, args=(arguments, out, err, theirs))
    process.start()
    theirs.close()
    ready.recv()  # from here on its number is that of its group
    ready.close()
    return Started(process, out, err)


def _be(arguments: list[str], out: Path, err: Path, ready: Any) -> None:
    """Be the command line."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the process that forks us does not listen
    ready.send(None)
    from intermezzo.cli import main

    sys.argv = ["intermezzo", *arguments]
    with (
        out.open("w", encoding="utf-8") as its_out,
        err.open("w", encoding="utf-8") as its_err,
        redirect_stdout(its_out),
        redirect_stderr(its_err),
    ):
        main()
