"""The study as values: what a TOML file means once every axis is resolved.

Each field and its default is defined here and nowhere else; the door (`read.py`) checks a file against these
definitions, `plan` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intermezzo.tasks import Task

TRAIN, DEV, TEST = "train", "dev", "test"  # default splits of a phase, a probe, an evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Data: one task, one language, one split."""

    task: str
    language: str
    split: str

    def __str__(self) -> str:
        return f"{self.task}/{self.language}@{self.split}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One source of a mixture. `share` is an expression over `t` in [0, 1], or a number; shares need not sum to 1."""

    of: Reference
    share: str | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The length of a phase: exactly one of the three is above 0."""

    steps: int = 0
    epochs: float = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The rows of one optimiser step."""

    rows: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A learning curve: every so many steps, score on these (their first `limit` examples)."""

    every: int = 50
    on: tuple[Reference, ...] = ()
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerSettings:
    """A tokenizer trained as a job of the plan, for an encoder from scratch."""

    text: tuple[Reference, ...] = ()
    vocabulary: int = 8000
    isolate_han: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """The encoder all arms start from: `world-tiny`, `dir:PATH`, `hub:OWNER/NAME@REVISION` or `scratch`.

    The sizes matter to `scratch` only.
    """

    name: str = "world-tiny"
    architecture: str = "xlm-roberta"
    layers: int = 3
    width: int = 128
    heads: int = 4
    inner: int = 512
    positions: int = 512
    dropout: float = 0.1
    tokenizer: TokenizerSettings = field(default_factory=TokenizerSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One stretch of training, fully specified."""

    name: str
    task: str
    mixture: tuple[Share, ...]
    budget: Budget
    batch: Batch = field(default_factory=Batch)
    rate: float = 3e-5
    warmup: float = 0.1  # of the steps
    schedule: str = "linear"  # "linear", "constant", "cosine"
    weight_decay: float = 0.01
    clip: float = 1.0
    accumulate: int = 1  # parts a batch is cut into, for memory; the step is the same
    length: int = 384
    stride: int = 128
    dropout: float | None = None  # None: as the encoder has it
    precision: str = "auto"  # "auto", "fp32", "bf16"
    threads: int = 1
    head: str = "carry"  # "carry", "new"
    checkpoint: str = "last"  # "last", "average of last K", "best on TASK/LANGUAGE@dev"
    mask: float = 0.15  # share of tokens to predict, masked language modelling only
    seed: int | None = None  # fixes the seed for all repetitions
    probe: Probe | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Zero-shot or not: which task, on which languages, after which phase of the chain ("" = the last)."""

    name: str
    task: str
    languages: tuple[str, ...]
    split: str = TEST
    after: str = ""
    checkpoint: str = "last"
    limit: int = 0  # the first so many examples of each language; 0 = all


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One combination of axis values: its chain of phases in order, and what is evaluated."""

    values: Mapping[str, str | float]
    encoder: Encoder
    phases: tuple[Phase, ...]
    evaluations: tuple[Evaluation, ...]

    @property
    def name(self) -> str:
        """`intermediate=english,order=joint`, or `only` where a study has no axis."""
        return ",".join(f"{axis}={value}" for axis, value in self.values.items()) or "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A contrast with an expectation.

    `compare` names an axis and two of its values: (axis, arm, control). Other axes are held equal and averaged over.
    `over`: "all", "unseen", "seen", or languages.
    """

    says: str
    compare: tuple[str, str | float, str | float]
    on: str  # an evaluation
    expect: str
    metric: str = "f1"
    over: str | tuple[str, ...] = "all"
    equal: tuple[str, ...] = ()  # "steps", "tokens", "examples"
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One question, resolved: what remains of the axes are the arms."""

    name: str
    path: Path | None
    question: str
    seeds: tuple[int, ...]
    axes: Mapping[str, tuple[str | float, ...]]
    arms: tuple[Arm, ...]
    claims: tuple[Claim, ...]
    data: Mapping[str, Task] = field(default_factory=dict)  # the user's own sources, as tasks
    changed: tuple[str, ...] = ()  # what the command line changed, as written
    environment: str = "open"  # "open", "strict": versions and processor in every key
    accept_ceiling: float = 80.0  # points of gold answers that must survive the tokenizer
    text: str = ""  # the file as written
    data_folder: Path | None = None  # what paths are relative to, where it is not the study's own folder

    def task(self, name: str) -> Task:
        """A task of the study: its own data first, then the shelf. The door has checked that there is one."""
        from intermezzo import tasks

        if name in self.data:
            return self.data[name]
        found = tasks.find(name)
        assert isinstance(found, Task), found
        return found
