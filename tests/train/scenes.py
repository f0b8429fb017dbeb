"""What the tests of training share: a study whose data are read and cut, and its phases as work to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import miniature
from intermezzo.execute.manner import Manner
from intermezzo.execute.perform import perform
from intermezzo.plan import Plan, plan
from intermezzo.plan.job import Job
from intermezzo.store import Record, Store
from intermezzo.train import phase
from intermezzo.work import Side, Work

READ = ("source", "tokenizer", "features")
STUDY = """\
[study]
question = "What does a phase leave?"
seeds = 1

[encoder]
name      = "scratch"
layers    = 1
width     = 32
heads     = 2
inner     = 64
positions = 128

[encoder.tokenizer]
text       = ["world-text/{en,fr}@dev"]
vocabulary = 600

[phase.first]
task    = "world-qa"
budget  = { steps = 7 }
batch   = { rows = 6 }
rate    = 1e-3
length  = 96
stride  = 16
mixture = { "world-qa/en@dev" = 1, "world-text/fr@dev" = "0.5 + t" }

[phase.second]
after   = "first"
task    = "world-qa"
budget  = { steps = 7 }
batch   = { rows = 6 }
rate    = 1e-3
length  = 96
stride  = 16
mixture = { "en@dev" = 1 }
probe   = { every = 3, on = ["world-qa/fr@dev"], limit = 4 }
"""


@dataclass(frozen=True)
class Scene:
    """The study's plan and a store with all that its phases read, the first phase among it."""

    plan: Plan
    store: Store

    def job(self, name: str) -> Job:
        return self.plan.runs[0].phases[name]

    def reads(self, job: Job) -> dict[str, Record]:
        return {role: self.record(read) for role, read in job.reads.items() if role != "phase"}

    def record(self, job: Job) -> Record:
        found = self.store.get(job.kind, job.key)
        assert found, job.what
        return found


@dataclass
class Trained:
    """A phase that was trained, or left: its files and its facts."""

    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def bits(self) -> dict[str, str]:
        return {path.name: miniature.digest(path) for path in sorted(self.folder.iterdir())}


def nothing(event: str, facts: Mapping[str, Any]) -> None:
    """Told to nobody."""


def ready(folder: Path) -> Scene:
    """Everything but the second phase, done once."""
    found = plan(miniature.taken(STUDY))
    scene = Scene(found, Store(folder))
    for job in found.jobs:
        if job.kind in READ or job is scene.job("first"):
            done = perform(
                scene.store, job, (), tell=nothing, is_stopped=lambda: False, manner=Manner(is_debug=True)
            )
            assert done.state == "done", done
    return scene


def work(
    scene: Scene,
    name: str,
    folder: Path,
    *,
    probes: bool = False,
    is_stopped: Callable[[], bool] = lambda: False,
    tell: Callable[[str, Mapping[str, Any]], None] = nothing,
    save_every_seconds: float = 1e9,
    reads: Mapping[str, Record] | None = None,
    **settings: Any,
) -> Work:
    """A phase of the study with some settings changed. Its partial states lie in `folder`, its files in a new one."""
    job = scene.job(name)
    sides = []
    for n, (_, _, probe) in enumerate(scene.plan.runs[0].probes if probes else ()):
        (place := folder / f"side {n}").mkdir(parents=True, exist_ok=True)
        sides.append(Side(settings=probe.settings, reads=scene.reads(probe), folder=place))
    out = folder / f"out {len(list(folder.glob('out *')))}"
    out.mkdir(parents=True)
    return Work(
        settings={**job.settings, **settings},
        reads={**scene.reads(job), **(reads or {})},
        places=job.places,
        folder=out,
        partial=Store(folder / "store").partial(job.key),
        sides=tuple(sides),
        tell=tell,
        is_stopped=is_stopped,
        save_every_seconds=save_every_seconds,
    )


def trained(scene: Scene, name: str, folder: Path, **changes: Any) -> Trained:
    """The phase, done."""
    task = work(scene, name, folder, **changes)
    return Trained(task.folder, phase.run(task))
