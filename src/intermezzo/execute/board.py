"""The board: which jobs are done, under way, ready, failed; longest path first."""

from __future__ import annotations

from dataclasses import dataclass, field

from intermezzo.execute import checks
from intermezzo.execute.events import Event, Listener
from intermezzo.plan import Plan
from intermezzo.plan.job import Job
from intermezzo.problem import Problem
from intermezzo.store import Store

# Rough weights of one job of a kind against each other, for the order only.
WEIGHT = {"source": 1.0, "tokenizer": 20.0, "features": 2.0, "predict": 2.0, "score": 0.2}
STEP_WEIGHT = 0.2  # of one training step
READ_FIRST = ("source", "features")  # what the checks look at


@dataclass(slots=True)
class Board:
    """The state of a plan's jobs. Probes are not on it: they are made beside their phases.

    Phases wait until all data are read and the checks have looked at them.
    """

    plan: Plan
    jobs: dict[str, Job] = field(default_factory=dict)
    sides: dict[str, tuple[Job, ...]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    running: set[str] = field(default_factory=set)
    failed: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)  # another process is at them
    present: int = 0  # records that were there before
    is_checked: bool = False
    _rank: dict[str, float] = field(default_factory=dict)

    @staticmethod
    def of(plan: Plan, store: Store) -> Board:
        """What is missing in the store for a plan; what only serves work already done is left out."""
        board = Board(plan)
        probes: dict[str, list[Job]] = {}
        for job in plan.jobs:
            if job.kind == "probe" and not store.has(job.kind, job.key):
                probes.setdefault(job.reads["phase"].key, []).append(job)
        wanted: set[str] = set()

        def want(job: Job) -> None:
            if job.key in wanted or (store.has(job.kind, job.key) and job.key not in probes):
                return
            wanted.add(job.key)
            for read in job.reads.values():
                want(read)
            for probe in probes.get(job.key, ()):
                for role, read in probe.reads.items():
                    if role != "phase":
                        want(read)

        for job in plan.jobs:
            if job.kind != "probe":
                want(job)
        board.jobs = {j.key: j for j in plan.jobs if j.key in wanted}
        board.sides = {key: tuple(p) for key, p in probes.items()}
        board.present = sum(store.has(j.kind, j.key) for j in plan.jobs)
        for job in reversed(list(board.jobs.values())):
            board._rank[job.key] = board._rank.get(job.key, 0.0) + weight(job)
            for read in board._needs(job):
                board._rank[read] = max(board._rank.get(read, 0.0), board._rank[job.key])
        return board

    def _needs(self, job: Job) -> set[str]:
        reads = {r.key for r in job.reads.values()}
        for probe in self.sides.get(job.key, ()):
            reads |= {r.key for role, r in probe.reads.items() if role != "phase"}
        return {key for key in reads if key in self.jobs}

    def ready(self) -> list[Job]:
        """Jobs that can begin now, the longest way to the end first; then by what they read, so neighbours share."""
        busy = self.done | self.running | set(self.failed)
        found = [
            j
            for j in self.jobs.values()
            if j.key not in busy
            and (self.is_checked or j.kind != "phase")
            and all(r in self.done for r in self._needs(j))
        ]
        return sorted(
            found,
            key=lambda j: (
                j.key in self.waiting,
                -self._rank[j.key],
                j.reads["phase"].key if "phase" in j.reads else "",
                j.key,
            ),
        )

    def blocked(self) -> list[Job]:
        """Jobs that will not run because something they need failed."""
        bad = set(self.failed)
        for job in self.jobs.values():
            if self._needs(job) & bad:
                bad.add(job.key)
        return [j for j in self.jobs.values() if j.key in bad and j.key not in self.failed]

    def check_when_due(self, store: Store) -> None:
        """Look at the data of the plan once all that can be read is; phases are ready afterwards.

        Errors: `Refused` with all that the checks find.
        """
        if self.is_checked:
            return
        settled = self.done | set(self.failed) | {j.key for j in self.blocked()}
        if all(j.key in settled for j in self.jobs.values() if j.kind in READ_FIRST):
            checks.check(self.plan, store)
            self.is_checked = True

    def begin(self, job: Job, listen: Listener) -> None:
        """Note that a job is under way, and tell it."""
        self.running.add(job.key)
        listen(Event(name="begin", job=job.short, kind=job.kind, what=job.what))

    def end(self, job: Job, state: str, problems: tuple[Problem, ...]) -> None:
        """Note what became of a job."""
        self.running.discard(job.key)
        self.waiting.discard(job.key)
        if state == "done":
            self.done.add(job.key)
        elif state == "failed":
            self.failed[job.key] = problems
        elif state == "busy":
            self.waiting.add(job.key)

    @property
    def is_over(self) -> bool:
        """Nothing runs and nothing can."""
        return not self.running and not self.ready()


def weight(job: Job) -> float:
    """How long a job takes against others, roughly."""
    if job.kind != "phase":
        return WEIGHT.get(job.kind, 0.0)
    budget = job.settings["budget"]
    steps = budget.get("steps") or budget.get("tokens", 0) / 3000 or budget.get("epochs", 0) * 100
    return float(steps) * STEP_WEIGHT * float(job.settings["rows"]) / 32
